#!/usr/bin/env bash
# proof.sh RUST: the module once more from a copy of the sources in another folder, and the example of Next.js built and
# asked there. Rows for `make proof`.
. "$(dirname "$0")/../../../tests/lib.sh"
rust=$PWD/$1

mkdir -p "$work/elsewhere/target/js"
git ls-files -z | tar --null -T - -c | tar -x -C "$work/elsewhere"
ln -s "$PWD/bindings/js/node_modules" "$work/elsewhere/bindings/js/node_modules"
ln -s "$rust" "$work/elsewhere/rust"
"$work/elsewhere/bindings/js/build/module.sh" rust "$work/again.wasm"
cmp target/js/package/agora_token.wasm "$work/again.wasm"
echo "proof: the WebAssembly module, built again from another folder | $(stat -c %s "$work/again.wasm") bytes | the same"

next=$work/next
route=$next/app/api/agora/\[...path\] edge=$next/app/edge/\[...path\]
mkdir -p "$route" "$edge"
cp examples/js/next-route.mjs "$route/route.js"
# The same in the edge runtime, which compiles no WebAssembly while it runs.
{
    sed 's|/api/agora|/edge|' examples/js/next-route.mjs
    echo 'export const runtime = "edge";'
} >"$edge/route.js"
echo 'export default ({ children }) => <html><body>{children}</body></html>;' >"$next/app/layout.js"
echo 'export default () => <p>hello</p>;' >"$next/app/page.js"
echo '{ "private": true }' >"$next/package.json"
export "${credentials[@]}" NEXT_TELEMETRY_DISABLED=1 PORT=18081
npm install --silent --no-audit --no-fund --prefix "$next" next@16 react react-dom ./target/js/*.tgz
(cd "$next" && node_modules/.bin/next build)
(cd "$next" && exec node node_modules/next/dist/bin/next start) &
curl -sS --retry 20 --retry-connrefused --retry-delay 1 -o /dev/null "http://localhost:$PORT/"
for base in api/agora edge; do
    asked=http://localhost:$PORT/$base/rtc/room-1/publisher/uid/42
    curl -sS -H 'Cookie: session=of-42' "$asked" | grep -qE '^\{"rtcToken":"007[^"]+"\}$'
    [ "$(curl -sS -o /dev/null -w '%{http_code}' "$asked")" = 401 ]
done
version=$(node -p "require('$next/node_modules/next/package.json').version")
echo "proof: the route of Next.js $version, in its Node and its edge runtime | 4 requests | a token for who has a session, 401 for a stranger"

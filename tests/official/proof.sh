#!/usr/bin/env bash
# proof.sh AGORA-TOKEN: what the program makes for ConvoAI and STT, read and verified by Agora's own npm package. A row
# for `make proof`.
. "$(dirname "$0")/../lib.sh"
program=$PWD/$1
package=target/official
mkdir -p $package
cp tests/official/{package.json,package-lock.json,read.cjs} $package/
npm_ci $package
export "${credentials[@]}"

count=0
for kind in convoai=9 stt=10; do
    tokens=$(
        for role in publisher subscriber; do
            for channel in room '*' 'a b!~' "$(printf 'c%.0s' {1..64})"; do
                for account in 42 anna Ünal; do
                    "$program" "${kind%=*}" --channel "$channel" --account "$account" --role "$role"
                done
            done
        done
    )
    read_by_them=$(node $package/read.cjs "$APP_CERTIFICATE" "${kind#*=}" <<<"$tokens")
    count=$((count + read_by_them))
done
version=$(node -p "require('./$package/node_modules/agora-token/package.json').version")
echo "proof: tokens for ConvoAI and STT in the parser of Agora's npm package $version | $count tokens | each is read and verified"

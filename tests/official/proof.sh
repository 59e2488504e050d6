#!/usr/bin/env bash
# proof.sh AGORA-TOKEN: what the program makes for ConvoAI and STT, read and verified by Agora's own npm package. A row
# for `make proof`.
set -euo pipefail
program=$PWD/$1
work=target/official
mkdir -p "$work"
cp tests/official/{package.json,package-lock.json,read.cjs} "$work/"
npm ci --silent --no-audit --no-fund --prefix "$work"
export APP_ID=970CA35de60c44645bbae8a215061b33 APP_CERTIFICATE=5CFd2fd1755d40ecb72977518be15d3b

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
    read_by_them=$(node "$work/read.cjs" "$APP_CERTIFICATE" "${kind#*=}" <<<"$tokens")
    count=$((count + read_by_them))
done
version=$(node -p "require('./$work/node_modules/agora-token/package.json').version")
echo "proof: tokens for ConvoAI and STT in the parser of Agora's npm package $version | $count tokens | each is read and verified"

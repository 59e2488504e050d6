#!/usr/bin/env bash
# servers.sh DIR: the token servers in DIR, asked by curl: that each mounts the endpoint and changes nothing on the way.
# What the endpoint says to every request is the matter of tests/contract.json.
. "$(dirname "$0")/../../../tests/lib.sh"
dir=$1

# answers_without_body METHOD STATUS: whether the answer ends with its headers.
answers_without_body() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%s /getToken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
    tr -d '\r' <&3 >"$work/headers"
    exec 3>&-
    cat "$work/headers"
    grep -q "^HTTP/1.1 $2 " "$work/headers" && [ "$(grep -n '^$' "$work/headers")" = "$(wc -l <"$work/headers"):" ]
}

has_header() {
    cat "$work/headers"
    tr -d '\r' <"$work/headers" | grep -iqE "^$1\$"
}

has_no_header() {
    ! has_header "$1"
}

# refuses SERVER TEXT SETTING...: whether the server ends with 1 and says this.
refuses() {
    ends 1 "$2" timeout 10 env -u APP_ID -u APP_CERTIFICATE "${@:3}" "$dir/$1"
}

head -c 10000000 /dev/zero >"$work/large"
long=$(printf 'x%.0s' $(seq 9000))

for server in server-c server-cpp; do
    step "$server starts" starts env "${credentials[@]}" PORT=0 "$dir/$server"
    step "$server gives the article's token" \
        answers 200 '^\{"rtcToken":"006[^"]+"\}$' '/rtc/test/publisher/uid/1?expiry=1000'
    step "$server adds the endpoint's headers" has_header 'Cache-Control: private, no-cache, no-store, must-revalidate'
    step "$server adds no header of its own on CORS" has_no_header 'Access-Control-Allow-Methods:.*'
    step "$server hands over a target that cannot be decoded" \
        answers 500 '^\{"error":"channel is invalid","detail":"a channel is 1 to 64 bytes of [^"]+"\}$' '/rtc/%ZZ/publisher/uid/1'
    step "$server hands over a slash in escapes" \
        answers 500 '^\{"error":"channel is invalid","detail":"a channel is 1 to 64 bytes of [^"]+"\}$' '/rtc/a%2Fb/publisher/uid/1'
    step "$server hands over dots as they are" answers 404 '^\{"error":"no such route' '/x/../ping'
    step "$server hands over the query" answers 500 '^\{"error":"expiry is invalid","detail":"a lifetime is whole seconds [^"]+"\}$' '/rtm/1?expiry=%zz'
    step "$server hands over the body" \
        answers 200 '^\{"token":"007[^"]+"\}$' /getToken --data '{"tokenType":"rtm","uid":"bob"}'
    step "$server hands over a body in chunks" answers 200 '^\{"token":"007[^"]+"\}$' /getToken \
        -H 'Transfer-Encoding: chunked' --data '{"tokenType":"rtm","uid":"bob"}'
    step "$server hands over a method that it does not know" answers 405 '^\{"error":"this route takes' /ping -X PURGE
    step "$server lets the endpoint refuse a long target" answers 414 '^\{"error":"the URL is longer' "/rtm/$long"
    step "$server lets the endpoint refuse a large body, and reads it to its end" \
        answers 413 '^\{"error":"the body is larger' /getToken --data-binary "@$work/large"
    step "$server answers HEAD without a body" answers_without_body HEAD 405
    step "$server answers OPTIONS without a body" answers_without_body OPTIONS 204
    step "$server lets the endpoint answer OPTIONS" has_header 'Access-Control-Allow-Methods: POST, OPTIONS'
    step "$server stops on SIGTERM" stops

    step "$server starts with other settings" \
        starts env "${credentials[@]}" PORT=0 TOKEN_VERSION=007 CLIENT_ERROR_STATUS=400 "$dir/$server"
    step "$server heeds TOKEN_VERSION" answers 200 '^\{"rtmToken":"007[^"]+"\}$' /rtm/1
    step "$server heeds CLIENT_ERROR_STATUS" answers 400 '^\{"error":"uid is required","detail":"a user id is 1 to 64 bytes [^"]+"\}$' /rtm/
    step "$server stops again" stops

    step "$server does not start without credentials" refuses $server 'the App ID must be 32 hexadecimal characters'
    step "$server does not start with a version that is none" \
        refuses $server 'TOKEN_VERSION must be 006 or 007' "${credentials[@]}" TOKEN_VERSION=008
    step "$server does not start with another error status" \
        refuses $server 'CLIENT_ERROR_STATUS must be 500 or 400' "${credentials[@]}" CLIENT_ERROR_STATUS=200
    step "$server does not start with a port that is none" \
        refuses $server 'PORT must be a number from 0 to 65535' "${credentials[@]}" PORT=65536
done

summary

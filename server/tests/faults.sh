#!/usr/bin/env bash
# faults.sh PROGRAM: agora-token where the clock and the random source fail it: an error each time, never a guessed time, a
# weak salt or a panic. faults.c plays the faults.
. "$(dirname "$0")/../../tests/lib.sh"
program=$PWD/$1
export "${credentials[@]}"
secret=0123456789abcdef0123456789abcdef

cc -std=c99 -Wall -Wextra -Wpedantic -Werror -shared -fPIC server/tests/faults.c -o "$work/faults.so"

# under FAULT=VALUE COMMAND...: becomes a command under a fault.
under() {
    cd "$work"
    exec env LD_PRELOAD="$work/faults.so" "$@"
}

# says CODE TEXT FAULT=VALUE ARGUMENT...: whether the program ends with this code, says this, and panics not.
says() {
    local said
    said=$(ends "$1" "$2" under "$3" "$program" "${@:4}") || { echo "$said"; return 1; }
    echo "$said"
    [[ $said != *panicked* && $said != *"$APP_CERTIFICATE"* ]]
}

stops_without_a_panic() {
    stops && cat "$work/server.err" && ! grep -q panicked "$work/server.err"
}

base64url() {
    base64 -w0 | tr '+/' '-_' | tr -d =
}

# session TIME: a session token of Ann's that is good until this Unix time.
session() {
    local text
    text=$(printf '{"alg":"HS256","typ":"JWT"}' | base64url).$(printf '{"sub":"ann","exp":%s}' "$1" | base64url)
    echo "$text.$(printf %s "$text" | openssl dgst -sha256 -hmac "$secret" -binary | base64url)"
}

token=$("$program" rtc --channel room --uid 7)
clock='agora-token: the system clock is before 1970 or after February 2106'
random="agora-token: the operating system's random source failed, so no token was made"

for time in -9223372036854775808 -1; do
    step "at $time no token is made" says 1 "$clock" FAULT_TIME=$time rtc --channel room --uid 7
    step "at $time no token is checked" says 1 "$clock" FAULT_TIME=$time check "$token" --channel room --uid 7
    step "at $time no distance from now is told" says 1 "$clock" FAULT_TIME=$time inspect "$token"
    step "at $time the JSON of a token, which needs no clock, is told" says 0 '"room"' FAULT_TIME=$time inspect --json "$token"
    step "at $time the server does not start" says 1 "$clock" FAULT_TIME=$time serve
done
for time in 4294967296 300000000000 9223372036854775807; do
    step "at $time no token is made" says 1 "$clock" FAULT_TIME=$time rtc --channel room --uid 7
    step "at $time a token has expired" says 1 'the token has expired' \
        FAULT_TIME=$time check "$token" --channel room --uid 7
    step "at $time a token is told to have expired" says 0 'expired' FAULT_TIME=$time inspect "$token"
done
step "in the last second a token is made" says 0 007 FAULT_TIME=4294967295 rtc --channel room --uid 7
step "in the last second a 006 token, which ends in the next, is refused" \
    says 1 'February 2106' FAULT_TIME=4294967295 rtc --channel room --uid 7 --version 006

step "after 2106 the server starts" starts under FAULT_TIME=4294967296 HOST=127.0.0.1 PORT=0 \
    JWT_SECRET=$secret JWT_ALLOW_ANY_CHANNEL=1 LOG_FORMAT=json "$program" serve
step "after 2106 a request for a token is an error" \
    answers 500 'the system clock is before 1970 or after February 2106' /rtm/ann -H "Authorization: Bearer $(session 4600000000)"
step "after 2106 a session of before has expired" \
    answers 401 'the session token has expired' /rtm/ann -H "Authorization: Bearer $(session 4000000000)"
step "after 2106 what needs no clock is answered" answers 200 pong /ping
step "after 2106 the server stops as ever" stops_without_a_panic

# 1 and 38 are those of a sandbox that forbids the call and of a kernel from before Linux 3.17.
for error in 1 5 11 14 38; do
    step "with error $error of the random source no token is made" says 1 "$random" FAULT_RANDOM=$error rtc --channel room --uid 7
    step "with error $error of the random source no token is checked" \
        says 1 "$random" FAULT_RANDOM=$error check "$token" --channel room --uid 7
    step "with error $error of the random source the server does not start" says 1 "$random" FAULT_RANDOM=$error serve
    step "with error $error of the random source a token is read" says 0 '"room"' FAULT_RANDOM=$error inspect "$token"
done
echo "proof: The program without a clock or a random source | $((passed + failed)) checks | $failed failures"
summary

#!/usr/bin/env bash
# Builds the image of the Dockerfile where no Docker daemon runs, and asks the server in it. Needs Linux and root.
#
# buildah executes the Dockerfile's steps as they stand, in a bare Debian that stands in for the official Rust image:
# debootstrap makes it, of the suite that the image's name ends in and with that image's packages. The toolchain and
# the crates are those of this machine, bound to where the official image has them, and read-only. The last stage is
# then a root directory, and its program runs there as PID 1, with the user and the variables that the image sets.
. "$(dirname "$0")/../in-namespace.sh" buildah=buildah debootstrap=debootstrap curl=curl pgrep=procps

buildah() { nice buildah --root "$work/storage" --runroot "$work/run" --storage-driver vfs "$@"; }
# The official image, without its toolchain.
base=$(sed -n 's/^FROM \(rust:[^ ]*\) AS build$/\1/p' Dockerfile)
suite=${base##*-}
container=$(buildah from scratch)
root=$(buildah mount "$container")
bare_debian "$suite" ca-certificates,gcc,libc6-dev "$root"
toolchain=/usr/local/rustup/toolchains/stand-in
mkdir -p "$root$toolchain" "$root/usr/local/cargo/bin" "$root/usr/local/cargo/registry"
for tool in cargo rustc; do
    ln -s "$toolchain/bin/$tool" "$root/usr/local/cargo/bin/$tool"
done
buildah config --env CARGO_HOME=/usr/local/cargo --env RUSTUP_HOME=/usr/local/rustup \
    --env PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
buildah commit --quiet --rm "$container" "localhost/$base" >/dev/null

# The Dockerfile's steps.
cargo fetch --quiet --locked
image=localhost/agora-token
buildah bud --isolation chroot --pull-never --format docker --tag "$image" \
    --volume "$(rustc --print sysroot):$toolchain:ro" \
    --volume "${CARGO_HOME:-$HOME/.cargo}/registry:/usr/local/cargo/registry:ro" . 2>&1 | tee "$work/log"
steps=$(grep -c ' STEP [0-9]*/' "$work/log")

# What the image holds and says.
config() { buildah inspect --type image --format "{{range \$i, \$word := .Docker.Config.$1}}{{println \$word}}{{end}}" "$image" | sed '/^$/d'; }
container=$(buildah from --pull-never "$image")
root=$(buildah mount "$container")
user=$(buildah inspect --type image --format '{{.Docker.Config.User}}' "$image")
mapfile -t variables < <(config Env)
mapfile -t command < <(config Entrypoint && config Cmd)
mapfile -t health < <(config Healthcheck.Test | sed 1d)
held=$(cd "$root" && find . ! -type d)
[ "$held" = ./agora-token ] || fail "the image holds more than the program: $held"
[[ $user =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]] || fail "the image's user is $user, not two numbers other than 0"

key=$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
settings=("${credentials[@]}" PORT=0)

# in_image COMMAND...: runs it as a container does, as PID 1, with the image alone under it.
in_image() {
    env -i "${variables[@]}" "${settings[@]}" \
        unshare --pid --fork --kill-child chroot --userspec="$user" --groups= "$root" "$@"
}

status=0
in_image "${command[@]}" >"$work/log" 2>&1 || status=$?
[ $status = 2 ] && grep -q REQUIRE_AUTH=1 "$work/log" || fail "without keys it does not refuse to start: $(cat "$work/log")"

settings+=("API_KEYS=$key")
starts in_image "${command[@]}" || fail "the server does not start"
settings+=("PORT=$port")

# expect STATUS TARGET [KEY]: the status that the server answers with, with the body in $work/body.
asked=0
expect() {
    answers "$1" '' "$2" ${3:+-H "Authorization: Bearer $3"} >"$work/log" ||
        fail "$2 is not answered with $1: $(cat "$work/log")"
    asked=$((asked + 1))
}
target=/rtc/room/publisher/uid/42
expect 401 $target
expect 401 $target "x$key"
expect 400 /rtc/room/publisher/uid/notanumber "$key"
expect 403 "$target?expiry=86401" "$key"
expect 200 "$target?expiry=86400" "$key"
token=$(sed 's/.*"rtcToken":"\([^"]*\)".*/\1/' "$work/body")
in_image /agora-token check "$token" --channel room --uid 42 >/dev/null || fail "the token is not good: $token"
in_image "${health[@]}" || fail "the health check fails while the server runs"

# The one of this name among the processes of this namespace.
pid=$(pgrep -x agora-token)
resident=$(awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$pid/status")
kill -TERM "$pid"
wait "$server_pid" || fail "on SIGTERM the server ends with exit code $?"
! in_image "${health[@]}" 2>/dev/null || fail "the health check passes where no server runs"

size=$(du -k --apparent-size "$root/agora-token" | awk '{ printf "%.1f", $1 / 1024 }')
echo "proof: The Dockerfile built without a Docker daemon, in a bare Debian $suite | $steps steps | a static program of $size MB, nothing beside it, user $user"
echo "proof: The image's server, alone in its root directory, as PID 1 | $asked requests | without a key 401, with one 200, a mistake 400, more than a day 403; resident $resident MB; SIGTERM: exit code 0; without API_KEYS it does not start"

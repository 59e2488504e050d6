#!/usr/bin/env bash
# Installs the service in a bare Debian as docs/deploying.md says, boots it (systemd-nspawn), and asks the server, with
# the whole sandbox of the unit in force. Needs Linux and root.
. "$(dirname "$0")/../in-namespace.sh" debootstrap=debootstrap systemd-nspawn=systemd-container curl=curl

suite=trixie
root=$work/root
bare_debian $suite systemd,procps "$root"
cargo build --quiet --locked --release --package agora-token-server
install -m 755 "${CARGO_TARGET_DIR:-target}/release/agora-token" "$root/usr/local/bin/"
install -m 644 packaging/systemd/agora-token.service "$root/etc/systemd/system/"
chroot "$root" groupadd --system agora-token-keys
group=$(chroot "$root" getent group agora-token-keys | cut -d: -f3)

folder=$root/etc/agora-token
certificate=5CFd2fd1755d40ecb72977518be15d3b
old_key=0123456789abcdef0123456789abcdef
new_key=fedcba9876543210fedcba9876543210
install -d "$folder"
sed 's/^APP_ID=$/APP_ID=970CA35de60c44645bbae8a215061b33/' packaging/systemd/settings.env |
    install -m 600 /dev/stdin "$folder/settings.env"
echo $certificate | install -m 600 /dev/stdin "$folder/app-certificate"

# Where cgroups are the old ones, today's systemd boots with the new ones in the container all the same.
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --directory="$root" --boot --private-network \
    --register=no --keep-unit --console=pipe </dev/null >"$work/log" 2>&1 &
nspawn=$!

# inside NAMESPACES COMMAND...: runs a command in these namespaces of the container.
inside() {
    local systemd
    systemd=$(cat "/proc/$nspawn/task/$nspawn/children")
    nsenter --target "${systemd%% *}" "$1" -- "${@:2}"
}
control() { inside --all systemctl "$@"; }
said() { inside --all journalctl --no-pager --unit agora-token --output cat; }

# eventually COMMAND...: waits until it succeeds.
eventually() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        "$@" >/dev/null 2>&1 && return
        kill -0 "$nspawn" || fail "the container ended: $(cat "$work/log")"
        sleep 0.2
    done
    fail "this did not come true: $*; $(said)"
}

asked=0
port=8080
curl() { inside --net curl "$@"; }
# with_key KEY STATUS [TARGET]: whether a request with this key, "" for none, is answered so.
with_key() {
    answers "$2" '' "${3:-/rtc/room/publisher/uid/42}" ${1:+-H "Authorization: Bearer $1"}
}
expect() {
    with_key "$@" >"$work/answer" || fail "not answered with $2: $(cat "$work/answer"); $(said)"
    asked=$((asked + 1))
}

eventually control is-system-running --wait
[ -z "$(inside --all systemd-analyze verify agora-token.service 2>&1)" ] || fail "systemd-analyze verify complains"
exposure=$(inside --all systemd-analyze security --no-pager --threshold=20 agora-token.service |
    sed -n 's/.*exposure level.*: \([0-9.]*\).*/\1/p')
[ -n "$exposure" ] || fail "systemd-analyze security tells no exposure below 2.0"

# Without keys it does not start, and says why.
control start agora-token || true
eventually control is-failed agora-token
said | grep -q 'API_KEYS_FILE names a file that cannot be read' || fail "without keys it says: $(said)"

echo $old_key | install -m 640 -g "$group" /dev/stdin "$folder/api-keys"
control start agora-token
eventually with_key "" 401
expect "" 401
expect $new_key 401
expect $old_key 200
expect $old_key 400 /rtc/room/publisher/uid/notanumber
expect $old_key 403 '/rtc/room/publisher/uid/42?expiry=86401'

process=/proc/$(control show --property MainPID --value agora-token)
state=$(inside --all cat "$process/status")
for line in 'Seccomp: 2' 'NoNewPrivs: 1' 'CapBnd: 0000000000000000'; do
    grep -q "^${line/ /$'\t'}$" <<<"$state" || fail "the process should have $line: $state"
done
user=$(awk '/^Uid/ { print $2 }' <<<"$state")
[ "$user" != 0 ] || fail "the service runs as root"
inside --all grep -q APP_ID= "$process/environ" || fail "the variables of the process cannot be read"
! inside --all grep -q $certificate "$process/environ" || fail "the certificate is a variable of the process"

echo $new_key >"$folder/api-keys"
control reload agora-token
eventually with_key $new_key 200
expect $old_key 401

control stop agora-token
[ "$(control show --property Result --property ExecMainStatus --value agora-token | tr '\n' ' ')" = 'success 0 ' ] ||
    fail "the service does not stop cleanly: $(said)"
kill -TERM $nspawn
wait $nspawn

echo "proof: The systemd unit, in a bare Debian $suite that boots | $asked requests | without a key 401, with one 200, a mistake 400, more than a day 403; keys changed on reload; user $user, no capability, seccomp; stops cleanly; without keys it does not start; systemd-analyze security: $exposure of 10"

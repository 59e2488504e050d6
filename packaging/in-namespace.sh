# For scripts to source, with the commands that they need as tests/need.sh takes them: what follows runs as root with
# mounts and processes of its own, in the repository's folder, with an empty folder named by $work. However the
# script ends, its processes end with it, and its mounts with them; the folder is deleted from outside, where those
# mounts never were. Linux only.
self=$(realpath "$0")
. "$(dirname "${BASH_SOURCE[0]}")/../tests/lib.sh"
if [ -z "${in_namespace:-}" ]; then
    [ "$(id -u)" = 0 ] || fail "this needs root, for mounts and chroot"
    tests/need.sh unshare=util-linux "$@"
    in_namespace=1 work=$work \
        unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$self" &
    trap 'kill -KILL "$!" 2>/dev/null || true; wait; rm -rf --one-file-system "$work"' EXIT
    wait "$!"
    exit
fi

# bare_debian SUITE PACKAGES FOLDER: a minimal Debian with these packages, separated by commas.
bare_debian() {
    debootstrap --variant=minbase --include="$2" "$1" "$3" >"$work/log" 2>&1 || {
        tail -n 30 "$work/log" >&2
        fail "debootstrap failed"
    }
}

#!/usr/bin/env bash
# check-android.sh LIBRARY: whether Android can load a shared library: it is named as its file is, every segment is
# aligned to pages of 16 KB, and it needs no other libraries than those of the system. READELF names the tool.
set -euo pipefail
library=$1
readelf=${READELF:-readelf}
failed=0

wrong() {
    echo "$library: $1" >&2
    failed=1
}

soname=$($readelf -d "$library" | sed -n 's/.*soname: \[\(.*\)\].*/\1/p')
[ "$soname" = libagora_token.so ] || wrong "its soname is '$soname', not libagora_token.so, the file that an app carries"

alignments=$($readelf -lW "$library" | awk '$1 == "LOAD" { print $NF }')
[ -n "$alignments" ] || wrong 'it has no segment to load'
for alignment in $alignments; do
    [ $((alignment % 0x4000)) = 0 ] || wrong "a segment is aligned to $alignment, not to 0x4000: link with -z max-page-size=16384"
done

for needed in $($readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p'); do
    case $needed in
        libc.so | libdl.so | libm.so | liblog.so) ;;
        *) wrong "it needs $needed, which is not Android's" ;;
    esac
done
exit $failed

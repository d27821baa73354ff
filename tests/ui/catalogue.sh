#!/bin/bash
# catalogue.sh SOURCE: every sentence that the sources mark with tr() has its English one.
set -euo pipefail
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
xgettext --from-code=UTF-8 -L C++ --keyword=tr --keyword=tr_noop --no-location --no-wrap -o "$work/all.pot" \
    src/base/*.cpp src/app/*.cpp src/ui/*.cpp
count=$(grep -c '^msgid' "$work/all.pot")
[ "$count" -gt 300 ] || { echo "only $count sentences found: is tr() gone?" >&2; exit 1; }
msgcmp assets/locale/en.po "$work/all.pot" 2>"$work/log" || { grep -v 'is not used' "$work/log" >&2; exit 1; }
echo "catalogue: $count sentences, all translated"

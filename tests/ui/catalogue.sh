#!/bin/bash
# catalogue.sh SOURCE: every sentence that the sources mark with tr() has its English one, and so has every format of
# the lower rooms: their errors and findings are translated when they are shown (base/sentences.h).
set -euo pipefail
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
xgettext --from-code=UTF-8 -L C++ --keyword=tr --keyword=tr_noop --keyword=tr_plural:1,2 --no-location --no-wrap -o "$work/all.pot" \
    src/{base,plan,map,report,example,session,views}/*.cpp src/ui/*/*.cpp
# Formats of words: technical ones ("{:04}-{:02}", SQL, English for programmers) are no sentences, and pieces that are
# put together by hand have an entry for their whole.
xgettext --from-code=UTF-8 -L C++ --keyword=InputError --keyword=StorageError --keyword=format --keyword=add:4 \
    --keyword=add:5 --keyword=note --no-location --no-wrap -o "$work/lower.pot" \
    src/{base,geo,cover,sight,ground,registry,domain,intake,analysis,plan,paper}/*.cpp src/io/*.cpp src/io/*/*.cpp src/io/*/*.h src/{registry,domain,intake,plan,geo}/*.h 2>/dev/null
msggrep --msgid -E -e '[[:alpha:]]{3}' "$work/lower.pot" |
    msggrep -v --msgid -E -e 'SELECT|FROM |INSERT |UPDATE |ifnull|rtree_|IS \?|GDAL_WMS|XXXX|^(write|save)_|worksheets|_\{|^EPSG|^[ »;:(]|[ «;:(]$' \
        --no-wrap -o "$work/sentences.pot"
lower=$(grep -c '^msgid' "$work/sentences.pot")
[ "$lower" -gt 200 ] || { echo "only $lower sentences of the lower rooms found" >&2; exit 1; }
msgcmp assets/locale/en.po "$work/sentences.pot" 2>"$work/log" || { grep -v 'is not used' "$work/log" >&2; exit 1; }
# A translation takes no more values than its format has.
awk '/^msgid /  { french = gsub(/\{[^}]*\}/, "") }
     /^msgstr / { line = $0; english = gsub(/\{[^}]*\}/, ""); if (french > 0 && english > french) { print line; bad = 1 } }
     END        { exit bad }' assets/locale/en.po >&2 || { echo "more values than the format has" >&2; exit 1; }
count=$(grep -c '^msgid' "$work/all.pot")
[ "$count" -gt 300 ] || { echo "only $count sentences found: is tr() gone?" >&2; exit 1; }
msgcmp assets/locale/en.po "$work/all.pot" 2>"$work/log" || { grep -v 'is not used' "$work/log" >&2; exit 1; }
echo "catalogue: $count sentences and $lower of the lower rooms, all translated"

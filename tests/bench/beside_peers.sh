#!/usr/bin/env bash
# maillage beside its peers on the same scenes in one run: W1 and W2 (areas and union), W3 (views), W4 (maximum coverage),
# W5 and W6 (whole process, from the file to the picture). Needs the folder of workloads and peers (PEERS, with measure.py and
# w5_*.py), the scenes its gen.py wrote (DATA), the programs its build.sh wrote (BIN) and a built preset `bench`.
# usage: tests/bench/beside_peers.sh PEERS DATA BIN [w1 w3 w4 w5 ...]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
[ $# -ge 3 ] || { sed -n 2,5p "$0" >&2; exit 2; }
peers=$1 data=$2 bin=$3
shift 3
[ $# -gt 0 ] || set -- w1 w3 w4 w5
ours=build/bench/tests/bench
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export QT_QPA_PLATFORM=offscreen

bench() { # PROGRAM FILTER
    "$ours/$1" --benchmark_filter="$2" --benchmark_repetitions=3 --benchmark_report_aggregates_only=true 2>/dev/null |
        grep -E '_median|s_to|error' || true
}
whole() { # LABEL RUNS COMMAND...: processor, wall and memory of the whole process, with the steps it tells
    local label=$1 runs=$2
    shift 2
    /usr/bin/python3 "$peers/measure.py" -n "$runs" -w 1 --label "$label" -- "$@"
}

for step in "$@"; do
    echo "== $step"
    case $step in
    w1) # W1 and W2: 3,266 and 100,000 sectors
        MAILLAGE_BENCH_W1=$data/w1.gpkg MAILLAGE_BENCH_W2=$data/w2.gpkg bench coverage_bench '^areas'
        for w in w1 w2; do
            whole "$w GEOS by component, 1 thread" 3 "$bin/geos_union" "$data/$w.gpkg" comp 1
            whole "$w GEOS by component, 2 threads" 3 "$bin/geos_union" "$data/$w.gpkg" comp 2
            whole "$w floor: areas alone, 1 thread" 3 "$bin/wedge_area" "$data/$w.gpkg" 1
        done
        ;;
    w3) # 2,000 views of 100 m among 20,187 buildings
        MAILLAGE_BENCH_TOWN=$data bench visibility_bench '^file_town'
        whole "w3 floor: sweep in doubles, 1 thread" 3 "$bin/sweep_vis" "$data" 1
        whole "w3 CGAL, exact" 1 "$bin/cgal_vis" "$data" local-rs 2000
        whole "w3 GEOS shadows, 500 cameras" 1 "$bin/geos_vis" "$data" 500
        ;;
    w4) # maximum coverage
        MAILLAGE_W4=$data "$ours/cover_bench" --benchmark_filter='w4|beside' 2>/dev/null
        ;;
    w5) # W5: Aisne with points and labels; W6: France
        build/bench/maillage new "$tmp/w5.gpkg" --departement 02 --communes "$data/aisne.geojson" >/dev/null
        build/bench/maillage import "$tmp/w5.gpkg" cameras "$data/w1.gpkg" --layer cameras >/dev/null
        build/bench/maillage new "$tmp/w6.gpkg" --communes "$data/france_2154.gpkg" >/dev/null
        for w in w5 w6; do
            whole "$w maillage" 5 build/bench/maillage render "$tmp/$w.gpkg" "$tmp/$w.png" --size 1920x1080
            whole "$w Mapnik" 5 /usr/bin/python3 "$peers/w5_mapnik.py" "$w" "$data" "$tmp/m.png"
            whole "$w QGIS" 5 /usr/bin/python3 "$peers/w5_qgis.py" "$w" "$data" "$tmp/q.png"
        done
        ;;
    *) echo "unknown step: $step" >&2; exit 2 ;;
    esac
done

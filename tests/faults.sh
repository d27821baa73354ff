#!/bin/bash
# faults.sh PROGRAM MINUTES: unit_faults over every step, again and again, and how many kills and errors that were.
set -u
program=$1
end=$((SECONDS + $2 * 60))
log=$(mktemp)
failed=0
export MAILLAGE_FAULTS=100000
while [ "$SECONDS" -lt "$end" ]; do
    timeout $((end - SECONDS + 1)) "$program" >"$log.run" 2>&1
    code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne 124 ]; then
        failed=$((failed + 1))
        grep -A6 Failure "$log.run" >&2
    fi
    grep -aE '^[a-z.]+: [0-9]+ (kills|errors) over' "$log.run" >>"$log"
done
awk -v failed="$failed" '/ kills over/ { kills += $2 } / errors over/ { errors += $2 }
    END { printf "%d kills, %d errors, %d runs with a failure\n", kills, errors, failed; exit failed > 0 }' "$log"

#!/bin/bash
# smoke.sh PROGRAM: starts the window under Xvfb, opens a menu, types in the search box, takes a picture, measures what an
# idle window costs, and quits by the keyboard.
set -euo pipefail
program=$1
source "$(dirname "$0")/window.sh"

# The graphics driver is unloaded before leaks are looked for: its own would be reported without a name.
export ASAN_OPTIONS=detect_leaks=0
export HOME=$work XDG_STATE_HOME=$work/state LIBGL_ALWAYS_SOFTWARE=1
Xvfb -displayfd 3 -screen 0 1600x1000x24 -noreset -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
pids+=($!)
for _ in $(seq 100); do
    [ -s "$work/display" ] && break
    sleep 0.1
done
[ -s "$work/display" ] || fail "no X server"
DISPLAY=:$(tr -d '[:space:]' <"$work/display")
export DISPLAY

"$program" 2>"$work/log" &
app=$!
pids+=("$app")
window=$(timeout 60 xdotool search --sync --onlyvisible --class maillage | head -n 1) || fail "no window: $(cat "$work/log")"
xdotool windowfocus --sync "$window" || true

colours() { import -window root png:- | convert png:- -resize 320x200 -format %k info:; }
picture() { import -window root rgb:- | md5sum; }
# Waits until the screen shows something else than before; slow machines get 30 seconds.
changes_from() {
    for _ in $(seq 150); do
        [ "$(picture)" != "$1" ] && return 0
        sleep 0.2
    done
    return 1
}
for _ in $(seq 150); do
    [ "$(colours)" -gt 30 ] && break
    sleep 0.2
done
[ "$(colours)" -gt 30 ] || fail "nothing is drawn"
sleep 1
before=$(picture)
xdotool mousemove --window "$window" 118 22 click 1 # the first menu
changes_from "$before" || fail "the menu did not open"
sleep 1
before=$(picture)
xdotool key Escape
changes_from "$before" || fail "Escape did not close the menu"
xdotool mousemove --window "$window" 700 300
sleep 3

# Ten seconds without any input: at most one clock tick, that is 0.1 % of a processor.
ticks() { awk '{print $14 + $15}' "/proc/$app/stat"; }
first=$(ticks)
sleep 10
spent=$(($(ticks) - first))
echo "smoke: an idle window used $spent ticks of 10 ms in 10 s"
[ "$spent" -le 1 ] || fail "an idle window uses the processor"

# xdotool presses and releases within a millisecond, Ctrl before K: a key or its modifier lost on a slow frame fails.
for _ in 1 2 3; do
    before=$(picture)
    xdotool key ctrl+k
    changes_from "$before" || fail "Ctrl+K did not open the search"
    sleep 1
    before=$(picture)
    xdotool key Escape
    changes_from "$before" || fail "Escape did not close the search"
    sleep 1
done
before=$(picture)
xdotool key ctrl+k
changes_from "$before" || fail "Ctrl+K did not open the search"
sleep 1
before=$(picture)
xdotool type "quitter"
changes_from "$before" || fail "the search box took no text"
sleep 1
xdotool key Return
for _ in $(seq 100); do
    kill -0 "$app" 2>/dev/null || break
    sleep 0.1
done
kill -0 "$app" 2>/dev/null && fail "Ctrl+K, quitter, Return did not quit"
wait "$app" || fail "exit code $?: $(cat "$work/log")"
[ -f "$work/state/maillage/fenetre" ] || fail "preferences were not kept"
echo "smoke: done"

#!/bin/bash
# smoke.sh PROGRAM: starts the window under Xvfb, opens a menu, types in the search box, takes a picture, measures what an
# idle window costs, and quits by the keyboard.
set -euo pipefail
program=$1
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "smoke: $1" >&2
    exit 1
}

# The graphics driver is unloaded before leaks are looked for: its own would be reported without a name.
export ASAN_OPTIONS=detect_leaks=0
export HOME=$work XDG_STATE_HOME=$work/state LIBGL_ALWAYS_SOFTWARE=1
Xvfb -displayfd 3 -screen 0 1280x800x24 -noreset -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
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
for _ in $(seq 100); do
    [ "$(colours)" -gt 30 ] && break
    sleep 0.2
done
[ "$(colours)" -gt 30 ] || fail "nothing is drawn"
sleep 1
before=$(import -window root png:- | md5sum)
xdotool mousemove --window "$window" 118 22 click 1 # the first menu
sleep 1
[ "$(import -window root png:- | md5sum)" != "$before" ] || fail "the menu did not open"
xdotool key Escape
sleep 1
xdotool mousemove --window "$window" 700 300
sleep 2

# Ten seconds without any input: at most one clock tick, that is 0.1 % of a processor.
ticks() { awk '{print $14 + $15}' "/proc/$app/stat"; }
first=$(ticks)
sleep 10
spent=$(($(ticks) - first))
echo "smoke: an idle window used $spent ticks of 10 ms in 10 s"
[ "$spent" -le 1 ] || fail "an idle window uses the processor"

# A chord held as long as a hand holds it; a sanitized build on a busy machine takes its time to answer.
quiet=$(import -window root png:- | md5sum)
for key in ctrl k; do xdotool keydown $key && sleep 0.3; done
for key in k ctrl; do xdotool keyup $key && sleep 0.3; done
for _ in $(seq 50); do
    [ "$(import -window root png:- | md5sum)" != "$quiet" ] && break
    sleep 0.2
done
[ "$(import -window root png:- | md5sum)" != "$quiet" ] || fail "Ctrl+K did not open the palette"
sleep 1
xdotool type --delay 200 "quitter"
sleep 2
xdotool keydown Return && sleep 0.3 && xdotool keyup Return
for _ in $(seq 100); do
    kill -0 "$app" 2>/dev/null || break
    sleep 0.1
done
kill -0 "$app" 2>/dev/null && fail "Ctrl+K, quitter, Return did not quit"
wait "$app" || fail "exit code $?: $(cat "$work/log")"
[ -f "$work/state/maillage/fenetre" ] || fail "preferences were not kept"
echo "smoke: done"

#!/bin/bash
# leaving.sh PROGRAM: closes the window while a map service takes the request and never answers: the process must end
# within a second, with the project saved and the preferences written.
set -euo pipefail
program=$1
source "$(dirname "$0")/window.sh"
# Ended for its user: the system may still be taking its memory back, for which it has been seen to use the graphics driver's
# thread of least priority, seconds on a busy machine.
has_ended() {
    local state
    state=$(cut -d ' ' -f 3 "/proc/$1/stat" 2>/dev/null) || return 0
    [ "$state" = Z ]
}

export ASAN_OPTIONS=detect_leaks=0
export HOME=$work XDG_STATE_HOME=$work/state XDG_CACHE_HOME=$work/cache LIBGL_ALWAYS_SOFTWARE=1
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
Xvfb -displayfd 3 -screen 0 1280x800x24 -noreset -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
pids+=($!)
python3 -c "
import socket, time
mute = socket.socket()
mute.bind(('127.0.0.1', 0))
mute.listen(16)
print(mute.getsockname()[1], flush=True)
asked = mute.accept()
print('asked', flush=True)
time.sleep(120)" >"$work/port" &
pids+=($!)
for _ in $(seq 100); do
    [ -s "$work/display" ] && [ -s "$work/port" ] && break
    sleep 0.1
done
DISPLAY=:$(tr -d '[:space:]' <"$work/display")
export DISPLAY
port=$(head -n 1 "$work/port")
cat >"$work/script" <<SCRIPT
new-example
set-basemap path=http://127.0.0.1:$port/{z}/{x}/{y}.png opacity=1
save path=$work/projet.gpkg
SCRIPT
"$program" --script "$work/script" 2>"$work/log" &
app=$!
pids+=("$app")
window=$(timeout 60 xdotool search --sync --onlyvisible --class maillage | head -n 1) || fail "no window: $(cat "$work/log")"
for _ in $(seq 300); do
    grep -q asked "$work/port" && [ -s "$work/projet.gpkg" ] && break
    sleep 0.2
done
grep -q asked "$work/port" || fail "the service was never asked: $(cat "$work/log")"
[ -s "$work/projet.gpkg" ] || fail "the project was not saved"
sleep 3 # whatever is computed after the opening
xdotool windowfocus --sync "$window" || true
xdotool keydown ctrl keydown q
sleep 0.3
xdotool keyup q keyup ctrl
for _ in $(seq 100); do
    [ -z "$(xdotool search --onlyvisible --class maillage 2>/dev/null)" ] && break
    sleep 0.05
done
closed=$(date +%s%N)
for _ in $(seq 200); do
    has_ended "$app" && break
    sleep 0.05
done
has_ended "$app" || fail "the process lingers after its window"
lingered=$((($(date +%s%N) - closed) / 1000000))
[ "$lingered" -lt 1000 ] || fail "the process ended $lingered ms after its window"
wait "$app" || fail "it ended with an error: $(cat "$work/log")"
grep -q '^zoom=' "$work"/state/maillage/* || fail "the preferences were not written"
echo "leaving: ended $lingered ms after its window"

# window.sh: sourced by the tests of the real window. A folder of their own, `work`, and `pids` to end, both cleared at exit.
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
    echo "$(basename "$0" .sh): $1" >&2
    exit 1
}

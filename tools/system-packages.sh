#!/bin/sh
# The few system libraries that no Python package brings: Pango for the PDF; with `test` also what the tests look with.
set -eu
PATH="$PATH:/usr/sbin:/sbin"      # ldconfig, for those who are not root

missing=""
need_library() { ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"; }
need_command() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

command -v apt-get >/dev/null 2>&1 || exit 0   # not Debian: `talentmap doctor` says what is missing
need_library libpango-1.0.so.0 libpango-1.0-0
need_library libpangoft2-1.0.so.0 libpangoft2-1.0-0
need_library libharfbuzz-subset.so.0 libharfbuzz-subset0
if [ "${1:-}" = test ]; then
    need_command pdftotext poppler-utils
    need_command chromium chromium
fi
[ -n "$missing" ] || exit 0

echo "Installing$missing"
if [ "$(id -u)" = 0 ]; then run=""; elif command -v sudo >/dev/null 2>&1; then run="sudo"; else
    echo "Ask an administrator to run: apt-get install$missing" >&2
    exit 1
fi
$run apt-get update -qq
# shellcheck disable=SC2086 - a list of package names
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null

#!/usr/bin/env bash
# Runs a program on a separate virtual display. Unlike xvfb-run it waits for no signal, which a parent may have ignored.
set -euo pipefail
exec 3< <(exec Xvfb -displayfd 1 -nolisten tcp 2>/dev/null)
read -r display <&3
DISPLAY=":$display" exec "$@"

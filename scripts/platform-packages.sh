#!/usr/bin/env bash
# Installs Debian's packages for a group of platform tests, if a program of the group is missing.
set -euo pipefail

case "${1:-}" in
  browsers)
    programs=(chromium firefox-esr xvfb-run WebKitWebDriver)
    packages=(chromium firefox-esr webkit2gtk-driver xvfb xauth)
    ;;
  peers)
    programs=(python3 nginx haproxy openssl)
    packages=(python3-websockets python3-aiohttp python3-tornado nginx-light haproxy openssl)
    ;;
  *)
    echo "Usage: $0 browsers|peers" >&2
    exit 2
    ;;
esac

are_there() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || return 1
  done
}

are_there "${programs[@]}" && exit

sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo)
"${sudo[@]}" apt-get update -q
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"

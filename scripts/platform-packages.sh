#!/usr/bin/env bash
# Looks for what groups of platform tests need of Debian's packages:
#   platform-packages.sh missing browsers    prints the missing packages, one name per line
#   platform-packages.sh install browsers    installs it; what cannot be had is left out loudly, with CI=true it fails
set -euo pipefail

readonly groups="browsers peers"

is_there() {
  case "$1" in
    chromium) [ -n "${CHROME_PATH:-}" ] || has chromium || has chromium-browser || has google-chrome ;;
    webkitgtk) compgen -G '/usr/lib/*-linux-gnu/webkit2gtk-4.1/MiniBrowser' ;;
    python3-*) /usr/bin/python3 -c "import ${1#python3-}" ;;
    nginx | haproxy | mosquitto | nats-server) [ -x "/usr/sbin/$1" ] ;;
    *) has "$1" ;;
  esac >/dev/null 2>&1
}

has() {
  command -v "$1" >/dev/null
}

needs_of() {
  case "$1" in
    browsers) echo chromium firefox-esr webkitgtk Xvfb ;;
    peers) echo python3-websockets python3-aiohttp python3-tornado nginx haproxy openssl chromium mosquitto websockify nats-server ;;
  esac
}

package_of() {
  case "$1" in
    webkitgtk) echo libwebkit2gtk-4.1-0 ;;
    Xvfb) echo xvfb ;;
    nginx) echo nginx-light ;;
    *) echo "$1" ;;
  esac
}

missing() {
  local group need
  for group in "$@"; do
    for need in $(needs_of "$group"); do
      is_there "$need" || echo "$need"
    done
  done
}

install() {
  local need packages=() sudo=()
  for need in $(missing "$@"); do packages+=("$(package_of "$need")"); done
  [ "${#packages[@]}" -gt 0 ] || return 0
  has apt-get || complain "$@"
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
  [ -z "$(missing "$@")" ] || complain "$@"
}

complain() {
  local left
  left=$(missing "$@")
  printf '\n!!! Cannot find or install: %s. What needs it is left out.\n\n' "${left//$'\n'/, }" >&2
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

usage() {
  echo "Usage: $0 missing|install GROUP..., with groups of: $groups" >&2
  exit 2
}

[ "$#" -ge 2 ] || usage
for group in "${@:2}"; do
  [ -n "$(needs_of "$group")" ] || usage
done
case "$1" in
  missing | install) "$@" ;;
  *) usage ;;
esac

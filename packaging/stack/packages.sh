#!/bin/bash
# packages.sh GROUP…: brings the packages of these groups of packages.list, and says which were missing.
. "$(dirname "$0")/env.sh"

wanted() { # wanted HOW GROUP…: names of the packages; those whose program is there from elsewhere are left out
  local how=$1 group word
  for group in "${@:2}"; do
    awk -v g="$group" -v h="$how" '$1 == g && $2 == h { for (i = 3; i <= NF; i++) print $i }' "$STACK/packages.list"
  done | sort -u | while IFS='?' read -r word program; do
    [ -n "$program" ] && command -v "$program" >/dev/null || echo "$word"
  done
}

install_missing() { # install_missing PACKAGE…
  local missing sudo=() log
  missing=$(comm -13 <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null |
    awk '$1 == "ii" { print $2 }' | sort -u) <(printf '%s\n' "$@" | sort -u))
  [ -n "$missing" ] || return 0
  echo "installing Debian packages:" $missing
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "not root and no sudo; as root: apt-get install" $missing
    sudo=(sudo)
  fi
  apt() { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >>"$log" 2>&1; }
  log=$(mktemp)
  apt install -y --no-install-recommends $missing ||
    { apt update && apt install -y --no-install-recommends $missing; } ||
    { cat "$log"; fail "apt-get could not install" $missing; }
  rm -f "$log"
}

unpack_missing() { # unpack_missing PACKAGE…
  local package missing=() folder
  for package; do [ -e "$PKG/.unpacked/$package" ] || missing+=("$package"); done
  [ "${#missing[@]}" != 0 ] || return 0
  echo "unpacking into $PKG, where no unit is enabled: ${missing[*]}"
  folder=$PKG/.debs
  mkdir -p "$folder" "$PKG/.unpacked"
  (cd "$folder" && { download "${missing[@]}" || { update_lists && download "${missing[@]}"; }; }) ||
    fail "apt-get could not download ${missing[*]}"
  for package in "${missing[@]}"; do
    dpkg -x "$folder/${package}"_*.deb "$PKG"
    touch "$PKG/.unpacked/$package"
  done
  rm -rf "$folder"
}
download() { apt-get -qq -o APT::Sandbox::User=root download "$@" </dev/null 2>"$PKG/.download.log"; }
update_lists() { if [ "$(id -u)" = 0 ]; then apt-get -qq update; else sudo apt-get -qq update; fi; }

install_missing $(wanted install "$@")
unpack_missing $(wanted unpack "$@")

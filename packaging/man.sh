#!/bin/bash
# man.sh FOLDER: writes the manual pages out of what the programs say of themselves (BUILD: where they are).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 build=${BUILD:-build}
mkdir -p "$folder"

roff() { sed -e 's/\\/\\e/g' -e "s/^\([.']\)/\\\\\&\1/" -e 's/-/\\-/g'; }
head_of() { printf '.TH %s %s "" doorward\n.SH NAME\n%s \\- %s\n' "$1" "$2" "$3" "$4"; }
as_is() { printf '.nf\n'; roff; printf '.fi\n'; }

{
  head_of DOORWARD 8 doorward "signs people in and tells nginx and Apache who may pass"
  echo ".SH SYNOPSIS"
  "$build/doorward" --help | as_is
  echo ".SH DESCRIPTION"
  roff <<'TEXT'
The master opens its sockets, forks the workers of two pools (gate: verify, health, jwks; app: everything else), starts
again one that dies, and ends with its last request. Without a master a worker serves the FastCGI socket on descriptor 0
(spawn-fcgi, mod_fcgid, systemd); started with GATEWAY_INTERFACE it answers one CGI request.
TEXT
  printf '.SH SIGNALS\n.TP\nSIGHUP\n'
  roff <<<"Reads the settings again; no request is dropped. Settings that are wrong are said in one log line and change nothing."
  printf '.TP\nSIGUSR1\n'
  roff <<<"Turns the log's level to debug in the master and all its workers, the next time back to log.level, and says so in the
log. New settings end it. A worker without a master hears it too."
  printf '.TP\nSIGTERM, SIGINT, SIGQUIT\n'
  roff <<<"Ends: no further request is taken, those under way have run.drain_timeout."
  printf '.SH SEE ALSO\n.BR doorwardctl (8),\n.BR doorward.conf (5)\n'
} >"$folder/doorward.8"

{
  head_of DOORWARDCTL 8 doorwardctl "the operator's command of doorward"
  echo ".SH SYNOPSIS"
  "$build/doorwardctl" --help | as_is
  echo ".SH COMMANDS"
  sed -nE 's/^COMMAND\("([^"]+)".*/\1/p' src/command/commands.def | while read -r words; do
    echo ".SS $words"
    # shellcheck disable=SC2086
    "$build/doorwardctl" $words --help | as_is
  done
  printf '.SH EXIT STATUS\n'
  sed -nE 's/^EXIT\([a-z]+, ([0-9]+), "(.*)"\)$/.TP\n\1\n\2/p' src/command/exits.def
  printf '.SH SEE ALSO\n.BR doorward (8),\n.BR doorward.conf (5)\n'
} >"$folder/doorwardctl.8"

{
  head_of DOORWARD.CONF 5 doorward.conf "settings of doorward"
  echo ".SH DESCRIPTION"
  roff <<'TEXT'
Lines are [section], key = value, section.key = value, or # comment. Rising order of sources: the default, this file,
conf.d/*.conf beside it, the environment (DOORWARDCFG_SECTION__KEY; …__KEY_FILE names a file that holds the value; not under
CGI), the command line (--set section.key=value). An unknown key refuses to start.
TEXT
  echo ".SH SETTINGS"
  "$build/doorward" --print config | as_is
  printf '.SH SEE ALSO\n.BR doorward (8),\n.BR doorwardctl (8)\n'
} >"$folder/doorward.conf.5"

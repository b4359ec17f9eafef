#!/bin/bash
# The systemd units: systemd understands every word of them, each service may write where the settings' defaults say, and
# the journal takes each line of the workers.
set -u
cd "$(dirname "$0")/../.." || exit 1
bad=0
complain() { echo "$1"; bad=1; }
for unit in packaging/systemd/*.service; do
  grep -q '^ProtectSystem=strict$' "$unit" || complain "$unit: all is open to be written"
  # RuntimeDirectory= and StateDirectory= name folders below /run and /var/lib.
  open=$(sed -nE 's|^ReadWritePaths=-?||p; s|^RuntimeDirectory=|/run/|p; s|^StateDirectory=(\S+).*|/var/lib/\1|p' "$unit")
  written=$(sed -nE 's|^#\S* = (/(run\|var/lib)/[^/ ]*).*|\1|p' docs/config.txt | sort -u)
  [ "$(wc -l <<<"$written")" -ge 2 ] || complain "docs/config.txt names hardly a path"
  for path in $written; do
    grep -qxF "$path" <<<"$open" || complain "$unit: $path cannot be written"
  done
done
# The counters are kept there from one start to the next.
grep -q '^RuntimeDirectoryPreserve=restart$' packaging/systemd/doorward.service || complain "a restart begins to count anew"
grep -q '^LogRateLimitIntervalSec=0$' packaging/systemd/doorward.service || complain "the journal drops lines"
if command -v systemd-analyze >/dev/null; then
  place=$(mktemp -d)
  mkdir "$place/bin"
  ln -s /bin/true "$place/bin/doorward" && ln -s /bin/true "$place/bin/doorwardctl"
  for unit in packaging/systemd/*; do sed "s|@PREFIX@|$place|g" "$unit" >"$place/${unit##*/}"; done
  said=$(systemd-analyze verify --man=no "$place"/doorward* 2>&1) && [ -z "$said" ] || complain "systemd-analyze: $said"
  rm -rf "$place"
fi
exit $bad

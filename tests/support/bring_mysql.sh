#!/bin/bash
# bring_mysql.sh RELEASE: unpacks that MySQL and every library below it into PKG/mysql-RELEASE. apt does it, with lists of its
# own: it verifies the index's signature and each package against the index. Nothing is installed on this host.
. "$(dirname "$0")/../../packaging/stack/env.sh"
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DEBIAN=http://deb.debian.org/debian
DEBIAN_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

with_lists_of() { # with_lists_of ARCHIVE KEYS COMPONENTS SUITE…: makes lists, which ask then goes by
  local suite
  rm -rf "$home/apt"
  mkdir -p "$home"/apt/{lists,archives}/partial "$home/root"
  for suite in "${@:4}"; do echo "deb [signed-by=$2] $1 $suite $3"; done >"$home/apt/sources.list"
  # Nobody runs what is written in Perl.
  printf '%s\n' "Package: perl" "Status: install ok installed" "Version: 99" "Architecture: $(dpkg --print-architecture)" \
    "Multi-Arch: allowed" "Maintainer: nobody" "Description: stands for what is not needed" >"$home/apt/status"
  cat >"$home/apt/conf" <<CONF
Dir::State "$home/apt";
Dir::State::status "$home/apt/status";
Dir::Cache "$home/apt";
Dir::Etc::sourcelist "$home/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Acquire::Languages "none";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
CONF
  ask apt-get -qq update || fail "$1 was not reached, or its index is not signed by a key of $2"
}
ask() { APT_CONFIG=$home/apt/conf "$@" </dev/null 2>"$home/apt/log" || { cat "$home/apt/log" >&2; return 1; }; }

unpack() { # unpack PACKAGE: with what it needs
  ask apt-get -y -qq --download-only install "$1" >/dev/null || fail "apt-get could not download $1"
  for deb in "$home"/apt/archives/*.deb; do dpkg -x "$deb" "$home/root"; done
}

# The program with its own loader and libraries; what it looks for by fixed paths is named.
write_program() {
  local usr=$home/root/usr libraries share
  libraries=$(dirname "$(find "$usr/lib" "$home/root" -name libc.so.6 -print -quit)")
  share=$(dirname "$(find "$usr/share" -path '*/charsets/Index.xml')")
  cat >"$home/mysqld.new" <<MYSQLD
#!/bin/sh
exec $libraries/ld-linux-*.so.* --library-path $libraries:$usr/lib/$(uname -m)-linux-gnu $usr/sbin/mysqld --no-defaults \\
  --basedir=$usr --plugin-dir=$usr/lib/mysql/plugin --lc-messages-dir=${share%/charsets} --character-sets-dir=$share \\
  --secure-file-priv=NULL "\$@"
MYSQLD
  chmod 755 "$home/mysqld.new"
  mv "$home/mysqld.new" "$home/mysqld"
}

release=${1:?usage: bring_mysql.sh RELEASE}
home=$PKG/mysql-$release
[ ! -x "$home/mysqld" ] || exit 0
read -r _ package archive components suites < <(grep "^$release " "$HERE/mysql.list") ||
  fail "tests/support/mysql.list knows no MySQL $release"
echo "unpacking MySQL $release of $archive into $home" >&2
rm -rf "$home"
keys=$DEBIAN_KEYS
if [ "$archive" != "$DEBIAN" ]; then # Ubuntu's keys are a package of Debian, for which Debian's own keys vouch
  with_lists_of "$DEBIAN" "$DEBIAN_KEYS" main sid
  unpack ubuntu-archive-keyring
  keys=$home/root/usr/share/keyrings/ubuntu-archive-keyring.gpg
fi
with_lists_of "$archive" "$keys" "$components" $suites
found=$(ask apt-cache policy "$package" | awk '$1 == "Candidate:" { print $2 }')
case $found in
  "$release".*) ;;
  *) fail "$suites of $archive has no MySQL $release any more, but ${found:-none}: name another suite in tests/support/mysql.list" ;;
esac
unpack "$package"
write_program
rm -rf "$home/apt"

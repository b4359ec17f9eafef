#!/bin/bash
# lint.sh all|changed: the format check and clang-tidy, over everything or over what changed since the merge base
# with origin/main (or main; on main itself: since the commit before the last landing, at least the last one).
# `changed` leaves the slow static analyzer to `all` and stops after LINT_SECONDS, saying how many files it did not see.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/stack/packages.sh lint

changed_files() {
  local base head
  git rev-parse --git-dir >/dev/null 2>&1 || { all_files; return; }
  head=$(git rev-parse HEAD)
  for base in origin/main origin/HEAD main; do
    base=$(git merge-base HEAD "$base" 2>/dev/null) && [ "$base" != "$head" ] && break
    base=
  done
  [ -n "$base" ] || base=$(git rev-parse -q --verify HEAD~1) || { all_files; return; }
  { git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } |
    grep -E '^(src|tests)/.*\.(cc|hh)$' || true
}
all_files() { find src tests -name '*.cc' -o -name '*.hh' | sort; }

case ${1:-} in
  all) mapfile -t files < <(all_files); checks=; seconds=86400 ;;
  changed) mapfile -t files < <(changed_files); checks=--checks=-clang-analyzer-*; seconds=${LINT_SECONDS:-300} ;;
  *) echo "usage: lint.sh all|changed" >&2; exit 2 ;;
esac
mapfile -t units < <(printf '%s\n' "${files[@]}" | grep '\.cc$' || true)
echo "format: ${#files[@]} files; clang-tidy: ${#units[@]} files"
[ "${#files[@]}" = 0 ] || clang-format --dry-run --Werror "${files[@]}"

look() { # look FILE: its complaints; after the deadline only its name
  if [ "$(date +%s)" -ge "$deadline" ]; then echo "not looked at: $1"; return 0; fi
  local boost=
  [[ $1 != tests/*_test.cc ]] || boost="-include tests/support/test.hh"
  # shellcheck disable=SC2086
  clang-tidy --quiet $checks "$1" -- -std=c++20 -Isrc -Itests $boost 2>/dev/null || { echo "clang-tidy: $1"; return 1; }
}
export -f look
export checks deadline=$(($(date +%s) + seconds))
[ "${#units[@]}" = 0 ] || printf '%s\0' "${units[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'look "$0"'

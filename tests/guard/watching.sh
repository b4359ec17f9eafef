#!/bin/bash
# Alert rules and dashboard: promtool reads and tries the rules, the dashboard is JSON, and both name only metrics that
# docs/metrics.txt has, with labels that they have.
set -u
cd "$(dirname "$0")/../.." || exit 1
promtool=${PKG:-var/pkg}/usr/bin/promtool
rules=packaging/prometheus/doorward.rules.yml dashboard=packaging/grafana/doorward.json
[ -x "$promtool" ] || { echo "$promtool is missing: packaging/stack/packages.sh check"; exit 1; }
bad=0
"$promtool" check rules "$rules" >/dev/null || bad=1
"$promtool" test rules packaging/prometheus/doorward.rules.test.yml >/dev/null || bad=1
for alert in $(sed -n 's/.*- alert: //p' "$rules"); do
  grep -A3 "alertname: $alert\$" packaging/prometheus/doorward.rules.test.yml | grep -q exp_labels ||
    { echo "$alert: no test makes it fire"; bad=1; }
done
python3 -m json.tool "$dashboard" >/dev/null || bad=1
for file in "$rules" packaging/prometheus/doorward.rules.test.yml "$dashboard"; do
  named=$(grep -oE '\bdoorward_[a-z_]+' "$file" | sed -E 's/(_seconds)_(bucket|sum|count)$/\1/' | sort -u)
  [ "$(wc -l <<<"$named")" -gt 8 ] || { echo "$file names hardly any metric"; bad=1; }
  for name in $named; do
    grep -qE "^$name(\{|\$)" docs/metrics.txt || { echo "$file: $name is not in docs/metrics.txt"; bad=1; }
  done
done
python3 - "$rules" packaging/prometheus/doorward.rules.test.yml "$dashboard" <<'END' || bad=1
import re, sys
labels = {name: set(words.split(", ")) for name, words in
          re.findall(r"^(doorward_\w+)(?:\{(.*)\})?$", open("docs/metrics.txt").read(), re.M)}
everywhere, seen, wrong = {"instance", "le"}, 0, []
for file in sys.argv[1:]:
    text = open(file).read()
    asked = [(name, re.findall(r"(\w+)\s*[=!][=~]?\s*\\?[\"']", inside))
             for name, inside in re.findall(r"\b(doorward_\w+)\{([^}]*)\}", text)]
    asked += [(name, re.findall(r"\w+", by)) for by, name in
              re.findall(r"\bby \(([^)]*)\) *\((?:\w+ ?\()?(doorward_\w+)", text)]
    asked += [(None, re.findall(r"\$labels\.(\w+)|\{\{(?:\w+ )?(\w+)\}\}", text))]
    for name, found in asked:
        known = labels.get(re.sub("_(bucket|sum|count)$", "", name), set()) if name else set().union(*labels.values())
        for label in ("".join(word) for word in found):
            seen += 1
            if label not in known | everywhere:
                wrong.append(f"{file}: {name or 'no metric'} has no label {label}")
print(*wrong, sep="\n", end="\n" if wrong else "")
sys.exit(bool(wrong) or seen < 50)
END
# Expressions of the dashboard are such as Prometheus understands; its own interval stands for Grafana's.
{ echo 'groups: [{name: dashboard, rules: ['
  python3 -c '
import json, sys
for panel in json.load(open(sys.argv[1]))["panels"]:
    for n, target in enumerate(panel["targets"]):
        name = "panel:%d:%d" % (panel["id"], n)
        print(json.dumps({"record": name, "expr": target["expr"].replace("$__rate_interval", "5m")}) + ",")
' "$dashboard"
  echo ']}]'; } >"${TMPDIR:-/tmp}/dashboard.$$.yml"
"$promtool" check rules "${TMPDIR:-/tmp}/dashboard.$$.yml" >/dev/null || { echo "$dashboard: an expression is wrong"; bad=1; }
rm -f "${TMPDIR:-/tmp}/dashboard.$$.yml"
exit $bad

"""Runs every test program, guard and folder of Python tests, two at a time; says where the time went and sums up.

The sum, exactly `N passed, N failed, N skipped`, goes to RUN/sum: check.sh says it last. Environment: BUILD, RUN (a
folder for reports), ONLY.
"""
import concurrent.futures
import glob
import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

BUILD = os.environ.get("BUILD", "build")
RUN = os.environ["RUN"]
DEADLINE = 900  # seconds for one program: a hang is a failure, not a wait
SKIPPED = 77  # a guard's way to say "not here"


def boost_counts(report, code):
    """Passed, failed and skipped cases of Boost.Test's XML report; a crash counts as one failure."""
    try:
        suite = xml.parse(report).getroot().find("TestSuite")
        passed, warned, failed, skipped = (int(suite.get(f"test_cases_{name}")) for name in
                                           ("passed", "passed_with_warnings", "failed", "skipped"))
    except (OSError, xml.ParseError, AttributeError, TypeError):
        return 0, 1, 0
    return passed + warned, failed if code == 0 else max(failed, 1), skipped


def python_counts(report, _code):
    try:
        with open(report, encoding="utf-8") as file:
            return tuple(json.load(file))
    except (OSError, ValueError):
        return 0, 1, 0


def guard_counts(_report, code):
    return int(code == 0), int(code not in (0, SKIPPED)), int(code == SKIPPED)


def jobs():
    """Name, command and the reader of its counts; `REPORT` in a command becomes the report's path."""
    for program in sorted(glob.glob(f"{BUILD}/tests/*/run")):
        room = program.split("/")[-2]
        if room == "cluster" and "DOORWARD_TEST_CLUSTER" not in os.environ:
            continue  # make check-galera
        if glob.glob(f"tests/{room}/*_test.cc"):
            yield room, [program, "--log_level=error", "--color_output=no", "--report_level=short",
                         "--report_format=XML", "--report_sink=REPORT"], boost_counts
            if room == "store":
                yield from other_isolations(program)
    for program in sorted(glob.glob("tests/fuzz/*.cc")):
        parser = os.path.basename(program)[:-3]
        yield "fuzz/" + parser, [f"{BUILD}/fuzz/replay/{parser}", f"tests/fuzz/corpus/{parser}"], guard_counts
    for guard in sorted(glob.glob("tests/guard/*.sh")):
        yield "guard/" + os.path.basename(guard)[:-3], ["bash", guard], guard_counts
    for folder in sorted({os.path.dirname(test) for test in glob.glob("tests/*/test_*.py")}):
        yield os.path.basename(folder) + "/python", [sys.executable, "tests/support/run_python.py", folder, "REPORT"], python_counts


def other_isolations(program):
    """tests/store again, with the two other ways to keep tenants apart (database.isolation, no functions)."""
    alike = ["--run_test=!outage", "--run_test=!migrations", "--run_test=!schema"]  # suites that choose for themselves
    for isolation in ("single", "table"):
        yield f"store/{isolation}", ["env", f"DOORWARD_TEST_ISOLATION={isolation}", program, *alike, "--log_level=error",
                                     "--color_output=no", "--report_level=short", "--report_format=XML",
                                     "--report_sink=REPORT"], boost_counts


def run(job):
    name, command, counts = job
    report = os.path.join(RUN, name.replace("/", "-") + ".report")
    begun = time.monotonic()
    try:
        done = subprocess.run([word.replace("REPORT", report) for word in command], stdin=subprocess.DEVNULL, timeout=DEADLINE,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        code, words = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        code, words = 1, (late.stdout or b"") + f"\nnot done after {DEADLINE} s\n".encode()
    return name, counts(report, code), time.monotonic() - begun, words.decode(errors="replace")


def main():
    only = os.environ.get("ONLY", "").split()
    wanted = [job for job in jobs() if not only or job[0] in only or job[0].split("/")[0] in only]
    results = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for result in pool.map(run, wanted):
            name, (passed, failed, skipped), seconds, words = result
            results.append(result)
            print(f"{name:20} {passed:5} passed {failed:3} failed {skipped:3} skipped {seconds:7.1f} s", flush=True)
            if failed:
                print(words, flush=True)
    print("\nwhere the time went:")
    for name, _, seconds, _ in sorted(results, key=lambda result: -result[2])[:8]:
        print(f"  {seconds:6.1f} s  {name}")
    passed, failed, skipped = (sum(result[1][place] for result in results) for place in range(3))
    if not passed:
        failed += 1  # a check that finds nothing to check fails
    with open(os.path.join(RUN, "sum"), "w", encoding="utf-8") as file:
        file.write(f"{passed} passed, {failed} failed, {skipped} skipped\n")
    sys.exit(1 if failed else 0)


main()

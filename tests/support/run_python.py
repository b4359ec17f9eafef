"""run_python.py FOLDER REPORT: the unittest cases of a folder; [passed, failed, skipped] as JSON to REPORT."""
import json
import sys
import unittest

folder, report = sys.argv[1:3]
suite = unittest.defaultTestLoader.discover(folder, pattern="test_*.py", top_level_dir=folder)
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
skipped = len(result.skipped)
with open(report, "w", encoding="utf-8") as file:
    json.dump([max(result.testsRun - failed - skipped, 0), failed, skipped], file)
sys.exit(1 if failed or not result.testsRun else 0)

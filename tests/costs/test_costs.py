"""What a request may cost, held without a clock: instructions, allocations and copies within 5 % of expected.txt, calls and
statements exactly. The worker logs as it is shipped: a line for each request.

A change that makes a route dearer fails here, and so does one that makes it cheaper, so that the figures stay true.
`make costs` renews them."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import measure

TOLERANCE = 0.05
EXPECTED = pathlib.Path(__file__).with_name("expected.txt")


class Costs(unittest.TestCase):
    @unittest.skipIf("asan" in os.environ.get("BUILD", ""), "valgrind cannot run what a sanitizer instruments")
    def test_every_hot_route_costs_what_it_did(self):
        expected, found = measure.read(EXPECTED.read_text(encoding="utf-8")), measure.table()
        print(measure.written(found))
        self.assertEqual(list(expected), list(found))
        for name, figures in found.items():
            for column, was, now in zip(measure.COLUMNS, expected[name], figures):
                with self.subTest(f"{name}: {column}"):
                    self.assertAlmostEqual(now, was, delta=was * TOLERANCE if column in measure.NEARLY else 0)

    def test_without_servers_it_says_what_it_needs(self):
        without = {name: value for name, value in os.environ.items() if name != "DOORWARD_TEST_STACK"}
        done = subprocess.run([sys.executable, measure.__file__], env=without, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"^measure\.py needs servers: .*`make costs`.*\n$")


if __name__ == "__main__":
    unittest.main()

"""Passwords are hashed by the hashers alone: whatever worker answers, none of them holds Argon2's memory."""
import os
import pathlib
import re
import unittest

from site_under_test import DEMO, person, token_of

SERVICE = int((pathlib.Path(DEMO["config"]).parent.parent / "run/doorward/doorward.pid").read_text())
SLOTS = max(1, os.cpu_count() - 1)  # password.hash_slots = 0
MEMORY = 19456  # KiB: password.argon2_memory_kib


def own_memory():
    """KiB of each child of the master that are nobody else's."""
    children = pathlib.Path(f"/proc/{SERVICE}/task/{SERVICE}/children").read_text().split()
    return [int(re.search(r"^RssAnon:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)[1])
            for pid in children]


class Hashing(unittest.TestCase):
    @unittest.skipIf("asan" in os.environ.get("BUILD", ""), "a sanitizer's own memory is larger")
    def test_the_memory_is_the_hashers_alone(self):
        for _ in range(8):
            self.assertTrue(token_of(person("acme", "owner")))
        held = own_memory()
        self.assertIn(sum(size >= MEMORY for size in held), range(1, SLOTS + 1), held)
        self.assertLess(sorted(held)[-SLOTS - 1], MEMORY / 2, held)


if __name__ == "__main__":
    unittest.main()

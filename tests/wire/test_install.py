"""A new host, made by docs/tasks/install.md and protect-nginx.md to the letter: somebody can sign in and is let in."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

from test_tasks import PKG

HERE = pathlib.Path(__file__).resolve().parent
A_HOST = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


class Install(unittest.TestCase):
    maxDiff = None

    def test_the_pages_make_a_host_that_works(self):
        if os.getuid() != 0 or subprocess.run([*A_HOST, "true"], capture_output=True, check=False).returncode:
            self.skipTest("needs root and namespaces of its own")
        done = subprocess.run([*A_HOST, sys.executable, HERE / "installed_host.py", PKG], capture_output=True, text=True,
                              timeout=300, check=False)
        if done.returncode == 77:
            self.skipTest("no overlay can be mounted here")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        seen = json.loads(done.stdout)
        health = json.loads(seen["health"][2])
        self.assertEqual((seen["health"][0], health["status"]), (200, "healthy"), seen)
        self.assertEqual(health["services"]["database"]["isolation"], "accounts")
        self.assertEqual(seen["login"], 200, seen["log"])
        self.assertEqual((seen["owner"][0], seen["owner"][2]), (200, "inside\n"))
        self.assertEqual(seen["stranger"][0], 401)
        self.assertEqual(seen["page_load"][0], 302)
        self.assertIn("good", seen["check"])
        self.assertEqual(seen["modes"]["master.key"], "600 doorward")
        self.assertEqual(seen["modes"]["conf.d/database.conf"], "600 doorward")
        for log in ("log", "nginx_log"):
            self.assertNotIn("error", seen[log])


if __name__ == "__main__":
    unittest.main()

"""docs/tasks/mail-that-arrives.md, followed: its settings and commands on the running stack, with a mail server of its own."""
import json
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import unittest

from site_under_test import DEMO
from test_tasks import ROOT, STACK, blocks
from test_watching import AS_USER

PAGE = "mail-that-arrives.md"


def settings_of(block):
    return dict(re.findall(r"(?m)^ *(\S+) *= *(.*)$", block))


class MailThatArrives(unittest.TestCase):
    def setUp(self):
        self.home, self.smtp, self.program = map(settings_of, blocks(PAGE, "ini"))
        self.commands = [line.split() for block in blocks(PAGE, "sh") for line in block.split("\n") if line.strip()]
        folder = tempfile.TemporaryDirectory(prefix="task-", dir=STACK / "tmp")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o777)

    def run_command(self, words, settings):
        """As written, but for the place of the programs and the settings."""
        self.assertEqual(words[0], "doorwardctl")
        sets = [word for key, value in {**settings, "log.level": "warning"}.items() for word in ("--set", f"{key}={value}")]
        done = subprocess.run([*AS_USER, STACK / "app/bin/doorwardctl", "--config", DEMO["config"], *sets, *words[1:]],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return done.stdout

    def test_the_settings_are_settings(self):
        known = (ROOT / "docs/config.txt").read_text()
        for name in {**self.home, **self.smtp, **self.program}:
            section, key = name.split(".")
            self.assertRegex(known, rf"(?s)\[{section}\].*?\n#{key} =")

    def test_the_commands_do_what_the_page_says_and_mail_arrives(self):
        server = subprocess.Popen([sys.executable, ROOT / "tests/support/smtp_server.py", self.folder, "starttls", "auth"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.communicate)
        settings = {**self.home, **self.smtp, "mail.host": "localhost", "mail.port": server.stdout.readline().strip(),
                    "mail.user": "ada", "mail.password": "lovelace", "mail.ca": self.folder / "ca.pem"}
        tenant = "task-" + secrets.token_hex(6)
        self.run_command(["doorwardctl", "tenant", "create", tenant], settings)
        for words in self.commands:
            self.run_command([tenant if word == "acme" else word for word in words], settings)
        taken = [json.loads(file.read_text()) for file in self.folder.glob("*.json")]
        self.assertEqual([(one["from"], one["to"], one["tls"], one["login"]) for one in taken],
                         [(self.home["mail.from"], ["you@example.org"], True, "ada")])

    def test_the_hosts_own_mail_program_gets_it(self):
        script, message = self.folder / "sendmail", self.folder / "message"
        script.write_text(f"#!/bin/sh\nexec cat >{message}\n")
        script.chmod(0o755)
        self.run_command(self.commands[0], {**self.home, **self.program, "mail.sendmail": script})
        self.assertIn("To: <you@example.org>\n", message.read_text())


if __name__ == "__main__":
    unittest.main()

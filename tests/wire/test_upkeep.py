"""docs/tasks/upkeep.md, followed: its commands on the running stack, and the files that it names."""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from site_under_test import DEMO
from test_tasks import ROOT, blocks

CONFIG = pathlib.Path(DEMO["config"])


def commands():
    return [line.strip() for block in blocks("upkeep.md", "sh") for line in block.strip().splitlines()]


class Upkeep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prefix = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.prefix.cleanup)
        subprocess.run(["make", "install", f"prefix={cls.prefix.name}"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def run_command(self, line):
        """As written, but for the place of the programs and the settings."""
        words = line.split()
        self.assertEqual(words[0], "doorwardctl")
        return subprocess.run([f"{self.prefix.name}/bin/doorwardctl", "--config", CONFIG, *words[1:]],
                              capture_output=True, text=True, timeout=60, check=True).stdout

    def test_the_commands_do_what_the_page_says(self):
        said = {line: self.run_command(line) for line in commands() if line.startswith("doorwardctl")}
        self.assertEqual(len(said), 4)
        self.assertIsInstance(json.loads(said["doorwardctl tick --json"]), dict)
        for verify in ("doorwardctl audit verify", "doorwardctl audit verify --tenant acme"):
            self.assertRegex(said[verify], r"(?m)^acme +[1-9]\d* ")

    def test_the_settings_are_settings(self):
        known = (ROOT / "docs/config.txt").read_text().partition("[upkeep]")[2]
        for name, value in re.findall(r"(?m)^ *upkeep\.(\w+) += (\S+)", "".join(blocks("upkeep.md", "ini"))):
            self.assertIn(f"#{name} = {value}", known)

    def test_the_cron_line_runs(self):
        named = next(line.split()[3] for line in commands() if "/etc/cron.d" in line)
        installed = pathlib.Path(named.replace("/usr/local", self.prefix.name))
        line = installed.read_text().splitlines()[-1]
        when, user, command = re.fullmatch(r"((?:\S+ ){5}) *(\S+)  (.*)", line).groups()
        self.assertEqual((when, user), ("* * * * * ", "doorward"))
        subprocess.run(["sh", "-c", command.replace("/etc/doorward/doorward.conf", str(CONFIG))], check=True, timeout=60,
                       stdout=subprocess.DEVNULL)

    def test_timer_and_service_belong_together(self):
        units = pathlib.Path(self.prefix.name) / "lib/systemd/system"
        named = next(line.split()[-1] for line in commands() if line.startswith("systemctl"))
        self.assertIn("OnUnitInactiveSec=60", (units / named).read_text())
        service = (units / named).with_suffix(".service").read_text()
        command = re.search(r"(?m)^ExecStart=(.*)$", service)[1]
        subprocess.run([*command.replace("/etc/doorward/doorward.conf", str(CONFIG)).split()], check=True, timeout=60,
                       stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    unittest.main()

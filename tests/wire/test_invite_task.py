"""docs/tasks/invite-your-people.md, followed: its commands and its requests on the running stack, with the mail that was sent."""
import json
import pathlib
import re
import secrets
import shlex
import subprocess
import tempfile
import unittest

from letters import letters_to
from site_under_test import DEMO, person, token_of
from test_tasks import blocks, doorwardctl

PAGE = "invite-your-people.md"


class InviteYourPeople(unittest.TestCase):
    def setUp(self):
        self.create, self.post, self.register, self.manage, self.requests = blocks(PAGE, "sh")
        self.answer = blocks(PAGE, "json")[0]
        self.guest = f"grace-{secrets.token_hex(4)}@example.org"
        folder = tempfile.TemporaryDirectory(prefix="task-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "token").write_text("Authorization: Bearer " + token_of(person("acme", "owner")))

    def operate(self, line, **replaced):
        """A line of the page, as JSON."""
        words = [replaced.get(word, word) for word in line.replace("grace@example.org", self.guest).split()]
        self.assertEqual(words[0], "doorwardctl")
        done = doorwardctl("--json", *words[1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def curl(self, line, id_=""):
        """Status and answer of a request of the page."""
        line = line.replace("grace@example.org", self.guest).replace("https://www.example.org", DEMO["base_url"])
        words = shlex.split(line.replace("/ID", "/" + id_))
        self.assertEqual(words[0], "curl")
        done = subprocess.run([words[0], "-s", "-w", "\n%{http_code}", *words[1:]], cwd=self.folder, capture_output=True, text=True,
                              check=True, timeout=60)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), json.loads(body) if body else None

    def test_from_a_shell(self):
        made = self.operate(self.create)
        self.assertEqual((made["status"], made["role"]), ("pending", "manager"))
        listed, resend, withdraw = self.manage.strip().splitlines()
        ours = [one for one in self.operate(listed)["items"] if one["email"] == self.guest]
        self.assertEqual([one["id"] for one in ours], [made["id"]])
        self.assertEqual(self.operate(resend, ID=made["id"])["status"], "pending")
        self.assertEqual(self.operate(withdraw, ID=made["id"])["status"], "withdrawn")

    def test_through_the_api(self):
        status, made = self.curl(self.post)
        self.assertEqual((status, made["email"], made["role"]), (201, self.guest, "manager"), made)
        listed, resend, withdraw = self.requests.strip().splitlines()
        self.assertIn(made["id"], [one["id"] for one in self.curl(listed)[1]["items"]])
        self.assertEqual(self.curl(resend, made["id"])[0], 200)
        self.assertEqual(self.curl(withdraw, made["id"])[0], 204)

    def test_who_has_the_link_comes_in(self):
        _, made = self.curl(self.post)
        self.curl(self.requests.strip().splitlines()[1], made["id"])
        for letter, expected in zip(letters_to(self.guest, 2), (400, 201)):  # the former link is void
            token = re.search(r"dwi_[A-Za-z0-9_.-]+", letter)[0]
            (self.folder / "grace.json").write_text(self.answer.replace("dwi_…", token))
            status, told = self.curl(self.register)
            self.assertEqual(status, expected, told)
        self.assertEqual((told["user"]["email"], told["user"]["role"]), (self.guest, "manager"))


if __name__ == "__main__":
    unittest.main()

"""Canaries in every field that bears a secret: afterwards no log, no process list and no file of the database has one."""
import os
import pathlib
import secrets
import unittest

from site_under_test import DEMO, ORIGINS, Browser, ask, person, post_json

FOLDER = pathlib.Path(DEMO["config"]).parent.parent  # the stack's VAR


def files_below(*folders):
    for folder in folders:
        for path in (FOLDER / folder).rglob("*"):
            if path.is_file() and not path.is_socket():
                yield path


def holds(path, canaries):
    content = path.read_bytes()
    return [name for name, value in canaries.items() if value.encode() in content]


def arguments_of_processes():
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                yield entry / "cmdline", (entry / "cmdline").read_bytes()
            except OSError:
                pass  # it ended meanwhile


def plant(column):
    """Canaries by what they are, after each was used in the way a client uses it."""
    word = secrets.token_hex(8)
    planted = {"new password": f"canary one {word} sings", "wrong password": f"canary two {word} sings",
               "bearer": f"canary-three-{word}", "api key": f"canary-four-{word}", "cookie": f"canary-five-{word}",
               "refresh token": f"canary-six-{word}", "idempotency": f"canary-seven-{word}"}
    made = post_json(column, "/auth/register", {"email": f"{word}@canary.example", "password": planted["new password"],
                                                "first_name": "Ann", "last_name": "Bird"}, {"X-Tenant-ID": "acme"})
    assert made.status == 201, made.text
    tokens = made.json["tokens"]
    planted["access token"], planted["refresh token made"] = tokens["access_token"], tokens["refresh_token"]
    post_json(column, "/auth/login", {"email": f"{word}@canary.example", "password": planted["wrong password"]})
    post_json(column, "/auth/login", {"email": 1, "password": planted["wrong password"], planted["cookie"]: 1})
    post_json(column, "/auth/refresh", {"refresh_token": planted["refresh token"]})
    ask(column, "GET", "/protected/", {"Authorization": "Bearer " + planted["bearer"]})
    ask(column, "GET", "/auth/me", {"X-API-Key": planted["api key"]})
    ask(column, "GET", "/protected/", {"Cookie": "doorward_session=" + planted["cookie"]})
    renewed = post_json(column, "/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    planted["successor"] = renewed.json["tokens"]["refresh_token"]
    browser = Browser(column)
    browser.sign_in("/protected/", person("acme", "manager"))
    planted["session cookie"] = browser.cookies["doorward_session"]
    return planted


class Secrets(unittest.TestCase):
    def test_no_log_no_process_and_no_table_has_a_canary(self):
        canaries = {f"{column}: {name}": value for column in ORIGINS for name, value in plant(column).items()}
        looked = 0
        for path in files_below("log", "mysql", "mail"):
            looked += 1
            self.assertEqual(holds(path, canaries), [], path)
        self.assertGreater(looked, 10)
        for path, arguments in arguments_of_processes():
            for name, value in canaries.items():
                self.assertNotIn(value.encode(), arguments, f"{name} in {path}")

    def test_what_is_no_secret_is_found_by_the_same_search(self):
        word = secrets.token_hex(8)
        made = post_json("nginx", "/auth/register", {"email": f"{word}@canary.example", "first_name": "Ann", "last_name": "B",
                                                     "password": f"canary {word[::-1]} sings"}, {"X-Tenant-ID": "acme"})
        self.assertEqual(made.status, 201, made.text)
        self.assertTrue(any(holds(path, {"address": f"{word}@canary.example"}) for path in files_below("mysql")))

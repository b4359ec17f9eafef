"""What a client says of itself changes nothing: identity comes from doorward alone, through every door."""
import json
import os
import unittest

from site_under_test import ORIGINS, ask, ask_raw, bearer, host_of, identity, person

NAMES = ("REMOTE_USER", "USER", "EMAIL", "NAME", "TENANT_ID", "TENANT_SLUG", "ROLE", "PERMISSIONS", "SESSION", "IMPERSONATOR")


def look_alikes():
    """Every way to write a name of ours as a header."""
    for name in NAMES:
        dashed = name.replace("_", "-")
        for spelling in (f"X-Doorward-{dashed}", f"X_Doorward_{name}", f"Doorward-{dashed}", f"DOORWARD_{name}",
                         f"Variable-DOORWARD_{name}", f"X-Doorward_{name}"):
            yield spelling, "admin"
    for name in ("Remote-User", "REMOTE_USER", "Remote_User", "X-Remote-User", "Variable-REMOTE_USER", "Proxy", "Auth-Type"):
        yield name, "admin"


class Spoofing(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.good = bearer(person("acme", "user"))
        cls.known = identity(ask("nginx", "GET", "/protected/", cls.good))

    def send(self, column, headers, target="/protected/"):
        lines = [f"GET {target} HTTP/1.1".encode()]
        if "host" not in {name.strip().lower() for name, _ in headers}:
            lines.append(f"Host: {host_of(column)}".encode())
        if not any("close" in value for name, value in headers if name.lower() == "connection"):
            lines.append(b"Connection: close")
        lines += [f"{name}: {value}".encode() for name, value in headers]
        return ask_raw(column, b"\r\n".join(lines) + b"\r\n\r\n")

    def check(self, column, headers):
        """Without a credential nobody gets in; with one the identity is doorward's, to the letter."""
        status, answer = self.send(column, headers)
        self.assertNotEqual(status, 200, answer)
        self.assertNotIn(b"REMOTE_USER", answer)
        if "authorization" in {name.lower() for name, _ in headers}:
            return
        status, answer = self.send(column, headers + list(self.good.items()))
        if status == 200:
            told = dict(line.split("=", 1) for line in answer.decode(errors="replace").replace("\r", "").split("\n")
                        if line.startswith(("REMOTE_USER", "DOORWARD_", "HTTP_X_DOORWARD", "HTTP_REMOTE_USER", "REDIRECT_")) and "=" in line)
            self.assertEqual(told, self.known)
        else:
            self.assertIn(status, (0, 400, 401, 403, 431, 501), answer)

    def test_look_alikes_of_our_own_names(self):
        self.assertEqual(self.known["DOORWARD_ROLE"], "user")
        for column in ORIGINS:
            for header in look_alikes():
                with self.subTest(column=column, header=header):
                    self.check(column, [header])

    def test_an_application_behind_a_proxy(self):
        """It takes underscores for dashes, as many do. An Impersonator is not there, so that a client's would stand alone."""
        taken_away = ", ".join(["close"] + ["X-Doorward-" + name.replace("_", "-") for name in NAMES])
        for column in ("nginx", "apache"):
            known = ask(column, "GET", "/headers/", self.good).text
            self.assertIn("DOORWARD_ROLE=user\nDOORWARD_PERMISSIONS=", known)
            self.assertIn("REMOTE_USER=acme/user@", known)
            for header in [*look_alikes(), ("Connection", taken_away)]:
                with self.subTest(column=column, header=header):
                    status, answer = self.send(column, [header, *self.good.items()], "/headers/")
                    self.assertEqual(status, 200)
                    self.assertIn(known.encode(), answer)

    def test_published_cases(self):
        if not os.environ.get("VECTORS"):
            self.skipTest("VECTORS does not name a folder")
        with open(os.path.join(os.environ["VECTORS"], "http", "header_spoofing.json"), encoding="utf-8") as file:
            cases = json.load(file)["cases"]
        self.assertGreater(len(cases), 20)
        token = self.good["Authorization"].split()[1]
        for case in cases:
            headers = [(name, value["repeat"] * value["times"] if isinstance(value, dict) else
                        value.replace("TOKEN", token).replace("GOOD", token)) for name, value in case["headers"]]
            with self.subTest(case["name"]):
                if "Authorization" in dict(headers):
                    self.one_rule_for_all(headers)
                else:
                    for column in ORIGINS:
                        self.check(column, headers)

    def one_rule_for_all(self, headers):
        seen = {}
        for column in ORIGINS:
            status, answer = self.send(column, headers)
            told = dict(line.split("=", 1) for line in answer.decode(errors="replace").replace("\r", "").split("\n")
                        if line.startswith(("REMOTE_USER=", "DOORWARD_")))
            seen[column] = status, told
            if status == 200:
                self.assertEqual(told, self.known)
        self.assertEqual(seen["nginx"], seen["apache"])
        self.assertEqual(seen["nginx"], seen["cgi"])

"""One list of questions to the gate, through nginx, Apache's authorizer and plain CGI: the same decision and the same
identity in every column."""
import unittest

from site_under_test import ORIGINS, ask, bearer, identity, person

OPEN = "open"  # let in
IDENTITY = ("REMOTE_USER", "DOORWARD_USER", "DOORWARD_EMAIL", "DOORWARD_NAME", "DOORWARD_TENANT_ID",
            "DOORWARD_TENANT_SLUG", "DOORWARD_ROLE", "DOORWARD_PERMISSIONS", "DOORWARD_SESSION")


def questions():
    """Name, method, target, headers, expected status."""
    owner, user = bearer(person("acme", "owner")), bearer(person("acme", "user"))
    manager, other = bearer(person("acme", "manager")), bearer(person("globex", "owner"))
    platform = person(None, "platform_admin")
    forged = {"Authorization": owner["Authorization"][:-4] + "AAAA"}
    yield "nobody", "GET", "/protected/", {}, 401
    yield "nobody with OPTIONS", "OPTIONS", "/protected/", {}, 401
    yield "nobody with HEAD", "HEAD", "/protected/", {}, 401
    yield "nobody with POST", "POST", "/protected/", {}, 401
    yield "owner", "GET", "/protected/", owner, 200
    yield "owner with a query", "GET", "/protected/a/b?c=d&e=%2F", owner, 200
    yield "owner with POST", "POST", "/protected/", owner, 200
    yield "owner where a role is asked", "GET", "/admin-only/", owner, 200
    yield "manager where a role is asked", "GET", "/admin-only/", manager, 403
    yield "user where a role is asked", "GET", "/admin-only/", user, 403
    yield "another tenant where any may come", "GET", "/protected/", other, 200
    yield "another tenant's owner at acme's place", "GET", "/admin-only/", other, 403
    yield "a forged signature", "GET", "/protected/", forged, 401
    yield "an empty bearer", "GET", "/protected/", {"Authorization": "Bearer"}, 401
    yield "basic is not accepted", "GET", "/protected/", {"Authorization": "Basic YTpi"}, 401
    yield "an unknown session cookie", "GET", "/protected/", {"Cookie": "doorward_session=dws_aaaa_bbbb"}, 401
    yield "a bad cookie beside a good header", "GET", "/protected/", {**owner, "Cookie": "doorward_session=x"}, 200
    yield "a bad header beside nothing", "GET", "/protected/", {"Authorization": "Bearer a.b.c"}, 401
    assert platform["tenant"] is None


class Gate(unittest.TestCase):
    maxDiff = None


def add(name, method, target, headers, expected):
    def test(self):
        body = b"hello" if method == "POST" else None
        seen = {}
        for column in ORIGINS:
            answer = ask(column, method, target, headers, body)
            self.assertEqual(answer.status, expected, f"{column}: {answer.text}")
            seen[column] = identity(answer)
            if expected == 200:
                self.assertIn(f"request {method} {target}", answer.text)
                self.assertIn(f"body {len(body or b'')} bytes", answer.text)
                self.assertEqual(set(IDENTITY) - set(seen[column]), set(), column)
                self.assertEqual(set(seen[column]) - set(IDENTITY), set(), "nothing else reaches the application")
            else:
                self.assertEqual(seen[column], {}, column)
        self.assertEqual(seen["nginx"], seen["apache"])
        self.assertEqual(seen["nginx"], seen["cgi"])

    setattr(Gate, "test_" + name.replace(" ", "_").replace("'", ""), test)


for question in questions():
    add(*question)

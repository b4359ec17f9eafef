"""One list of plain questions under /auth/, through nginx, Apache's proxy and plain CGI: status, headers that matter and
body are the same in every column."""
import json
import secrets
import unittest

from site_under_test import ORIGINS, ask, bearer, person

COMPARED = ("Content-Type", "Cache-Control", "WWW-Authenticate", "Allow", "X-Content-Type-Options", "X-Frame-Options",
            "Referrer-Policy", "Content-Security-Policy", "X-Correlation-Id", "Location")
JSON = {"Content-Type": "application/json"}
KEPT = {"X-Correlation-Id": "kept-by-the-test"}


def questions():
    """Name, method, target, headers, body, expected status."""
    owner = person("acme", "owner")
    good = bearer(owner)
    log_in = {"email": owner["email"], "password": "certainly not the password"}
    yield "health live", "GET", "/auth/health/live", {}, None, 200
    yield "key set", "GET", "/auth/.well-known/jwks.json", {}, None, 200
    yield "unknown path", "GET", "/auth/nowhere", {}, None, 404
    yield "wrong method", "DELETE", "/auth/login", {}, None, 405
    yield "wrong media type", "POST", "/auth/login", {"Content-Type": "text/plain"}, b"{}", 415
    yield "not JSON", "POST", "/auth/login", JSON, b"{", 400
    yield "empty body", "POST", "/auth/login", JSON, b"", 400
    yield "unknown member", "POST", "/auth/login", JSON, json.dumps({**log_in, "admin": True}).encode(), 400
    yield "wrong type", "POST", "/auth/login", JSON, b'{"email":1,"password":[]}', 400
    yield "duplicate key", "POST", "/auth/login", JSON, b'{"email":"a@b.example","email":"c@d.example","password":"x"}', 400
    yield "invalid UTF-8", "POST", "/auth/login", JSON, b'{"email":"\xff@b.example","password":"x"}', 400
    yield "NUL", "POST", "/auth/login", JSON, b'{"email":"a\\u0000@b.example","password":"x"}', 400
    yield "deep JSON", "POST", "/auth/login", JSON, b"[" * 10000 + b"]" * 10000, 400
    yield "too large", "POST", "/auth/login", JSON, b'{"email":"' + b"a" * 70000 + b'"}', 413
    yield "unknown person", "POST", "/auth/login", JSON, b'{"email":"FRESH@acme.example","password":"some long password"}', 401
    yield "cross-site", "POST", "/auth/login", {**JSON, "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, \
        json.dumps(log_in).encode(), 403
    yield "me of nobody", "GET", "/auth/me", {}, None, 401
    yield "me", "GET", "/auth/me", good, None, 200
    yield "verify of nobody", "GET", "/auth/verify", {}, None, 401
    yield "verify", "GET", "/auth/verify", good, None, 204
    yield "older name of verify", "GET", "/auth/verify-token", good, None, 204
    yield "slug", "GET", "/auth/organizations/slug-available/acme", {}, None, 200
    yield "tenants that disagree", "GET", "/auth/me?tenant_id=globex", good, None, 403
    yield "escaped slash", "GET", "/auth/organizations/slug-available/a%62c", {}, None, 200


class Answers(unittest.TestCase):
    maxDiff = None

    def test_two_credentials_in_one_header_are_refused_everywhere(self):
        """nginx refuses a repeated Authorization itself, Apache joins them: no column takes either."""
        repeated = [*bearer(person("acme", "owner")).items(), ("Authorization", "Bearer a.b.c")]
        for column in ORIGINS:
            for target in ("/auth/me", "/protected/"):
                self.assertIn(ask(column, "GET", target, repeated).status, (400, 401), column)


def add(name, method, target, headers, body, expected):
    def test(self):
        pairs = list(headers.items() if isinstance(headers, dict) else headers) + list(KEPT.items())
        seen = {}
        for column in ORIGINS:
            fresh = body and body.replace(b"FRESH", secrets.token_hex(8).encode())  # repeated, one name would be delayed
            answer = ask(column, method, target, pairs, fresh)
            self.assertEqual(answer.status, expected, f"{column}: {answer.text}")
            seen[column] = {"status": answer.status, "body": answer.text.replace(ORIGINS[column], "ORIGIN"),
                            **{header: answer.header(header) for header in COMPARED}}
            self.assertEqual(seen[column]["X-Correlation-Id"], "kept-by-the-test", column)
        for column in ("apache", "cgi"):
            self.assertEqual(seen["nginx"] | {"body": strip(seen["nginx"]["body"])},
                             seen[column] | {"body": strip(seen[column]["body"])}, column)

    setattr(Answers, "test_" + name.replace(" ", "_").replace("-", "_"), test)


def strip(body):
    """Times differ from request to request."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    return {key: part for key, part in value.items() if key != "timestamp"} if isinstance(value, dict) else value


for question in questions():
    add(*question)

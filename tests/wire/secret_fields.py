"""Every secret that a client can send: which request brings it. FIELDS has those of bodies, by the endpoint's file and the name
that it reads; declared() is what the source reads."""
import base64
import json
import re
import secrets

from letters import letters_to
from site_under_test import ask, bearer, person
from test_tasks import ROOT

CODE = r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b"


def declared():
    """(file, name) of each secret that an endpoint reads; of an object in the body "object.name"."""
    found = set()
    for path in sorted((ROOT / "src/endpoint").iterdir()):
        for reader, name in re.findall(r'(\w+)\.(?:maybe_)?secret\(\s*"(\w+)"', path.read_text()):
            found.add((path.stem, name if reader == "fields" else f"{reader}.{name}"))
    return found


class Visit:
    """Somebody at one origin who uses secrets and remembers them: `sent` by a client, `mailed` to one, `given` as an answer, `kept`
    in the database as a name (an Idempotency-Key), where what it opens is sealed."""

    def __init__(self, column):
        self.column = column
        self.sent, self.mailed, self.given, self.kept, self.answers = {}, {}, {}, {}, []
        self.owner = bearer(person("acme", "owner"))
        self.email = f"{secrets.token_hex(8)}@canary.example"
        self.password = self.canary("first password")
        made = self.ask("POST", "/auth/register", {**self.newcomer(self.email), "password": self.password})
        self.given["access token"] = made.json["tokens"]["access_token"]
        self.given["refresh token"] = made.json["tokens"]["refresh_token"]
        self.me = {"Authorization": "Bearer " + self.given["access token"]}
        self.elsewhere = self.newcomer()["email"]
        self.ask("POST", "/auth/register", {**self.newcomer(self.elsewhere), "password": self.canary("elsewhere")}, {"X-Tenant-ID": "globex"})

    def canary(self, name, blank=" "):
        """Good as a password. The word in its midst is what is looked for: it is the same in a form, in a query and as JSON."""
        self.sent[name] = secrets.token_hex(10)
        return blank.join(("canary", self.sent[name], "sings"))

    def ask(self, method, target, body=None, headers=()):
        headers = {"X-Tenant-ID": "acme", "Content-Type": "application/json", **dict(headers)}
        answer = ask(self.column, method, target, headers, None if body is None else json.dumps(body).encode())
        self.answers.append((f"{method} {target.split('?')[0]}", answer))
        return answer

    def post(self, target, body, headers=()):
        return self.ask("POST", target, body, headers)

    @staticmethod
    def newcomer(email=None):
        return {"email": email or f"{secrets.token_hex(8)}@canary.example", "first_name": "Ann", "last_name": "Bird"}

    def letter(self, address, name):
        """Token and code of the only letter to an address."""
        text = letters_to(address, 1)[0]
        token, code = re.search(r"\?token=(dw[\w.-]+)", text)[1], re.search(CODE, text)[0]
        self.mailed.update({name + " token": token, name + " code": code, name + " code, bare": code.replace("-", "")})
        return token, code

    def invited(self, name):
        address = self.newcomer()["email"]
        made = self.post("/auth/invites", {"email": address, "role": "user"}, self.owner)
        assert made.status == 201, made.text
        return address, *self.letter(address, name)

    def forgotten(self):
        self.post("/auth/password/forgot", {"email": self.email})
        return self.letter(self.email, "reset")

    def accept(self, secret):
        _, token, _ = self.invited("invitation")
        ask(self.column, "GET", "/auth/invite?token=" + token)
        return self.post("/auth/invites/accept", {"token": token, "first_name": "Ann", "last_name": "Bird", "password": secret})

    def reset(self, secret):
        token, _ = self.forgotten()
        ask(self.column, "GET", "/auth/password/reset?token=" + token)
        return self.post("/auth/password/reset", {"token": token, "new_password": secret})

    def change(self, secret):
        return self.ask("PUT", "/auth/password", {"current_password": self.password, "new_password": secret}, self.me)

    def register_invited(self, secret, field):
        """By a real token or code, and by the secret in its place."""
        address, token, code = self.invited("registration")
        person_ = {**self.newcomer(address), "password": self.canary("invited")}
        wrong = self.post("/auth/register", {**person_, field: secret})
        right = self.post("/auth/register", {**person_, field: token if field == "invite_token" else code})
        assert right.status == 201, right.text
        return wrong


# Each sends the secret where it belongs. The right password comes before the wrong ones have locked the account.
FIELDS = {
    ("change_password", "current_password"): lambda v, s: v.ask(
        "PUT", "/auth/password", {"current_password": s, "new_password": v.canary("not taken")}, v.me),
    ("change_password", "new_password"): lambda v, s: v.change(s),
    ("login_fields", "password"): lambda v, s: v.post("/auth/login", {"email": v.email, "password": s}),
    ("refresh", "refresh_token"): lambda v, s: v.post("/auth/refresh", {"refresh_token": s}),
    ("logout", "refresh_token"): lambda v, s: v.post("/auth/logout", {"refresh_token": s}),
    ("register", "password"): lambda v, s: v.post("/auth/register", {**v.newcomer(), "password": s}),
    ("register", "invite_token"): lambda v, s: v.register_invited(s, "invite_token"),
    ("register", "invite_code"): lambda v, s: v.register_invited(s, "invite_code"),
    ("signup", "user.password"): lambda v, s: v.post("/auth/signup", {
        "organization": {"name": "Canary", "slug": "canary-" + secrets.token_hex(6)}, "user": {**v.newcomer(), "password": s}}),
    ("change_me", "password"): lambda v, s: v.ask("PATCH", "/auth/me", {"email": "new-" + v.email, "password": s}, v.me),
    ("link_identity", "password"): lambda v, s: v.post("/auth/identities/link", {
        "tenant_id": "globex", "email": v.elsewhere, "password": s}, v.me),
    ("accept_invite", "token"): lambda v, s: v.post("/auth/identities/accept", {"token": s}, v.me),
    ("accept_invite", "account.password"): lambda v, s: v.post("/auth/invites/accept", {
        "token": v.invited("joining")[1], "account": {"tenant_id": "globex", "email": v.elsewhere, "password": s}}),
    ("accept_invite", "password"): lambda v, s: v.accept(s),
    ("account_fields", "password"): lambda v, s: v.post("/auth/users", {**v.newcomer(), "password": s, "role": "user"}, v.owner),
    ("presented", "token"): lambda v, s: v.post("/auth/email/verify", {"token": s}),
    ("presented", "code"): lambda v, s: v.post("/auth/email/verify", {"email": v.email, "code": s}),
    ("reset_password", "new_password"): lambda v, s: v.reset(s),
}
# What does what was asked; the others are refused, since the secret is a wrong one.
TAKEN = {("register", "password"), ("signup", "user.password"), ("accept_invite", "password"), ("account_fields", "password"),
         ("change_password", "new_password"), ("reset_password", "new_password")}


def basic(name, secret):
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def cookies():
    """The names of all cookies of ours."""
    return re.findall(r'\{"(doorward_\w+)", "__', (ROOT / "src/http/cookie.cc").read_text())


def credentials(visit):
    """Headers that bring a secret, each with one of its own."""
    visit.sent["basic, as it is sent"] = basic(visit.newcomer()["email"], visit.canary("basic password"))[6:]
    yield "basic", {"Authorization": "Basic " + visit.sent["basic, as it is sent"]}
    for name, form in (("Authorization", "Bearer {}"), ("X-API-Key", "{}"), ("Idempotency-Key", "{}"), ("X-CSRF-Token", "{}"),
                       ("DOORWARD-SECRET", "{}"), *(("Cookie", cookie + "={}") for cookie in cookies())):
        yield form, {name: form.format(visit.canary(f"{name} {form}", "-"))}

"""The running stack as the wire tests see it: its origins, its people, raw requests and a small browser."""
import html.parser
import http.client
import json
import os
import socket
import urllib.parse

with open(os.environ["DOORWARD_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)
ORIGINS = {"nginx": DEMO["base_url"], "apache": DEMO["apache_url"], "cgi": DEMO["cgi_url"]}
PAGE_LOAD = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
             "Sec-Fetch-Site": "none"}
TIMEOUT = 30


def person(tenant, role):
    return next(user for user in DEMO["users"] if (user["tenant"], user["role"]) == (tenant, role))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        """The value of a header; several joined by a line break; None without it."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return "\n".join(found) if found else None

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def json(self):
        return json.loads(self.body)


def host_of(column):
    return urllib.parse.urlsplit(ORIGINS[column]).netloc


def ask(column, method, target, headers=(), body=None):
    """One request over a connection of its own. `headers`: a dict, or pairs when a name is repeated."""
    connection = http.client.HTTPConnection(host_of(column), timeout=TIMEOUT)
    pairs = list(headers.items() if isinstance(headers, dict) else headers)
    names = {name.lower() for name, _ in pairs}
    connection.putrequest(method, target, skip_host="host" in names, skip_accept_encoding=True)
    if body is not None and "content-length" not in names:
        pairs.append(("Content-Length", str(len(body))))
    for name, value in pairs:
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    made = Answer(answer.status, answer.getheaders(), answer.read())
    connection.close()
    return made


def ask_raw(column, request):
    """Bytes as they are; the answer's status (0: closed without one) and all its bytes."""
    host, port = host_of(column).split(":")
    with socket.create_connection((host, int(port)), timeout=TIMEOUT) as peer:
        try:
            peer.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all of it was sent: the answer still comes
        received = b""
        try:
            while piece := peer.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
    first = received.split(b"\r\n", 1)[0].split()
    return int(first[1]) if len(first) > 1 and first[0].startswith(b"HTTP/") else 0, received


def post_json(column, target, value, headers=()):
    return ask(column, "POST", target, {"Content-Type": "application/json", **dict(headers)}, json.dumps(value).encode())


def token_of(user, column="nginx"):
    """A fresh access token of a demo person."""
    answer = post_json(column, "/auth/login", {"email": user["email"], "password": user["password"]},
                       {"X-Tenant-ID": user["tenant"]})
    assert answer.status == 200, answer.text
    return answer.json["tokens"]["access_token"]


def bearer(user):
    return {"Authorization": "Bearer " + token_of(user)}


def identity(answer):
    """What whoami.php was told: REMOTE_USER and DOORWARD_… as a dict."""
    lines = answer.text.split("\n")
    return dict(line.split("=", 1) for line in lines if line.startswith(("REMOTE_USER=", "DOORWARD_")))


class FormReader(html.parser.HTMLParser):
    """The first form of a page: action, and the values of its fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = given.get("action", "")
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value", "")


class Browser:
    """Keeps cookies of one origin, loads pages, sends forms; follows nothing by itself."""

    def __init__(self, column):
        self.column, self.cookies = column, {}

    def send(self, method, target, headers, body=None):
        if self.cookies:
            headers = {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = ask(self.column, method, target, headers, body)
        for line in (answer.header("Set-Cookie") or "").split("\n"):
            name, _, rest = line.partition("=")
            if rest:
                value = rest.split(";")[0]
                if value:
                    self.cookies[name] = value
                else:
                    self.cookies.pop(name, None)
        return answer

    def load(self, target):
        return self.send("GET", target, PAGE_LOAD)

    def submit(self, form, values):
        body = urllib.parse.urlencode({**form.fields, **values}).encode()
        headers = {**PAGE_LOAD, "Sec-Fetch-Site": "same-origin", "Origin": ORIGINS[self.column],
                   "Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", form.action, headers, body)

    def local(self, location):
        """A Location of the own origin as a request target; fails when it leads elsewhere."""
        assert location is not None, "no Location"
        absolute = urllib.parse.urljoin(ORIGINS[self.column] + "/", location)
        assert absolute.startswith(ORIGINS[self.column] + "/"), location
        return absolute[len(ORIGINS[self.column]):]

    def sign_in(self, target, user):
        """Asks for a page, is led to the form, fills it in; the target it is sent back to."""
        led = self.load(target)
        assert led.status == 302, (led.status, led.text)
        page = self.load(self.local(led.header("Location")))
        assert page.status == 200, (page.status, page.text)
        sent = self.submit(FormReader(page.text), {"email": user["email"], "password": user["password"]})
        assert sent.status == 303, (sent.status, sent.text)
        return self.local(sent.header("Location"))

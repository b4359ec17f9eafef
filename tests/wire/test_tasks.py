"""The task pages, followed to the letter: their configuration protects a directory of a new site."""
import json
import os
import pathlib
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from site_under_test import DEMO, PAGE_LOAD, person, token_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
STACK = pathlib.Path(DEMO["config"]).parent.parent  # the running stack's VAR
PKG = pathlib.Path(os.environ.get("PKG", STACK / "pkg"))


def blocks(page, language):
    """The fenced blocks of a task page, without their indentation in the list."""
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", (ROOT / "docs/tasks" / page).read_text(), re.M | re.S)
    assert found, page
    return found


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Site:
    """A web server on a socket of its own folder, with the stack's doorward and PHP; ended with the `with`."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="task-", dir=STACK / "tmp"))
        self.folder.chmod(0o755)
        (self.folder / "site/intranet").mkdir(parents=True)
        shutil.copy(ROOT / "packaging/stack/site/whoami.php", self.folder / "site/intranet/index.php")
        for path in [self.folder, *self.folder.rglob("*")]:
            shutil.chown(path, (STACK / "site").owner())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None

    def start(self, *command):
        user = (STACK / "site").owner()
        as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if os.getuid() == 0 else []
        self.process = subprocess.Popen([*as_user, *map(str, command)], start_new_session=True)
        for _ in range(200):
            try:
                self.ask("/")
                return self
            except (urllib.error.URLError, ConnectionError):
                try:  # it ends, or some moments later it may listen
                    self.process.wait(0.05)
                    break
                except subprocess.TimeoutExpired:
                    pass
        raise AssertionError("the server of the task page did not start")

    def ask(self, target, headers=()):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{target}", headers=dict(headers))
        try:
            answer = urllib.request.build_opener(NoRedirect()).open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        return answer.status, answer.headers, answer.read().decode(errors="replace")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()
        shutil.rmtree(self.folder)


def nginx_site(site, shipped=STACK / "etc/nginx/doorward"):
    once, server, place = blocks("protect-nginx.md", "nginx")
    place = place.replace("/run/php/php-fpm.sock", f"{STACK}/run/php-app.sock")
    (site.folder / "doorward").symlink_to(shipped)
    shutil.copy(PKG / "etc/nginx/fastcgi.conf", site.folder)
    log = blocks("read-the-logs.md", "nginx")[0].replace("/var/log/nginx", str(site.folder))
    temporary = "".join(f"{kind}_temp_path {site.folder}/{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (site.folder / "nginx.conf").write_text(f"""daemon off; pid {site.folder}/pid; error_log {site.folder}/error.log error;
        events {{ }} http {{ {temporary} {once} {log} access_log {site.folder}/combined.log combined;
        server {{ listen 127.0.0.1:{site.port}; root {site.folder}/site; index index.php; {server} {place} }} }}""")
    return site.start(PKG / "usr/sbin/nginx", "-e", "stderr", "-c", site.folder / "nginx.conf")


def start_apache(site, once, host, place):
    """Apache with the stack's modules and PHP: `once` outside of its host, `host` in it, `place` behind what is PHP."""
    combined = re.search("(?m)^LogFormat .* combined$", (STACK / "etc/apache/apache.conf").read_text())[0]
    (site.folder / "doorward").symlink_to(STACK / "etc/apache/doorward")
    shutil.copy(STACK / "etc/apache/modules.conf", site.folder)
    (site.folder / "apache.conf").write_text(f"""ServerRoot "{site.folder}"
ServerName 127.0.0.1
PidFile "{site.folder}/pid"
DefaultRuntimeDir "{site.folder}"
Mutex file:{site.folder}
ErrorLog "{site.folder}/error.log"
Include modules.conf
TypesConfig /etc/mime.types
ScriptSock "{site.folder}/cgi.sock"
Listen 127.0.0.1:{site.port}
{combined}
{once}
<VirtualHost 127.0.0.1:{site.port}>
DocumentRoot "{site.folder}/site"
DirectoryIndex index.php
{host}
<FilesMatch "\\.php$">
SetHandler "proxy:unix:{STACK}/run/php-app.sock|fcgi://php-app"
</FilesMatch>
{place}
</VirtualHost>
""")
    return site.start("apache2", "-d", site.folder, "-f", site.folder / "apache.conf", "-DFOREGROUND")


def apache_site(site, run=STACK / "run/doorward", more=""):
    once, host, place = blocks("protect-apache.md", "apache")
    for line in (STACK / "etc/apache/secret.conf").read_text().splitlines():
        if line.startswith("Define DOORWARD_SECRET"):
            once = re.sub("(?m)^ *Define DOORWARD_SECRET.*$", line, once)
    gate = re.search(r"Define DOORWARD_GATE.*", (STACK / "etc/apache/apache.conf").read_text())[0]
    once = re.sub("(?m)^ *Define DOORWARD_GATE.*$", gate, once).replace("/run/doorward", str(run))
    log_once, log_host = blocks("read-the-logs.md", "apache")
    log_host = log_host.replace("${APACHE_LOG_DIR}", str(site.folder))
    host = host.replace("${APACHE_LOG_DIR}/access.log", f"{site.folder}/combined.log")
    return start_apache(site, f"{once}\n{log_once}", f"{log_host}\n{more}\n{host}", place)


def awaited(path, *words):
    """The lines with these words; they are written when the answer has gone, so perhaps in a moment."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [line for line in path.read_text(errors="replace").splitlines() if all(word in line for word in words)]
        if found:
            return found
        os.sched_yield()
    raise AssertionError(f"{words} is not in {path}")


def requests_of(correlation_id):
    return list(map(json.loads, awaited(STACK / "log/doorward.log", correlation_id, '"msg":"request"')))


def doorwardctl(*words, stdin="", config=DEMO["config"], cwd="/"):
    user = (STACK / "site").owner()
    as_user = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if os.getuid() == 0 else []
    return subprocess.run([*as_user, STACK / "app/bin/doorwardctl", "--config", str(config), *words], input=stdin, cwd=cwd,
                          capture_output=True, text=True, check=False)


def sql(statements):
    """By an administrator of the database."""
    return subprocess.run(["mariadb", f"--defaults-file={STACK}/etc/mariadb-client.cnf", "--batch", "-e", statements],
                          capture_output=True, text=True, errors="replace", check=True).stdout


def posted(path, body, token=None):
    """Status and JSON of the stack's answer."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})
    request = urllib.request.Request(DEMO["base_url"] + path, json.dumps(body).encode(), headers)
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused
    return answer.status, json.loads(answer.read() or "null")


class Tasks(unittest.TestCase):
    def one_id_in_both_logs(self, site, token):
        access = site.folder / "access.log"
        own = "task-" + secrets.token_hex(8)
        passed = {"Authorization": "Bearer " + token}
        self.assertEqual(site.ask("/intranet/index.php?canary=1", {**passed, "X-Correlation-Id": own})[0], 200)
        self.assertIn('path="/intranet/index.php" status=200', awaited(access, own)[0])
        self.assertEqual({line["route"] for line in requests_of(own)}, {"/auth/verify"})

        fresh = f"/intranet/{secrets.token_hex(8)}.php"  # nobody names an id: the check's own
        shutil.copyfile(site.folder / "site/intranet/index.php", site.folder / f"site{fresh}")
        self.assertEqual(site.ask(fresh, passed)[0], 200)
        found = re.search(r'(?:correlation_id|checked)="([0-9a-f]{32})"', awaited(access, fresh)[0])
        self.assertEqual([(line["route"], line["status"] // 100) for line in requests_of(found[1])], [("/auth/verify", 2)])

        page = site.ask("/auth/login")[1]["X-Correlation-Id"]
        self.assertIn("status=200", awaited(access, page)[0])
        self.assertEqual([line["route"] for line in requests_of(page)], ["GET /auth/login"])
        self.assertEqual(site.ask("/intranet/index.php", {"X-Correlation-Id": own + "-no"})[0], 401)
        self.assertIn("status=401", awaited(access, own + "-no")[0])
        self.assertEqual({line["code"] for line in requests_of(own + "-no")}, {"AUTH_REQUIRED"})
        self.assertNotIn("canary", access.read_text())

    def follow(self, make):
        with Site() as site:
            make(site)
            status, headers, _ = site.ask("/intranet/index.php?a=b", PAGE_LOAD)
            self.assertEqual(status, 302)
            self.assertTrue(headers["Location"].startswith("/auth/login?"), headers["Location"])
            status, _, page = site.ask(headers["Location"], PAGE_LOAD)
            self.assertEqual(status, 200)
            self.assertIn("<form", page)
            self.assertEqual(site.ask("/intranet/index.php")[0], 401)
            owner, stranger = person("acme", "owner"), person("globex", "owner")
            status, _, told = site.ask("/intranet/index.php", {"Authorization": "Bearer " + token_of(owner)})
            self.assertEqual(status, 200, told)
            self.assertIn(f"DOORWARD_EMAIL={owner['email']}\n", told)
            self.assertEqual(site.ask("/intranet/index.php", {"Authorization": "Bearer " + token_of(stranger)})[0], 403)
            self.one_id_in_both_logs(site, token_of(owner))

    def test_protect_a_directory_in_nginx(self):
        self.follow(nginx_site)

    def test_protect_a_directory_in_apache(self):
        self.follow(apache_site)

    def door(self, command):
        """A command of the page; the stack's owner may do all that root may, and its tenants have small plans."""
        words = command.split()
        self.assertEqual((words[0], words[-2:]), ("doorwardctl", ["--admin", "root"]))
        done = doorwardctl(*words[1:-2], *(["--beyond-plan"] if "sql-grant" in words else []))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_join_your_tables_with_doorwards_users(self):
        page = "join-your-tables.md"
        grant, revoke = blocks(page, "sh")
        people = [person(tenant, role)["email"] for tenant, role in (("acme", "owner"), ("acme", "user"), ("globex", "owner"))]
        self.addCleanup(doorwardctl, "tenant", "sql-revoke", "acme")
        password = re.search(r"^password +(\S+)$", self.door(grant), re.M)[1]
        self.addCleanup(sql, "DROP DATABASE shop")
        sql("CREATE DATABASE shop; CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(50), "
            "customer VARCHAR(100)) CHARSET latin1; INSERT INTO shop.orders (title, customer) VALUES " +
            ", ".join(f"('Order {number}', '{email}')" for number, email in enumerate(people)))
        sql(blocks(page, "sql")[0])
        script = re.sub("(?m)^   ", "", blocks(page, "php")[0]).replace("host=localhost", "unix_socket=" + DEMO["db_socket"])
        passed = {"Authorization": "Bearer " + token_of(person("acme", "user"))}
        with Site() as site:
            nginx_site(site)
            application = site.folder / "site/intranet/orders.php"
            application.write_text(script.replace("the password that was printed", password))
            status, _, told = site.ask("/intranet/orders.php", passed)
            self.door(revoke)
            self.assertEqual(site.ask("/intranet/orders.php", passed)[0], 500)
        self.assertEqual(status, 200, told)
        self.assertEqual([line.strip() for line in told.strip().splitlines()],
                         [f"Order 0: Owner &lt;{people[0]}&gt;, owner", f"Order 1: User &lt;{people[1]}&gt;, user", "Yours: 1"])
        self.assertNotIn("dw_acme", sql("SHOW DATABASES") + sql("SELECT User FROM mysql.user"))

    def test_run_a_tenant(self):
        make, beside, setting, wish, look, stop, end = blocks("run-a-tenant.md", "sh")
        slug = "run-" + secrets.token_hex(4)

        def follow(block, *more):
            said = []
            for line in block.strip().splitlines():
                words = [word.replace("acme", slug) for word in shlex.split(line)]
                self.assertEqual(words[0], "doorwardctl")
                done = doorwardctl("--json", *words[1:], *more)
                self.assertEqual(done.returncode, 0, done.stderr)
                said.append(json.loads(done.stdout))
            return said

        tenant, owner = follow(make)
        self.assertEqual((tenant["plan_type"], owner["role"]), ("pro", "owner"))
        limit, feature, usage, days = follow(beside)
        self.assertEqual(limit["max_users"], 50)
        self.assertIn("audit_export", feature["features"])
        self.assertIn({"name": "max_users", "used": 1, "limit": 50}, usage["items"])
        self.assertEqual([day["new_users"] for day in days["items"]], [1])
        follow(setting)
        token = follow(wish)[0]["domain_token"]
        folder = pathlib.Path(tempfile.mkdtemp(prefix="domain-", dir=STACK / "tmp"))
        self.addCleanup(shutil.rmtree, folder)
        domain = f"login.{slug}.example"
        server = subprocess.Popen([sys.executable, ROOT / "tests/support/https_server.py", folder, domain],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.communicate)
        port = server.stdout.readline().strip()
        (folder / "proof").write_text(token + "\n")
        folder.chmod(0o755)
        verified = follow(look, "--ask-at", "127.0.0.1:" + port, "--ca", str(folder / "ca.pem"))[0]
        self.assertEqual(verified["custom_domain"], domain)
        self.assertEqual([done["status"] for done in follow(stop)], ["suspended", "active"])
        self.assertEqual([done["status"] for done in follow(end)], ["canceled", "active"])

    def test_move_a_tenant_to_another_installation(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="move-", dir=STACK / "tmp"))
        self.addCleanup(shutil.rmtree, folder)
        for path in (folder / "run", folder / "conf.d"):
            path.mkdir()
        settings = folder / "doorward.conf"
        settings.write_text(f"[database]\nhosts = {DEMO['db_socket']}\nschema = moved\napp_user = moved_app\n"
                            f"platform_user = moved_platform\nowner_user = moved_owner\n"
                            f"[keys]\nmaster_file = {folder}/master.key\n[run]\ndir = {folder}/run\n")
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, (STACK / "site").owner())
        self.addCleanup(sql, "DROP DATABASE IF EXISTS moved; " + "".join(
            f"DROP USER IF EXISTS 'moved_{name}'@'localhost';" for name in ("app", "platform", "owner")))
        word = re.search(r"^password = (.*)$", (STACK / "etc/mariadb-client.cnf").read_text(), re.M)[1]
        made = doorwardctl("install", "--admin", "doorward_owner", "--admin-password-stdin", stdin=word + "\n", config=settings)
        self.assertEqual(made.returncode, 0, made.stderr)
        export, bring_in, verify = (block.split()[1:] for block in blocks("move-a-tenant.md", "sh"))
        passphrase = "seven crates of lemons\n"
        for words, config in ((export, DEMO["config"]), (bring_in, settings), (verify, settings)):
            done = doorwardctl(*words, stdin=passphrase, config=config, cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((folder / "acme.tenant").stat().st_mode & 0o777, 0o600)
        people = "SELECT email_key, HEX(password_hash) FROM {}.users WHERE tenant_id = (SELECT id FROM {}.tenants WHERE slug = 'acme')"
        self.assertEqual(sql(people.format("moved", "moved")), sql(people.format("doorward", "doorward")))
        again = doorwardctl(*bring_in, stdin=passphrase, config=settings, cwd=folder)
        self.assertIn("CONFLICT", again.stderr)
        wrong = doorwardctl(*bring_in, stdin="eight crates of lemons\n", config=settings, cwd=folder)
        self.assertIn("VALIDATION_ERROR", wrong.stderr)

    def test_give_a_reseller_ten_tenants(self):
        page = "resell.md"
        name = "resell-" + secrets.token_hex(4)
        create, somebody, move, see, stop = (
            [shlex.split(line)[1:] for line in block.replace("northwind", name).strip().splitlines()]
            for block in blocks(page, "sh"))

        def follow(words):
            done = doorwardctl("--json", *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)

        follow(create[0])
        word = follow(somebody[0])["password"]
        log_in, make = ([line.strip() for line in block.replace("northwind", name).strip().splitlines()]
                        for block in blocks(page, "http"))
        status, signed_in = posted(log_in[0].split()[1], json.loads(log_in[1].replace("…", word)))
        self.assertEqual(status, 200, signed_in)
        token = signed_in["tokens"]["access_token"]
        answers = []
        for number in range(1, 12):
            body = json.loads(make[1].replace(f"{name}-1", f"{name}-{number}"))
            answers.append(posted(make[0].split()[1], body, token))
        self.assertEqual([status for status, _ in answers], [201] * 10 + [409], answers[-1])
        self.assertEqual(answers[-1][1]["code"], "CONFLICT")

        give, take_back = move
        full = doorwardctl("--json", *give)
        self.assertIn("CONFLICT", full.stderr)
        shown, more = see
        self.assertEqual([follow(shown)[key] for key in ("tenants", "users")], [10, 500])
        follow(more)
        full = doorwardctl("--json", *give)
        self.assertIn("USER_LIMIT_EXCEEDED", full.stderr)
        follow(["reseller", "change", name, "--users", "1000"])
        self.addCleanup(follow, take_back)
        follow(give)

        suspend, activate = stop
        self.assertEqual(follow(suspend)["tenants"], 11)
        self.assertEqual(posted(make[0].split()[1], {}, token)[0], 403)
        self.assertEqual(follow(activate)["tenants"], 11)

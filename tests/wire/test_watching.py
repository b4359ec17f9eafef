"""Watching the running stack as docs/tasks/watch-it.md has it: a real Prometheus asks through nginx, promtool reads the text."""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest
import urllib.parse

from site_under_test import DEMO, ORIGINS, ask, host_of, person, token_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
STACK = pathlib.Path(DEMO["config"]).parent.parent
PKG = pathlib.Path(os.environ.get("PKG", STACK / "pkg"))
SERVICE = int((STACK / "run/doorward/doorward.pid").read_text())
AS_USER = ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups"] if os.getuid() == 0 else []


def block(language):
    page = (ROOT / "docs/tasks/watch-it.md").read_text()
    return re.search(rf"^ *```{language}\n(.*?)^ *```", page, re.M | re.S)[1]


def without_indentation(text):
    indentation = len(text) - len(text.lstrip())
    return "".join(line[indentation:] for line in text.splitlines(True))


def control(*words):
    return subprocess.run([*AS_USER, STACK / "app/bin/doorwardctl", "--config", DEMO["config"], *words], capture_output=True,
                          text=True, timeout=60, check=False)


class Prometheus:
    """One of the test's own on a free port, with the page's settings; ended with the `with`."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="prometheus-"))
        text = without_indentation(block("yaml")).replace("127.0.0.1:80", host_of("nginx"))
        text = text.replace("/usr/local/share/doorward", str(STACK / "app/share/doorward"))
        settings = self.folder / "prometheus.yml"
        settings.write_text("global: {scrape_interval: 1s, evaluation_interval: 1s}\n" + text)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([PKG / "usr/bin/prometheus", f"--config.file={settings}",
                                         f"--storage.tsdb.path={self.folder}/data",
                                         f"--web.listen-address=127.0.0.1:{self.port}"], stderr=self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.folder)

    def asked(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return json.loads(connection.getresponse().read())["data"]
        except (OSError, ValueError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def await_answer(self, path, good):
        """Its answer, once `good` says so; it scrapes every second."""
        for _ in range(300):
            found = self.asked(path)
            if found and good(found):
                return found
            try:
                self.process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                pass
        raise AssertionError(f"{path}: {found}\n{(self.folder / 'log').read_text()[-2000:]}")


class Watching(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The page's setting, taken by a reload."""
        settings = STACK / "etc/conf.d/watching.conf"
        settings.write_text(without_indentation(block("ini")))
        shutil.chown(settings, (STACK / "site").owner())
        cls.addClassCleanup(cls.tell, settings)
        os.kill(SERVICE, signal.SIGHUP)
        cls.await_metrics(200)

    @classmethod
    def tell(cls, settings):
        settings.unlink()
        os.kill(SERVICE, signal.SIGHUP)
        cls.await_metrics(403)

    @staticmethod
    def await_metrics(status):
        """The reload is over when every column says so several times: former workers answer what they have begun."""
        for _ in range(2000):
            if all(ask(column, "GET", "/auth/metrics").status == status for column in ORIGINS for _ in range(4)):
                return
        raise AssertionError("the reload was not taken")

    def test_prometheus_scrapes_and_finds_a_counter(self):
        owner = person("acme", "owner")
        ask("nginx", "GET", "/auth/verify", {"Authorization": "Bearer " + token_of(owner)})
        self.assertEqual(control("tick").returncode, 0)  # what a whole round counts is there
        with Prometheus() as prometheus:
            targets = prometheus.await_answer("/api/v1/targets", lambda data: any(
                target["health"] != "unknown" for target in data["activeTargets"]))["activeTargets"]
            self.assertEqual([(target["health"], target["lastError"]) for target in targets], [("up", "")])
            found = prometheus.await_answer(
                '/api/v1/query?query=doorward_verify_decisions_total{reason="allowed"}', lambda data: data["result"])
            self.assertGreaterEqual(float(found["result"][0]["value"][1]), 1)
            rules = self.rules_of(prometheus.await_answer("/api/v1/rules", lambda data: all(
                rule["health"] != "unknown" for rule in self.rules_of(data))))
            self.assertEqual([rule["name"] for rule in rules if rule["health"] != "ok"], [])
            self.assertGreater(len(rules), 8)
            for rule in rules:  # an alert that looks for a series of another name or word would be silent for ever
                # Of answers of 5xx there need not have been any.
                for series in re.findall(r"doorward_\w+(?:{[^}]*})?", rule["query"].replace('status=~"5.."', 'status!=""')):
                    found = prometheus.asked("/api/v1/query?query=" + urllib.parse.quote(f"count({series})"))
                    self.assertTrue(found["result"], f"{rule['name']}: there is no {series}")

    @staticmethod
    def rules_of(data):
        return [rule for group in data["groups"] for rule in group["rules"]]

    def test_promtool_finds_nothing_to_complain_of(self):
        for text in (ask("nginx", "GET", "/auth/metrics").body, control("metrics").stdout.encode()):
            self.assertGreater(text.count(b"\n"), 100)
            done = subprocess.run([PKG / "usr/bin/promtool", "check", "metrics"], input=text, capture_output=True, timeout=60,
                                  check=False)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))

    def test_every_column_counts_in_one_place(self):
        """The CGI program too."""
        ask("nginx", "GET", "/auth/health/live")
        before = self.count_of("health_live")
        for column in ORIGINS:
            self.assertEqual(ask(column, "GET", "/auth/health/live").status, 200)
        self.assertGreaterEqual(self.count_of("health_live"), before + len(ORIGINS))

    @staticmethod
    def count_of(route):
        text = ask("nginx", "GET", "/auth/metrics").text
        return int(re.search(rf'^doorward_requests_total{{route="{route}",status="200"}} (\d+)$', text, re.M)[1])

    def test_who_is_not_named_is_refused(self):
        answer = ask("nginx", "GET", "/auth/metrics", {"X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1"})
        self.assertEqual(answer.status, 200)  # no proxy is trusted: the peer's address counts
        with open(STACK / "etc/conf.d/zz-other.conf", "w", encoding="utf-8") as settings:
            settings.write("metrics.networks = 192.0.2.0/24\n")
        try:
            shutil.chown(settings.name, (STACK / "site").owner())
            os.kill(SERVICE, signal.SIGHUP)
            self.await_metrics(403)
        finally:
            os.unlink(settings.name)
            os.kill(SERVICE, signal.SIGHUP)
            self.await_metrics(200)

    def test_status_and_top_see_the_service(self):
        status = control("--json", "status")
        self.assertIn(status.returncode, (0, 4), status.stderr)
        found = json.loads(status.stdout)
        self.assertEqual({worker["pool"] for worker in found["workers"]}, {"gate", "app", "hash", "renew"})
        for worker in found["workers"]:
            self.assertTrue(pathlib.Path(f"/proc/{worker['pid']}").is_dir())
        self.assertGreaterEqual(found["generation"], 2)
        screen = control("top", "--once", "--interval", "10").stdout
        self.assertRegex(screen, r"gate +\d+ workers, \d+ busy, \d+ waiting\n")
        for name in ("schema version", "queues mail", "queues events_to_seal"):
            self.assertRegex(screen, rf"\n{name} +\d+\+?\n")
        for key in found["keys"]:
            self.assertRegex(screen, rf"{re.escape(key['kid'])} +{key['algorithm']} +{key['state']} +\d+[dhms]( \d+[hms])?\n")

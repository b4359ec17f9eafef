"""Without the master: plain CGI, a listening socket on descriptor 0, sockets of systemd."""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from doorward_process import BINARY, Folder, Master, gone
from test_master import KeptLoad
from fastcgi_client import Answer, ask, connect, parameters, read_answer, request


class Processes(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)
        self.folder.write()

    def cgi(self, values, body=b"", arguments=(), **more):
        environment = {"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config), **values}
        done = subprocess.run([BINARY, *arguments], env=environment, input=body, capture_output=True, timeout=20, **more)
        return Answer(done.stdout, True), done

    def test_cgi_answers_one_request_and_exits(self):
        answer, done = self.cgi(parameters())
        self.assertEqual((answer.status, done.returncode), (200, 0))
        self.assertEqual(int(answer.header("Content-Length")), len(answer.body))

    def test_cgi_is_gone_when_its_answer_ends(self):
        # A server sends a signal to a program that is still there, and waits.
        environment = {"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config), **parameters()}
        for _ in range(30):
            with subprocess.Popen([BINARY], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as process:
                self.assertEqual(Answer(process.stdout.read(), True).status, 200)
                self.assertEqual(process.poll(), 0)

    def test_cgi_answers_where_it_may_have_no_child(self):
        refused = "clone,clone3,fork,vfork"
        done = subprocess.run(["strace", "-qq", "-o", self.folder.path / "calls", "-e", f"trace={refused}",
                               "-e", f"inject={refused}:error=EAGAIN", BINARY], capture_output=True, timeout=60,
                              env={"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config),
                                   "ASAN_OPTIONS": "detect_leaks=0", **parameters()})  # where it is built so: it cannot look here
        self.assertEqual((Answer(done.stdout, True).status, done.returncode), (200, 0))
        self.assertIn("(INJECTED)", (self.folder.path / "calls").read_text())

    def test_cgi_path_of_a_script(self):
        values = parameters()
        for name in ("DOCUMENT_URI", "REQUEST_URI"):
            del values[name]
        for script, info in (("/auth", "/health/live"), ("/cgi-bin/doorward.cgi", "/auth/health/live")):
            answer, _ = self.cgi({**values, "SCRIPT_NAME": script, "PATH_INFO": info})
            self.assertEqual(answer.status, 200)

    def test_cgi_body(self):
        post = parameters("/auth/no-such-thing", "POST", CONTENT_TYPE="application/json")
        self.assertEqual(self.cgi({**post, "CONTENT_LENGTH": "2"}, b"{}")[0].status, 404)
        self.assertEqual(self.cgi({**post, "CONTENT_LENGTH": "3"}, b"{}")[0].status, 400)
        self.assertEqual(self.cgi({**post, "CONTENT_LENGTH": "70000"}, b"{}")[0].status, 413)

    def test_cgi_takes_a_body_that_it_refuses(self):
        # A server that writes the whole body before it reads would else be told of a broken pipe.
        values = parameters("/auth/login", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH="5000000")
        environment = {"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config), **values}
        with subprocess.Popen([BINARY], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(b"x" * 5_000_000)
            process.stdin.close()
            self.assertEqual(Answer(process.stdout.read(), True).status, 413)

    def test_cgi_body_that_stalls(self):
        environment = {"GATEWAY_INTERFACE": "CGI/1.1", "DOORWARD_CONFIG": str(self.folder.config),
                       **parameters("/auth/login", "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH="2")}
        with subprocess.Popen([BINARY], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            out = process.stdout.read()
        self.assertEqual(Answer(out, True).status, 408)

    def test_cgi_ignores_settings_in_the_environment(self):
        answer, done = self.cgi({**parameters(), "DOORWARDCFG_LOG__LEVEL": "no such level"})
        self.assertEqual((answer.status, done.returncode), (200, 0))

    def test_cgi_takes_no_arguments_from_the_query(self):
        # RFC 3875, 4.4: a server turns "?serve+--set+a%3Db" into arguments.
        other = self.folder.path / "other"
        for arguments in (("--print", "config"), ("--version",), ("serve", "--config", str(self.folder.config)),
                          ("serve", "--set", f"run.dir={other}")):
            answer, done = self.cgi({**parameters(), "QUERY_STRING": "+".join(arguments)}, arguments=arguments)
            self.assertEqual((answer.status, done.returncode), (200, 0), arguments)
            self.assertIn(b'"status"', answer.body)

    def test_cgi_without_settings_is_503(self):
        for break_it in (self.folder.config.unlink, self.folder.key.unlink):
            break_it()
            answer, done = self.cgi(parameters())
            self.assertEqual(answer.status, 503)
            self.assertNotEqual(done.returncode, 0)
            self.assertTrue(done.stderr)
            self.folder.write()

    def test_descriptor_0(self):
        path = str(self.folder.path / "zero.sock")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(16)
            process = subprocess.Popen([BINARY], stdin=listener,
                                       env={"DOORWARD_CONFIG": str(self.folder.config)}, stderr=subprocess.DEVNULL)
            for _ in range(20):
                self.assertEqual(ask(path).status, 200)
            process.terminate()
            self.assertEqual(process.wait(20), 0)

    def test_spawn_fcgi(self):
        path, pid_file = str(self.folder.path / "spawned.sock"), self.folder.path / "spawned.pid"
        subprocess.run(["spawn-fcgi", "-s", path, "-P", str(pid_file), "--", BINARY], check=True, timeout=20,
                       env={**os.environ, "DOORWARD_CONFIG": str(self.folder.config)}, stdout=subprocess.DEVNULL)
        pid = int(pid_file.read_text())
        self.assertEqual(ask(path).status, 200)
        os.kill(pid, signal.SIGTERM)
        self.assertTrue(gone(pid))

    def test_sockets_of_systemd_outlive_the_master(self):
        sockets = []
        for path in (self.folder.app, self.folder.gate):  # in any order: told apart by address
            sockets.append(socket.socket(socket.AF_UNIX))
            sockets[-1].bind(path)
            sockets[-1].listen(64)
        self.addCleanup(lambda: [one.close() for one in sockets])

        for _ in range(2):
            master = Master(self.folder, sockets).await_note("READY=1")
            self.assertEqual(ask(self.folder.app).status, 200)
            self.assertEqual(ask(self.folder.gate).status, 200)
            self.assertEqual(master.stop(), 0)
            self.assertTrue(os.path.exists(self.folder.app))
        # Between two masters the socket collects, also the requests of connections that were kept.
        master = Master(self.folder, sockets).await_note("READY=1")
        load = KeptLoad(self.folder.gate)
        for _ in range(3):
            load.await_answers(200)
            self.assertEqual(master.stop(), 0)
            master = Master(self.folder, sockets).await_note("READY=1")
        load.await_answers(200).end()
        self.assertEqual((load.failed, load.refused), ([], 0))
        self.assertEqual(master.stop(), 0)
        with connect(self.folder.app) as peer:
            peer.sendall(request(parameters()))
            master = Master(self.folder, sockets).await_note("READY=1")
            self.assertEqual(read_answer(peer).status, 200)
            self.assertEqual(master.stop(), 0)


if __name__ == "__main__":
    unittest.main()

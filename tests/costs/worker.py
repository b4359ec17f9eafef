"""One worker of an installation on descriptor 0, started under a tool that counts."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from fastcgi_client import AUTHORIZER, RESPONDER, connect, parameters, read_answer, request
from own_installation import BUILD, EMAIL, HOST, PASSWORD, STACK, Installation

# What differs from machine to machine is switched off: the ways of libcrypto and libc for newer processors.
ALIKE = {"OPENSSL_ia32cap": "0x078bfbff:0", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + ",".join(
    "-" + name for name in ("AVX512F", "AVX512VL", "AVX512BW", "AVX2", "AVX", "ERMS", "FSRM", "BMI2", "BMI1", "LZCNT", "MOVBE", "RTM",
                            "POPCNT", "SSE4_2", "SSE4_1", "SSSE3"))}


class Worker:
    """`tool`: words before the program's name."""

    def __init__(self, installation, tool):
        self.path = str(installation.path / "worker.sock")
        pathlib.Path(self.path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door, open(installation.path / "log", "ab") as log:
            door.bind(self.path)
            door.listen(16)
            self.process = subprocess.Popen([*tool, BUILD / "doorward"], stdin=door, stderr=log, cwd=installation.path,
                                            env={"DOORWARD_CONFIG": str(installation.config), "PATH": os.environ["PATH"],
                                                 **ALIKE})
        self.peer = connect(self.path, 120)

    def ask(self, values, body=b"", role=RESPONDER):
        self.peer.sendall(request(values, body, role, keep=True))
        return read_answer(self.peer)

    def post(self, path, value, **more):
        body = json.dumps(value).encode()
        return self.ask(plain(path, "POST", CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(body)), **more), body)

    def stop(self):
        """The tool may be the worker's parent, and would not hand the signal on."""
        tool = self.process.pid
        children = pathlib.Path(f"/proc/{tool}/task/{tool}/children").read_text().split()
        os.kill(int(children[0]) if children else tool, signal.SIGTERM)
        code = self.process.wait(120)
        self.peer.close()
        if code:
            raise RuntimeError(f"the worker ended with {code}")


def plain(path, method="GET", **more):
    return parameters(path, method, HTTP_HOST=HOST, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Firefox/115.0",
                      HTTP_ACCEPT="*/*", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.5", HTTP_ACCEPT_ENCODING="gzip, deflate, br", **more)


def check(**more):
    """What nginx asks by auth_request for an image of a page."""
    address = "/wiki/lib/exe/fetch.php?media=logo.png"
    values = plain(address, GATEWAY_INTERFACE="CGI/1.1", SERVER_NAME="_", SERVER_ADDR="127.0.0.1", SERVER_PORT="8080",
                   REMOTE_PORT="40000", DOORWARD_DOOR="check-nginx", DOORWARD_TENANT="costs", DOORWARD_URI=address,
                   DOORWARD_HOST=HOST, DOORWARD_SCHEME="http", DOORWARD_METHOD="GET",
                   HTTP_REFERER=f"http://{HOST}/wiki/doku.php?id=start", HTTP_SEC_FETCH_MODE="no-cors", **more)
    for name in ("DOCUMENT_URI", "SCRIPT_NAME", "QUERY_STRING"):
        del values[name]
    return values

"""A web site for tests: https_server.py FOLDER NAME. Says its port on standard output, and ends with its standard input.

/.well-known/doorward-domain is FOLDER/proof; a proof that begins with "-> " redirects there, "slow" never comes.
"""
import http.server
import pathlib
import sys
import threading

from certificates import server_context

FOLDER = pathlib.Path(sys.argv[1])


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        proof = FOLDER / "proof"
        text = proof.read_bytes() if self.path == "/.well-known/doorward-domain" and proof.exists() else None
        if text == b"slow":
            threading.Event().wait()
        where = text.removeprefix(b"-> ").decode() if text and text.startswith(b"-> ") else None
        self.send_response(302 if where else 404 if text is None else 200)
        if where:
            self.send_header("Location", where)
        body = b"" if where else text or b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
server.daemon_threads = True
server.socket = server_context(FOLDER, "DNS:" + sys.argv[2]).wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()

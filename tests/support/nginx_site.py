"""A tenant's web site by a real nginx: nginx_site.py FOLDER NAME. Says its port on standard output, and ends with its parent.

/.well-known/doorward-domain is FOLDER/proof, once that is there; everything else is nginx's own "not found".
"""
import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import sys

from certificates import server_context

FOLDER, NGINX = pathlib.Path(sys.argv[1]), pathlib.Path(os.environ["PKG"]) / "usr/sbin/nginx"
PDEATHSIG = 1
server_context(FOLDER, "DNS:" + sys.argv[2])
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
temporary = "".join(f"{kind}_temp_path {FOLDER}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
(FOLDER / "nginx.conf").write_text(f"""
daemon off; master_process off; pid {FOLDER}/nginx.pid; error_log {FOLDER}/nginx.log; events {{}}
http {{
  access_log off; {temporary}
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {FOLDER}/server.pem; ssl_certificate_key {FOLDER}/server.key;
    location = /.well-known/doorward-domain {{ alias {FOLDER}/proof; default_type text/plain; }}
  }}
}}""")
nginx = subprocess.Popen([NGINX, "-e", FOLDER / "nginx.log", "-c", FOLDER / "nginx.conf"], stdin=subprocess.DEVNULL,
                         preexec_fn=lambda: ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGKILL))
while nginx.poll() is None:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        print(port, flush=True)
        sys.stdin.read()
        break
    except ConnectionRefusedError:
        pass
nginx.kill()

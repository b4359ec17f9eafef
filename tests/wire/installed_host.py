"""docs/tasks/install.md and protect-nginx.md, followed to the letter on a host of their own; prints what was seen as JSON.

installed_host.py PKG, as root in fresh mount, network and process namespaces: what the pages change (below /etc, /usr/local,
/var/lib and /run) lies over the real folders and is gone afterwards. Only what Debian's packages would have brought is made
ready here: MariaDB, memcached, nginx, an editor and systemctl.
"""
import fcntl
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PKG = pathlib.Path(sys.argv[1])
WORK = pathlib.Path("/mnt")  # a memory file system of this mount namespace alone
WEB_USER = "www-data"


def run(*command, **more):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


def blocks(page, language):
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", (ROOT / "docs/tasks" / page).read_text(), re.M | re.S)
    return [re.sub("(?m)^   ", "", block) for block in found]


def start(happens, *command):
    """In the background, until something happens; fails when the program ends before."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    while not happens():
        try:
            sys.exit(f"{command[0]} ended with {process.wait(0.05)}")
        except subprocess.TimeoutExpired:
            pass


def answers(port):
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) == 0


def make_room():
    """A host of our own, or the end with 77: it cannot be had here."""
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "tmpfs", "tmpfs", WORK)
    for folder in ("/etc", "/usr/local", "/var/lib"):
        upper, scratch = WORK / f"upper{folder}", WORK / f"scratch{folder}"
        upper.mkdir(parents=True)
        scratch.mkdir(parents=True)
        try:
            run("mount", "-t", "overlay", "overlay", "-o", f"lowerdir={folder},upperdir={upper},workdir={scratch}", folder)
        except subprocess.CalledProcessError:
            sys.exit(77)
    run("mount", "-t", "tmpfs", "tmpfs", "/run")
    with socket.socket() as any_socket:  # the loopback device of the fresh network goes up
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))


def start_servers():
    data, run_folder = WORK / "mysql", pathlib.Path("/run/mysqld")
    for folder in (data, run_folder):
        folder.mkdir()
        shutil.chown(folder, WEB_USER)
    run("mariadb-install-db", "--no-defaults", f"--datadir={data}", f"--user={WEB_USER}", "--skip-test-db", "--skip-name-resolve",
        "--auth-root-authentication-method=socket")
    start((run_folder / "mysqld.sock").exists, "/usr/sbin/mariadbd", "--no-defaults", f"--datadir={data}", f"--user={WEB_USER}",
          "--skip-networking", f"--socket={run_folder}/mysqld.sock", f"--pid-file={run_folder}/pid", f"--log-error={WORK}/mysql.log")
    start(lambda: answers(11211), PKG / "usr/bin/memcached", "-l", "127.0.0.1", "-u", WEB_USER)


def stand_in(name, script):
    """A program that this host lacks."""
    path = WORK / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("#!/bin/bash\nset -e\n" + script)
    path.chmod(0o755)


def make_programs(lines):
    (WORK / "lines").write_text(lines)
    stand_in("editor", f'{{ cat {WORK}/lines; cat "$1"; }} > {WORK}/edited; cat {WORK}/edited > "$1"\n')
    # enable --now of a Type=notify unit, as far as this unit goes.
    stand_in("systemctl", r"""[ "$1 $2 $3" = "enable --now doorward" ] || exit 0
unit=/usr/local/lib/systemd/system/doorward.service
said() { sed -n "s/^$1=//p" $unit; }
own() { install -d -m "$1" -o "$(said User)" -g "$(said Group)" "$2"; }
own "$(said RuntimeDirectoryMode)" "/run/$(said RuntimeDirectory)"
for folder in $(said StateDirectory); do own 755 "/var/lib/$folder"; done
umask "$(said UMask)"
setsid setpriv --reuid="$(said User)" --regid="$(said Group)" --clear-groups --no-new-privs --bounding-set=-all \
  $(said ExecStart) </dev/null >/dev/null 2>WORK/doorward.log &
until [ -S /run/doorward/gate.sock ] && [ -S /run/doorward/app.sock ]; do kill -0 $!; sleep 0.05; done
""".replace("WORK", str(WORK)))


def follow(commands):
    environment = {**os.environ, "PATH": f"{WORK}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VAR"):
        environment.pop(name, None)
    return run("bash", "-euc", commands, cwd=ROOT, env=environment)


def start_nginx():
    once, server, place = blocks("protect-nginx.md", "nginx")
    etc, site = pathlib.Path("/etc/nginx"), WORK / "site/intranet"
    shutil.copytree(PKG / "etc/nginx", etc, dirs_exist_ok=True)
    follow(re.search(r"`(ln -s [^`]*nginx[^`]*)`", (ROOT / "docs/tasks/protect-nginx.md").read_text())[1])
    site.mkdir(parents=True)
    (site / "page.txt").write_text("inside\n")
    for folder in ("log", "state"):
        (WORK / folder).mkdir()
    temporary = "".join(f"{kind}_temp_path {WORK}/state/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (etc / "nginx.conf").write_text(f"""user {WEB_USER}; pid /run/nginx.pid; error_log {WORK}/log/error warn;
events {{ }} http {{ access_log off; default_type text/plain; {temporary} {once}
server {{ listen 80; root {WORK}/site; {server} {place} }} }}""")
    nginx = PKG / "usr/sbin/nginx"
    run(nginx, "-e", "stderr", "-c", etc / "nginx.conf", "-t")
    start(lambda: answers(80), nginx, "-e", "stderr", "-c", etc / "nginx.conf", "-g", "daemon off;")


def ask(method, target, headers=(), body=None):
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=20)
    connection.request(method, target, body, {"Host": "www.example.org", **dict(headers)})
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read().decode()


def main():
    make_room()
    start_servers()
    program, settings, database, start = blocks("install.md", "sh")
    make_programs("".join(blocks("install.md", "ini")))
    printed = [follow(commands) for commands in (program, settings, database, start)]
    start_nginx()
    password = re.search(r"^password\s*:?\s*(\S+)", printed[3], re.M)
    login = {"email": "you@example.org", "password": password[1] if password else ""}
    signed_in = ask("POST", "/auth/login", {"Content-Type": "application/json", "X-Tenant-ID": "acme"}, json.dumps(login))
    token = json.loads(signed_in[2]).get("tokens", {}).get("access_token", "")
    etc = pathlib.Path("/etc/doorward")
    seen = {"printed": printed, "health": ask("GET", "/auth/health"), "login": signed_in[0],
            "stranger": ask("GET", "/intranet/page.txt"), "owner": ask("GET", "/intranet/page.txt", {"Authorization": "Bearer " + token}),
            "page_load": ask("GET", "/intranet/page.txt", {"Sec-Fetch-Mode": "navigate"}), "check": follow("doorwardctl config check"),
            "modes": {str(path.relative_to(etc)): f"{path.stat().st_mode & 0o777:o} {path.owner()}" for path in sorted(etc.rglob("*"))},
            "log": (WORK / "doorward.log").read_text(), "nginx_log": (WORK / "log/error").read_text()}
    print(json.dumps(seen))


main()

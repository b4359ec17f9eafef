"""Runs a command as a systemd unit would, as far as a mount namespace and setpriv(1) can: what the unit's own text shuts is shut,
what it opens is open, its capabilities are none. Not tried so: its filters of system calls and addresses."""
import functools
import pathlib
import re
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = {"RuntimeDirectory": "/run/", "StateDirectory": "/var/lib/"}  # made by systemd, for the unit to write to


@functools.cache
def reason():
    """Why it cannot be done here; empty: it can."""
    done = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True, check=False)
    return f"no mount namespace for us: {done.stderr.strip()}" if done.returncode else ""


def shipped(name):
    return (ROOT / "packaging/systemd" / name).read_text()


class Sandbox:
    """Of a unit's text. `run`, `state`: what stands here for /run/doorward and /var/lib/doorward. `account`: for the unit's own."""

    def __init__(self, text, run, state, account=None):
        self.text, self.account = text, account
        self.places = {"/run/doorward": str(run), "/var/lib/doorward": str(state)}

    def says(self, name):
        """The words of all lines of this name."""
        return [word for line in re.findall(rf"(?m)^{name}=(.*)$", self.text) for word in line.split()]

    def is_on(self, name, word="yes"):
        return self.says(name) == [word]

    def open_paths(self):
        """What may be written, here."""
        paths = [word.removeprefix("-") for word in self.says("ReadWritePaths")]
        paths += [start + word for name, start in FOLDERS.items() for word in self.says(name)]
        return sorted({re.sub(r"^(/run|/var/lib)/[^/]+", lambda found: self.places[found[0]], path) for path in paths})

    def mounts(self):
        """Lines for a shell in a mount namespace of its own."""
        shown = [str(ROOT), *self.places.values()]
        if self.is_on("ProtectSystem", "strict"):
            yield from (f"mount --bind {shlex.quote(path)} {shlex.quote(path)}" for path in self.open_paths())
            # /proc, /sys and /dev stay as they are.
            yield r"sed -nE 's#^\S+ \S+ \S+ \S+ (/\S*) .*#\1#; \#^/(proc|sys|dev)(/|$)#d; p' /proc/self/mountinfo | " \
                  r"while read -r at; do mount -o remount,bind,ro $at; done"
            yield from (f"mount -o remount,bind,rw {shlex.quote(path)}" for path in self.open_paths())
        hidden = ["/home", "/root", "/run/user"] if self.is_on("ProtectHome") else []
        private = ["/tmp", "/var/tmp"] if self.is_on("PrivateTmp") else []
        for path in hidden + private:  # but where what is tried here stands itself
            if pathlib.Path(path).is_dir() and not any(place.startswith(path + "/") for place in shown):
                yield f"mount -t tmpfs -o {'mode=1777' if path in private else 'mode=0,ro'} tmpfs {path}"
        if self.is_on("ProtectProc", "invisible"):
            yield "mount -t proc -o hidepid=invisible proc /proc"

    def inside(self):
        """Words before a command."""
        as_account = ["--reuid", self.account, "--regid", self.account, "--clear-groups"] if self.account else []
        no_rights = ["--no-new-privs"] if self.is_on("NoNewPrivileges") else []
        if "\nCapabilityBoundingSet=\n" in self.text:
            no_rights += ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"]
        steps = [*self.mounts(), f"umask {self.says('UMask')[0]}", f"ulimit -c {self.says('LimitCORE')[0]}",
                 " ".join(["exec", "setpriv", *as_account, *no_rights, '"$0" "$@"'])]
        return ["unshare", "-m", "bash", "-euc", "\n".join(steps)]

    def command(self):
        """What the unit starts."""
        return re.search(r"(?m)^ExecStart=(.*)$", self.text)[1].split()

"""An installation of its own on the run's servers, made by doorwardctl."""
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("BUILD", "build")
STACK = os.environ.get("DOORWARD_TEST_STACK")
HOST = "127.0.0.1:8080"
EMAIL, PASSWORD = "someone@costs.example", "four plain words of nobody"


class Installation:
    """One tenant, `costs`, with one administrator. `others`: settings beside or instead of these."""

    def __init__(self, **others):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="doorward-own-"))
        self.config = self.path / "doorward.conf"
        (self.path / "conf.d").mkdir()
        stack = pathlib.Path(STACK)
        name = self.path.name.rpartition("-")[2]  # another run's accounts may still be there
        self.schema = f"own_{name}"
        settings = {"service.public_url": f"http://{HOST}", "service.default_tenant": "costs",
                    "database.hosts": stack / "run/mariadb.sock", "database.schema": self.schema,
                    "database.app_user": f"app_{name}", "database.platform_user": f"platform_{name}",
                    "database.owner_user": f"owner_{name}", "memcached.servers": stack / "run/memcached.sock",
                    "memcached.timeout": "1s", "keys.master_file": self.path / "master.key", "run.dir": self.path,
                    "pages.dir": ROOT / "pages", "mail.dir": self.path, "password.argon2_memory_kib": 64, "limits.scale": 100000,
                    "log.level": "warning",
                    **{name.replace("__", "."): value for name, value in others.items()}}
        self.config.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        self.operate("install", "--admin", "doorward_owner", "--admin-password-stdin",
                     said=(stack / "admin_password").read_text())
        self.operate("tenant", "create", "costs", "--name", "Costs")
        self.operate("user", "create", EMAIL, "--tenant", "costs", "--role", "admin", "--first-name", "Some", "--last-name",
                     "One", "--password-stdin", said=PASSWORD + "\n")

    def operate(self, *words, said=""):
        done = subprocess.run([BUILD / "doorwardctl", "--config", self.config, *words], input=said, text=True,
                              capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"doorwardctl {' '.join(words)}: {done.stdout}{done.stderr}")

    def remove(self):
        shutil.rmtree(self.path)

"""Where it was measured, in one line."""
import os
import platform
import re
import subprocess


def first_match(path, pattern):
    with open(path, encoding="utf-8") as file:
        found = re.search(pattern, file.read(), re.MULTILINE)
    return found.group(1).strip() if found else "?"


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def describe():
    memory = int(first_match("/proc/meminfo", r"^MemTotal:\s+(\d+)")) / 1024 / 1024
    database = re.search(r"\d+\.\d+\.\d+-MariaDB", output("mariadbd", "--version"))
    return ", ".join([f"{os.cpu_count()} x {first_match('/proc/cpuinfo', '^model name.*: (.*)$')}", f"{memory:.0f} GiB",
                      first_match("/etc/os-release", '^PRETTY_NAME="(.*)"$'), f"Linux {platform.release()}",
                      database.group() if database else "no MariaDB"])


def commit():
    """The commit, with a + where files differ from it."""
    known = output("git", "rev-parse", "--short", "HEAD")
    return known + ("+" if output("git", "status", "--porcelain", "--untracked-files=no") else "") if known else "unknown"

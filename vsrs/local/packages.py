"""The virtual environment: exactly what requirements.txt locks by hash, installed once."""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile

from vsrs.local import processes
from vsrs.local.problems import Problem
from vsrs.local.state import PROJECT

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = PROJECT / "requirements.txt"
MARKER = VENV / "installed"
# Settings that make pip install elsewhere than into the environment it is pointed at.
MISLEADING = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV", "PYTHONPATH"}
NO_INSTALLER = (
    "Python packages cannot be installed: neither uv nor pip was found and this Python has no ensurepip. "
    "Install one of them (Debian, Ubuntu: apt install python3-venv) and start again."
)


def install():
    """Make `.venv` hold the locked packages. A marker makes the next start skip all of this."""
    with open(LOCK) as lock:
        # Two first starts at once (the portal and its tests) wait for one another.
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = _fingerprint()
        with contextlib.suppress(OSError):
            if MARKER.read_text() == wanted and PYTHON.exists():
                return
        print("Installing the locked Python packages into .venv (a minute, only this time) …", flush=True)
        _install_by_whatever_is_there()
        MARKER.write_text(wanted)


def _fingerprint():
    python = f"{sys.version_info[0]}.{sys.version_info[1]} {sys.platform} {platform.machine()}"
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {python}\n"


def _install_by_whatever_is_there():
    failures = []
    for way in (_with_uv, _with_pip, _with_ensurepip):
        MARKER.unlink(missing_ok=True)
        failure = way()
        if failure is None:
            return
        if failure:
            failures.append(failure)
    if not failures:
        raise Problem(NO_INSTALLER)
    raise Problem("The Python packages could not be installed.\n\n" + "\n\n".join(failures))


def _with_uv():
    """None when it worked, "" when uv is not there, else what it said."""
    if not (uv := shutil.which("uv")):
        return ""
    make = [] if _usable() else [[uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV]]
    fill = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK]
    return _try("uv", *make, fill)


def _with_pip():
    for pip in ([sys.executable, "-m", "pip"], [shutil.which("pip3")], [shutil.which("pip")]):
        # `--python` came with pip 22.3; a system's own pip may be older.
        if pip[0] and _answers([*pip, "--python", sys.executable, "--version"]):
            make = [] if _usable() else [[sys.executable, "-m", "venv", "--clear", "--without-pip", VENV]]
            return _try("pip", *make, [*pip, "--python", PYTHON, *_PIP_INSTALL])
    return ""


def _with_ensurepip():
    if not _answers([sys.executable, "-c", "import ensurepip"]):
        return ""
    make = [sys.executable, "-m", "venv", "--clear", VENV]
    return _try("ensurepip", make, [PYTHON, "-m", "pip", *_PIP_INSTALL])


def _usable():
    """An environment of this very Python version is filled again instead of made anew."""
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and _answers([PYTHON, "-c", version])


_PIP_INSTALL = [
    *("install", "--quiet", "--no-input", "--progress-bar=off", "--disable-pip-version-check"),
    *("--require-hashes", "--requirement", LOCK),
]


def _answers(command):
    return subprocess.run(command, capture_output=True, cwd=PROJECT).returncode == 0


def _try(name, *commands):
    with tempfile.TemporaryFile("w+") as said:
        for command in commands:
            streams = {"stdout": said, "stderr": said}
            if processes.run(name, command, cwd=PROJECT, env=_quiet_environment(), **streams):
                said.seek(0)
                return f"{name} said:\n{said.read().strip()}"
    return None


def _quiet_environment():
    return {name: value for name, value in os.environ.items() if name not in MISLEADING}

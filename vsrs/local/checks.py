"""`run.py test`: everything that has to be right, and `run.py benchmark`: how fast it is, on throw-away
servers."""

import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

from vsrs.local import servers
from vsrs.local.packages import PYTHON
from vsrs.local.processes import run_in_front
from vsrs.local.state import PROJECT, State

MANAGE = [PYTHON, "manage.py"]
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "imports": [PYTHON.with_name("lint-imports"), "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*MANAGE, "messages", "--check"],
}
PREPARATION = (
    ["migrate", "--verbosity", "0"],
    ["collectstatic", "--noinput", "--verbosity", "0"],
    ["demo", "--size", "large", "--if-empty"],
)
PYTEST = [PYTHON, "-m", "pytest"]


def test(arguments):
    """With arguments only pytest runs, with those. The exit code of the first that failed."""
    with _throw_away_servers() as env:
        if arguments:
            return run_in_front([*PYTEST, *arguments], env=env, cwd=PROJECT)
        codes = [_check(name, command, env) for name, command in CHECKS.items()]
        codes.append(run_in_front([*PYTEST, "-n", "2"], env=env, cwd=PROJECT))
        return next((code for code in codes if code), 0)


def benchmark(arguments):
    """The large demo, then the measurement; arguments are words in the names of pages."""
    with _throw_away_servers() as env:
        env["VSRS_STATIC_ROOT"] = f"{env['VSRS_VAR_DIR']}/static"
        print("Making a hundred thousand bookings (some minutes) …", flush=True)
        for command in PREPARATION:
            if code := run_in_front([*MANAGE, *command], env=env, cwd=PROJECT, stdout=subprocess.DEVNULL):
                return code
        return run_in_front([PYTHON, "-m", "benchmarks.run", *arguments], env=env, cwd=PROJECT)


@contextlib.contextmanager
def _throw_away_servers():
    """The environment in which they are found, while they run."""
    with tempfile.TemporaryDirectory(prefix="vsrs-test-") as folder:
        var = Path(folder)
        if os.geteuid() == 0:
            var.chmod(0o711)  # the servers run as nobody and must get to their folder
        with servers.running(State(var), var, throw_away=True) as urls:
            yield _environment(var, urls)


def _check(name, command, env):
    code = run_in_front(command, env=env, cwd=PROJECT)
    print(f"{name}: {'FAILED' if code else 'ok'}", flush=True)
    return code


def _environment(var, urls):
    # Settings of the person at the keyboard must not decide whether tests pass.
    neutral = {name: value for name, value in os.environ.items() if not name.startswith("VSRS_")}
    return neutral | urls | {"VSRS_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"}

"""`run.py test`: everything that has to be right, on throw-away servers."""

import os
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
PYTEST = [PYTHON, "-m", "pytest"]


def test(arguments):
    """With arguments only pytest runs, with those. The exit code of the first that failed."""
    with tempfile.TemporaryDirectory(prefix="vsrs-test-") as folder:
        var = Path(folder)
        if os.geteuid() == 0:
            var.chmod(0o711)  # the servers run as nobody and must get to their folder
        with servers.running(State(var), var, throw_away=True) as urls:
            env = _environment(var, urls)
            if arguments:
                return run_in_front([*PYTEST, *arguments], env=env, cwd=PROJECT)
            codes = [_check(name, command, env) for name, command in CHECKS.items()]
            codes.append(run_in_front([*PYTEST, "-n", "2"], env=env, cwd=PROJECT))
            return next((code for code in codes if code), 0)


def _check(name, command, env):
    code = run_in_front(command, env=env, cwd=PROJECT)
    print(f"{name}: {'FAILED' if code else 'ok'}", flush=True)
    return code


def _environment(var, urls):
    # Settings of the person at the keyboard must not decide whether tests pass.
    neutral = {name: value for name, value in os.environ.items() if not name.startswith("VSRS_")}
    return neutral | urls | {"VSRS_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"}

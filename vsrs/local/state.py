"""What a running portal writes down in its var folder: the lock, where its servers are, who its
processes are. The next start reads it."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
from pathlib import Path

from vsrs.local import waiting
from vsrs.local.problems import Problem
from vsrs.local.processes import birth_of

PROJECT = Path(__file__).resolve().parent.parent.parent
SOCKETS_PREFIX = "vsrs-"


def var_folder():
    var = Path(os.environ.get("VSRS_VAR_DIR") or PROJECT / "var").absolute()
    # Root lets `nobody` pass through to the database's folder inside.
    var.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    return var


def secret_key(var):
    path = var / "secret-key"
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


class AlreadyRunning(Problem):
    def __init__(self, running):
        self.running = running
        where = f" at {running['address']}" if "address" in running else ""
        super().__init__(
            f"The portal of this folder already runs{where} (process {running.get('pid', 'unknown')}). "
            "Stop it with Ctrl-C there, or give a second one a folder of its own: "
            "VSRS_VAR_DIR=another/folder python3 run.py --port 8001"
        )


class State:
    def __init__(self, var):
        self.path = var / "running.json"
        self.values = {"pid": os.getpid(), "processes": []}
        self.database_is_new = False

    def read(self):
        with contextlib.suppress(FileNotFoundError, ValueError):
            return json.loads(self.path.read_text())
        return {}

    def note(self, **values):
        self.values |= values
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.values, indent=1))
        fresh.replace(self.path)

    def note_child(self, child):
        self.note(
            processes=[*self.values["processes"], [child.process.pid, child.birth, int(child.stop_signal)]]
        )

    def forget(self):
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def only_one(var):
    """Hold the folder's lock. What an earlier runner left behind (it was killed) is cleared away first."""
    state = State(var)
    with open(var / "lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(state.read()) from None
        _clear_away(state.read())
        state.note()
        try:
            yield state
        finally:
            state.forget()


def _clear_away(left):
    for pid, birth, number in left.get("processes", []):
        _end(pid, birth, number)
    sockets = Path(left.get("sockets", ""))
    if sockets.name.startswith(SOCKETS_PREFIX):
        shutil.rmtree(sockets, ignore_errors=True)


def _end(pid, birth, number):
    def gone():
        return birth_of(pid) != birth

    if not birth or gone():
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
        with contextlib.suppress(Problem):
            waiting.wait_until(gone, seconds=10, problem="it does not listen")
            return
        os.kill(pid, signal.SIGKILL)

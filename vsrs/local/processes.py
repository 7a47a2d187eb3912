"""Child processes that never outlive the runner."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from vsrs.local import waiting
from vsrs.local.problems import Stopped

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """Somebody else's name to run under; PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @classmethod
    def nobody(cls):
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    def popen_arguments(self):
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


class Child:
    """A process in a session of its own, so that Ctrl-C in the terminal reaches the runner alone
    and the runner decides the order in which things end."""

    def __init__(
        self, name, command, *, dies_by=signal.SIGTERM, account=None, stdin=subprocess.DEVNULL, **popen
    ):
        self.name = name
        self.stop_signal = dies_by
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=stdin,
            start_new_session=True,
            preexec_fn=_die_with_runner(dies_by),
            **(account.popen_arguments() if account else {}),
            **popen,
        )
        self.birth = birth_of(self.process.pid)

    @property
    def ended(self):
        return self.process.poll() is not None

    def stop(self, patience):
        """Ask it to end, insist after `patience` seconds, and leave nothing of its session behind."""
        if not self.ended:
            self.process.send_signal(self.stop_signal)
            deadline = time.monotonic() + patience
            while not self.ended and time.monotonic() < deadline:
                waiting.wait(0.25)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def run(name, command, **popen):
    """Run one command that needs no keyboard, to its end; its exit code."""
    child = Child(name, command, **popen)
    try:
        while not child.ended:
            waiting.stop_if_asked()
            waiting.wait(5)
    finally:
        child.stop(patience=10)
    return child.process.returncode


def run_in_front(command, **popen):
    """Run one command that owns the terminal (a shell, pytest); its exit code."""
    process = subprocess.Popen(
        [str(part) for part in command], preexec_fn=_die_with_runner(signal.SIGTERM), **popen
    )
    try:
        while process.poll() is None:
            waiting.stop_if_asked()
            waiting.wait(5)
    except Stopped as stop:
        # The terminal has already sent Ctrl-C to both of us; a second one would cut short its cleaning up.
        if stop.number != signal.SIGINT or not sys.stdin.isatty():
            process.send_signal(stop.number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode


def _die_with_runner(number):
    """On Linux the kernel ends the child when the runner is killed. Must be set after the change of
    account, which clears it; Popen calls this last."""
    if _libc is None:
        return None
    runner = os.getpid()

    def ask_the_kernel():
        _libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != runner:
            os._exit(1)

    return ask_the_kernel


def birth_of(pid):
    """When a process was born, so that a recycled number is not taken for it; "" when it is gone."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/stat") as stat:
                state, *rest = stat.read().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if state == "Z" else rest[18]
    answer = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", **os.environ},
    )
    return answer.stdout.strip()

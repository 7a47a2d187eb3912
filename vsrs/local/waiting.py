"""One place to wait: wakes up when a signal comes, when a child ends and when a file can be read."""

import contextlib
import os
import select
import signal
import time

from vsrs.local.problems import Problem, Stopped

_received = []
_reader, _writer = os.pipe()
os.set_blocking(_reader, False)
os.set_blocking(_writer, False)


def listen_to_signals():
    signal.set_wakeup_fd(_writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, _remember)
    signal.signal(signal.SIGTERM, _remember)
    # Under nohup the terminal may go away without ending the portal.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _remember)
    signal.signal(signal.SIGCHLD, lambda *_: None)


def _remember(number, frame):
    # Only remembered: an exception thrown into the middle of starting a process would lose it.
    _received.append(number)


def stop_if_asked():
    if _received:
        raise Stopped(_received[0])


def wait(seconds, *files):
    """Wait at most so long, and return those of `files` that can be read."""
    ready, _, _ = select.select([_reader, *files], [], [], max(seconds, 0))
    if _reader in ready:
        ready.remove(_reader)
        with contextlib.suppress(BlockingIOError):
            while os.read(_reader, 4096):
                pass
    return ready


def wait_until(done, *, seconds, problem, stoppable=True):
    """Ask `done()` until it says yes; it is asked often at first and then more rarely."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while not done():
        if stoppable:
            stop_if_asked()
        if time.monotonic() > deadline:
            raise Problem(problem)
        wait(pause)
        pause = min(pause * 1.5, 0.25)

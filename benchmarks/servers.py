"""A gunicorn as the runner starts it, on a free port, that never outlives the measurement."""

import os
import socket
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks import load
from vsrs.local import waiting
from vsrs.local.processes import Child

WORKERS, THREADS = 2, 4


@dataclass
class Server:
    port: int
    master: int

    @property
    def workers(self):
        return load.children_of(self.master)


@contextmanager
def serving(application):
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", WORKERS, "--threads", THREADS]
    command += ["--keep-alive", 30, "--graceful-timeout", 3, "--log-level", "warning"]
    with tempfile.TemporaryFile("w+") as said:
        child = Child(application, command, env={**os.environ, "VSRS_DEBUG": "0"}, stdout=said, stderr=said)
        try:
            server = Server(port, child.process.pid)
            waiting.wait_until(
                lambda: _answers(child, server), seconds=30, problem=f"{application} does not answer."
            )
            yield server
        except BaseException:
            said.seek(0)
            print(said.read()[-2000:], file=sys.stderr)
            raise
        finally:
            child.stop(patience=5)


def _answers(child, server):
    if child.ended:
        raise SystemExit(f"{child.name} did not start; the reason stands above.")
    if len(server.workers) < WORKERS:
        return False
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/zdravlje/", timeout=5).close()
    except urllib.error.HTTPError as answer:
        return answer.code == 404  # the bare project knows one address only
    except OSError:
        return False
    return True


def _free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]

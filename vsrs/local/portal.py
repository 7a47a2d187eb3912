"""The portal itself: web, worker and beat, with their lines prefixed by who says them."""

import contextlib
import http.client
import os
import socket
import sys
import time

from vsrs.local import waiting
from vsrs.local.packages import PYTHON
from vsrs.local.problems import Problem
from vsrs.local.processes import Child
from vsrs.local.state import PROJECT, secret_key

READINESS = "/zdravlje/spremnost/"
PATIENCE = 90
COLOURS = {"web": 36, "worker": 33, "beat": 35}


def environment(var, port, servers):
    """What the programs are told. Anything set outside wins."""
    told = {
        "DJANGO_SETTINGS_MODULE": "vsrs.settings",
        "PYTHONUNBUFFERED": "1",
        # Celery warns of root at every start; here root is a person trying the portal on a fresh machine.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        "VSRS_DEMO": "1",
        "VSRS_LOG_LEVEL": "WARNING",
        "VSRS_SECRET_KEY": secret_key(var),
        "VSRS_SITE_URL": f"http://localhost:{port}",
        "VSRS_STATIC_ROOT": str(var / "static"),
    }
    return told | os.environ | servers | {"VSRS_VAR_DIR": str(var)}


def claim(port):
    """Say at once, and not after a minute of installing, that the port is taken."""
    if _free(port):
        return
    other = next((number for number in range(port + 1, min(port + 100, 65536)) if _free(number)), None)
    hint = f" Use another one: python3 run.py --port {other}" if other else ""
    raise Problem(f"Port {port} is taken by another program.{hint}")


def _free(port):
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(f"Port {port} may be used by root only. Use one above 1023.") from None
        except OSError:
            return False
    return True


def run(state, var, port, env):
    """Run until somebody stops it. The worker ends after the web, and before the queue it reads from."""
    celery = [PYTHON, "-m", "celery", "--app", "vsrs.celery", "--quiet"]
    web = [PYTHON, "-m", "gunicorn", "vsrs.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    web += ["--graceful-timeout", "5", "--log-level", "warning"]
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "4"]
    worker += ["--without-mingle", "--without-gossip"]
    beat = [*celery, "beat", "--schedule", var / "beat-schedule", "--pidfile="]
    with contextlib.ExitStack() as stack:
        crew = [
            stack.enter_context(_saying(state, name, command, env))
            for name, command in (("worker", worker), ("beat", beat), ("web", web))
        ]
        _say(crew, until_ready_at=port)
        state.note(address=env["VSRS_SITE_URL"])
        _announce(env)
        _say(crew)


@contextlib.contextmanager
def _saying(state, name, command, env):
    reader, writer = os.pipe()
    child = Child(name, command, env=env, cwd=PROJECT, stdout=writer, stderr=writer)
    os.close(writer)
    os.set_blocking(reader, False)
    try:
        state.note_child(child)
        child.reader, child.unsaid = reader, b""
        yield child
    finally:
        child.stop(patience=20)
        _print_lines(child)
        os.close(reader)


def _say(crew, until_ready_at=None):
    """Print what they say until the health page answers, or, after that, until one of them ends."""
    deadline, answer = time.monotonic() + PATIENCE, "nothing"
    while True:
        by_reader = {child.reader: child for child in crew if not child.ended}
        for reader in waiting.wait(0.3 if until_ready_at else 60, *by_reader):
            _print_lines(by_reader[reader])
        waiting.stop_if_asked()
        if ended := [child for child in crew if child.ended]:
            _print_lines(ended[0])
            raise Problem(
                f"{ended[0].name} ended by itself (code {ended[0].process.returncode}); stopping the rest."
            )
        if until_ready_at:
            answer = _health(until_ready_at)
            if answer.startswith("200"):
                return
            if time.monotonic() > deadline:
                raise Problem(f"The portal did not become ready. Its health page says: {answer}")


def _health(port):
    try:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", READINESS, headers={"Host": f"localhost:{port}"})
            response = connection.getresponse()
            return f"{response.status} {response.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        return str(error)


def _print_lines(child):
    with contextlib.suppress(BlockingIOError):
        while chunk := os.read(child.reader, 65536):
            child.unsaid += chunk
    *lines, child.unsaid = child.unsaid.split(b"\n")
    if child.ended and child.unsaid:
        lines, child.unsaid = [*lines, child.unsaid], b""
    for line in lines:
        print(f"{_prefix(child.name)} {line.decode(errors='replace')}", flush=True)


def _prefix(name):
    words = f"{name:6} |"
    return f"\033[{COLOURS[name]}m{words}\033[0m" if sys.stdout.isatty() else words


def _announce(env):
    print(f"\nThe portal runs: {env['VSRS_SITE_URL']}", flush=True)
    if env["VSRS_DEMO"] == "1":
        print("Sign in as koordinator@vsrs.example, password volontiram-demo (more accounts: README.md).")
    print("Ctrl-C stops it.\n", flush=True)

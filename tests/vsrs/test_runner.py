"""`run.py` for real: one portal with its own servers, from the first start to the last stop."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings

RUN = [sys.executable, "run.py"]
ADDRESS = re.compile(r"The portal runs: http://localhost:(\d+)")
PATIENCE = 120


@pytest.fixture
def var():
    # Not tmp_path: its parents are closed to `nobody`, who runs the servers when root runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="vsrs-runner-"))
    folder.chmod(0o711)
    yield folder
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder)


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(var):
    ours = {"DATABASE_URL", "REDIS_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours and "VSRS_" not in name}
    return kept | {"VSRS_VAR_DIR": str(var), "VSRS_DEMO": "0"}


def run(var, *arguments):
    return subprocess.run(
        [*RUN, *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Portal:
    """A started `run.py`, once it has printed its address."""

    def __init__(self, var, port):
        self.output = open(var / "said", "w")  # noqa: SIM115 -- closed with the portal
        command = [*RUN, "--port", str(port)]
        began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment(var),
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while not ADDRESS.search(self.said()) and self.process.poll() is None:
            assert time.monotonic() - began < PATIENCE, self.said()
            time.sleep(0.2)
        self.took = time.monotonic() - began
        if self.process.poll() is not None:
            self.output.close()
            pytest.fail(self.said())

    def said(self):
        return Path(self.output.name).read_text()

    def end(self, number):
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        self.output.close()
        return code


def processes_of(var):
    """Every process that was told this var folder, whoever it belongs to."""
    mark = f"VSRS_VAR_DIR={var}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def wait_for_quiet(var, seconds):
    deadline = time.monotonic() + seconds
    while (left := processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def health(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/zdravlje/spremnost/")
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_portal_starts_once_keeps_its_data_and_leaves_nothing_behind(var, port):
    first = Portal(var, port)
    assert health(port) == 200

    refused = run(var, "--port", str(port + 1))
    assert refused.returncode == 1
    assert f"already runs at http://localhost:{port} (process {first.process.pid})" in refused.stderr

    keep = "from django.contrib.sessions.models import Session; from django.utils import timezone; "
    keep += "Session.objects.create(session_key='kept', expire_date=timezone.now())"
    assert run(var, "manage", "shell", "-c", keep).returncode == 0

    # Killed, not stopped: nobody is left to clean up, so the kernel and the next start have to.
    first.end(signal.SIGKILL)
    assert wait_for_quiet(var, 20) == []

    second = Portal(var, port)
    assert health(port) == 200
    assert second.took < first.took
    ask = "from django.contrib.sessions.models import Session; print(Session.objects.get().session_key)"
    assert run(var, "manage", "shell", "--verbosity", "0", "-c", ask).stdout.strip() == "kept"

    said = second.said()
    assert len(ADDRESS.findall(said)) == 1
    assert second.end(signal.SIGINT) == 0
    assert processes_of(var) == []
    assert not (var / "running.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_start_that_is_interrupted_leaves_nothing_behind(var, port):
    starting = subprocess.Popen(
        [*RUN, "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=environment(var),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (var / "postgres/data/postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    starting.send_signal(signal.SIGTERM)

    assert starting.wait(timeout=30) == 0
    assert processes_of(var) == []


def test_a_port_that_is_taken_is_told_before_anything_is_started(var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        answer = run(var, "--port", taken)

    assert answer.returncode == 1
    assert re.fullmatch(
        rf"Port {taken} is taken by another program\. Use another one: python3 run\.py --port \d+",
        answer.stderr.strip(),
    )
    assert answer.stdout == ""
    assert not (var / "postgres").exists()


@pytest.mark.parametrize("port", ["0", "70000", "web"])
def test_a_port_that_is_none_is_refused(var, port):
    answer = run(var, "--port", port)

    assert answer.returncode == 2
    assert "--port" in answer.stderr


def test_a_management_command_gets_servers_of_its_own_and_its_exit_code_through(var):
    ask = "from accounts.models import User; print(User.objects.count()); raise SystemExit(3)"

    answer = run(var, "manage", "shell", "--verbosity", "0", "-c", ask)

    assert (answer.returncode, answer.stdout, answer.stderr) == (3, "0\n", "")
    assert not (var / "running.json").exists()

"""The private PostgreSQL and Valkey: foreground children on unix sockets in a folder only we can open.

`DATABASE_URL` and `REDIS_URL`, when set, replace them.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import tempfile
from pathlib import Path
from urllib.parse import quote

from vsrs.local import processes, programs, waiting
from vsrs.local.problems import Problem
from vsrs.local.processes import Account, Child
from vsrs.local.state import SOCKETS_PREFIX

# Single-user mode makes the role and the database, so the superuser never needs a way in: the
# only door in pg_hba.conf is the ordinary role's.
FIRST_STATEMENTS = """\
CREATE ROLE vsrs LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS
CREATE DATABASE vsrs OWNER vsrs
"""
DOORS = "local all vsrs trust\n"
# Values that make a throw-away database fast and a kept one safe.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
KEPT = ("max_connections=100",)
# PostgreSQL refuses socket paths longer than this; the file's own name takes part of it.
LONGEST_SOCKET_FOLDER = 80
# Stands in the var folder and says where the database is, when `nobody` cannot pass through to it.
ELSEWHERE = "database-is-elsewhere"


@contextlib.contextmanager
def running(state, var, *, throw_away=False):
    """The environment variables under which the servers are found, while they run."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if len(given) == 2:
        state.note(servers=given)
        yield given
        return
    account = _account(var)
    home = _home(var, account)
    postgres, valkey = programs.find(home, account)
    with contextlib.ExitStack() as stack:
        sockets = stack.enter_context(_sockets(state, account))
        logs = var / "log"
        logs.mkdir(exist_ok=True)
        if "DATABASE_URL" not in given:
            cluster = Cluster(home / "postgres", postgres, account, throw_away)
            state.database_is_new = cluster.make()
            stack.enter_context(cluster.running(state, sockets, logs / "postgres.log"))
            given["DATABASE_URL"] = f"postgres://vsrs@/vsrs?host={quote(str(sockets), safe='')}"
        if "REDIS_URL" not in given:
            stack.enter_context(_valkey(state, valkey, account, sockets, logs / "valkey.log"))
            given["REDIS_URL"] = f"unix://{sockets}/valkey.sock"
        state.note(servers=given)
        yield given


def _account(var):
    """Who runs the servers: ourselves, or `nobody` when we are root. Data that an ordinary user has
    made stay that user's when root comes along."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(FileNotFoundError):
        owner = (var / "postgres").stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    return Account.nobody()


def _home(var, account):
    """Where the database lives: the var folder, unless `nobody` cannot get there (below /root)."""
    if account is None or programs.reachable(var, account):
        return var
    shared = Path("/var/lib" if Path("/var/lib").is_dir() else "/usr/local/var") / "vsrs-portal"
    home = shared / hashlib.sha256(str(var).encode()).hexdigest()[:12]
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    shared.chmod(0o711)
    home.chmod(0o711)
    (var / ELSEWHERE).write_text(f"{home}\n")
    return home


@contextlib.contextmanager
def _sockets(state, account):
    place = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix=SOCKETS_PREFIX, dir=place))
    try:
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            raise Problem(
                f"The folder for temporary files has too long a name for sockets: {folder}. Set TMPDIR."
            )
        if account:
            os.chown(folder, account.uid, account.gid)
        state.note(sockets=str(folder))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    def __init__(self, folder, postgres, account, throw_away):
        self.folder = folder
        self.data = folder / "data"
        self.program = postgres / "postgres"
        self.initdb = postgres / "initdb"
        self.account = account
        self.throw_away = throw_away

    def make(self):
        """Make the database cluster when there is none, and say whether there was none.
        An interrupted attempt leaves none."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(self.folder, self.account.uid, self.account.gid)
        elif self.folder.stat().st_uid != os.geteuid():
            raise Problem(f"{self.folder} belongs to another user (was the portal started by root before?).")
        if self.data.exists():
            self._check_version()
            return False
        fresh = self.folder / "new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._run(
            *(
                self.initdb,
                "--pgdata",
                fresh,
                "--username",
                "postgres",
                "--encoding",
                "UTF8",
                "--no-instructions",
            ),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--auth", "reject"),
            *(["--no-sync"] if self.throw_away else []),
        )
        self._run(self.program, "--single", "-D", fresh, "postgres", typed=FIRST_STATEMENTS)
        (fresh / "pg_hba.conf").write_text(DOORS)
        fresh.rename(self.data)
        return True

    def _check_version(self):
        made_by = (self.data / "PG_VERSION").read_text().strip()
        with tempfile.TemporaryFile("w+") as said:
            processes.run("postgres", [self.program, "--version"], stdout=said, cwd="/", account=self.account)
            said.seek(0)
            version = said.read()
        if f" {made_by}." not in version:
            raise Problem(
                f"The data in {self.data} were made by PostgreSQL {made_by}, "
                f"the program is{version.rpartition(')')[2].rstrip()}. "
                "Move them over by pg_dump (docs/operations.md), or remove the folder to start anew."
            )

    def _run(self, *command, typed=""):
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as typing:
            typing.write(typed)
            typing.seek(0)
            code = processes.run(
                "initdb",
                command,
                account=self.account,
                cwd="/",
                env=_plain_environment(),
                stdin=typing,
                stdout=said,
                stderr=said,
            )
            said.seek(0)
            words = said.read()
        if code or "ERROR:" in words:
            raise Problem(f"The database could not be made:\n{words.strip()}")

    @contextlib.contextmanager
    def running(self, state, sockets, log):
        options = ["listen_addresses=", f"unix_socket_directories={sockets}", "log_timezone=UTC"]
        options += THROW_AWAY if self.throw_away else KEPT
        command = [self.program, "-D", self.data, *(part for option in options for part in ("-c", option))]
        with _server(state, "postgres", command, self.account, log, signal.SIGINT) as child:
            _wait_for(child, log, lambda: self._is_ready(child))
            yield

    def _is_ready(self, child):
        """As pg_ctl finds out: the server writes its state into the eighth line of its pid file."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return len(lines) >= 8 and lines[0] == str(child.process.pid) and lines[7].strip() == "ready"
        return False


@contextlib.contextmanager
def _valkey(state, program, account, sockets, log):
    """Nothing in it is worth keeping: PostgreSQL holds the truth, the queue only hints."""
    path = sockets / "valkey.sock"
    command = [program, "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", sockets]
    command += ["--save", "", "--appendonly", "no"]
    with _server(state, "valkey", command, account, log, signal.SIGTERM) as child:
        _wait_for(child, log, lambda: _pongs(path))
        yield


def _pongs(path):
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        connection.connect(str(path))
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


@contextlib.contextmanager
def _server(state, name, command, account, log, dies_by):
    with open(log, "w") as file:
        child = Child(
            name,
            command,
            account=account,
            dies_by=dies_by,
            cwd="/",
            env=_plain_environment(),
            stdout=file,
            stderr=file,
        )
    try:
        state.note_child(child)
        yield child
    finally:
        child.stop(patience=30)


def _wait_for(child, log, answers):
    def ready():
        if child.ended:
            raise Problem(f"{child.name} did not start; {log} says:\n{log.read_text().strip()[-2000:]}")
        return answers()

    waiting.wait_until(ready, seconds=60, problem=f"{child.name} does not answer; see {log}.")


def _plain_environment():
    """Without anything that turns the servers' heads: PG… variables and languages that are not installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}

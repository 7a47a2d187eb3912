"""No container engine is needed to know that the files for production are right in themselves."""

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from ruamel.yaml import YAML

ROOT = settings.BASE_DIR
COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yml")
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_file_follows_the_published_schema():
    tool = Path(sys.executable).with_name("check-jsonschema")
    answer = subprocess.run(
        [tool, "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (answer.returncode, answer.stdout.strip()) == (0, "ok -- validation done"), answer.stdout


def test_one_image_serves_web_worker_beat_and_migrations():
    assert {SERVICES[name]["image"] for name in OURS} == {"${VSRS_IMAGE:-vsrs-portal:latest}"}
    assert set(SERVICES) == {"database", "queue", *OURS}


def test_nothing_of_ours_runs_as_root_or_may_become_it():
    assert re.search(r"^USER (?!0|root)\d+$", DOCKERFILE, re.MULTILINE)
    for name in OURS:
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_everything_that_stays_up_is_asked_whether_it_is_well():
    assert {name for name in SERVICES if "healthcheck" not in SERVICES[name]} == {"migrate"}


def test_the_web_and_the_worker_wait_for_the_migrations():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "queue": {"condition": "service_healthy"},
        }


def test_only_the_web_is_reachable_and_only_from_the_host_itself():
    published = {name: SERVICES[name]["ports"] for name in SERVICES if "ports" in SERVICES[name]}

    assert published == {"web": ["${VSRS_PUBLISH:-127.0.0.1:8000}:8000"]}


def test_no_secret_stands_in_the_file_or_has_a_default():
    secret = re.compile(r"\$\{(\w*(?:SECRET|PASSWORD)\w*)(:?[-?])?")
    found = secret.findall((ROOT / "docker-compose.yml").read_text())

    assert {name for name, sign in found if sign != ":?"} == {"VSRS_EMAIL_PASSWORD"}  # optional, empty


def test_the_example_of_an_environment_names_all_that_must_be_set():
    needed = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^(\w+)=", (ROOT / "docker/env.example").read_text(), re.MULTILINE))

    assert needed <= offered


@pytest.mark.parametrize("name", OURS)
def test_each_command_can_be_started(name):
    command = SERVICES[name].get("command") or re.findall(r'"([^"]+)"', DOCKERFILE.split("CMD", 1)[1])
    program, *arguments = command
    if program == "python":
        assert (ROOT / arguments[0]).exists()
        return
    assert shutil.which(program, path=str(Path(sys.executable).parent))
    target = next(part for part in arguments if part.startswith("--app=") or ":" in part)
    module, _, attribute = target.removeprefix("--app=").partition(":")
    assert hasattr(importlib.import_module(module), attribute or "app")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_each_command_knows_the_options_it_is_given(name):
    command = SERVICES[name].get("command") or re.findall(r'"([^"]+)"', DOCKERFILE.split("CMD", 1)[1])
    program = [Path(sys.executable).with_name(command[0])]
    if command[0] == "celery":
        program += [part for part in command if part.startswith("--app") or part in ("worker", "beat")]
    known = subprocess.run([*program, "--help"], cwd=ROOT, capture_output=True, text=True).stdout

    options = {part.partition("=")[0] for part in command if part.startswith("--")} - {"--app"}
    assert [option for option in sorted(options) if option not in known] == []


def test_the_image_holds_the_locked_packages_without_those_for_tests_and_local_servers():
    def locked(file):
        return dict(
            re.findall(r"^([\w.-]+(?:\[\w+\])?)==(.+?)(?: \\)?$", (ROOT / file).read_text(), re.MULTILINE)
        )

    production, everything = locked("requirements-production.txt"), locked("requirements.txt")

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=]", name)[0].lower() for name in project["dependencies"]}
    extras = {name for names in project["optional-dependencies"].values() for name in names}
    assert production.items() <= everything.items()
    assert wanted <= set(production)
    assert not extras & set(production)

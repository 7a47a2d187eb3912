"""What the person typed after `python3 run.py`."""

import argparse
import sys

from vsrs.local import checks, packages, portal, processes, servers, waiting
from vsrs.local.problems import Problem, Stopped
from vsrs.local.state import PROJECT, AlreadyRunning, only_one, var_folder

MANAGE = [packages.PYTHON, PROJECT / "manage.py"]


def main(arguments):
    waiting.listen_to_signals()
    try:
        return _choose(arguments)
    except Stopped as stop:
        return stop.number + 128
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"\nNot allowed: {error}. Does it belong to another user?", file=sys.stderr)
        return 1


def _choose(arguments):
    if arguments[:1] == ["test"]:
        packages.install()
        return checks.test(arguments[1:])
    if arguments[:1] == ["benchmark"]:
        packages.install()
        return checks.benchmark(arguments[1:])
    if arguments[:1] == ["manage"]:
        packages.install()
        return _manage(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="python3 run.py",
        description="Start the portal with its own database and queue.",
        epilog="Also: run.py test [pytest arguments] · run.py manage COMMAND … · run.py benchmark",
    )
    parser.add_argument("--port", type=_port, default=8000, help="of the address it prints (8000)")
    return _serve(parser.parse_args(arguments).port)


def _port(text):
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def _serve(port):
    var = var_folder()
    try:
        with only_one(var) as state:
            portal.claim(port)
            packages.install()
            with servers.running(state, var) as urls:
                env = portal.environment(var, port, urls)
                _prepare(state, env)
                portal.run(state, var, port, env)
    except Stopped:
        print("\nStopped; everything is kept.", flush=True)
    return 0


def _prepare(state, env):
    if state.database_is_new:
        print("Making the database (a minute or two with the demo data, only this time) …", flush=True)
    if processes.run("prepare", [*MANAGE, "prepare"], env=env, cwd=PROJECT):
        raise Problem("The database could not be brought up to date; the reason stands above.")


def _manage(arguments):
    """With the servers of a portal that runs already, or with servers of its own."""
    var = var_folder()
    try:
        with only_one(var) as state, servers.running(state, var) as urls:
            env = portal.environment(var, 8000, urls)
            if state.database_is_new:
                processes.run("migrate", [*MANAGE, "migrate", "--verbosity", "0"], env=env, cwd=PROJECT)
            return processes.run_in_front([*MANAGE, *arguments], env=env)
    except AlreadyRunning as other:
        if "servers" not in other.running:
            raise Problem("The portal of this folder is just starting; try again in a moment.") from None
        return processes.run_in_front(
            [*MANAGE, *arguments], env=portal.environment(var, 8000, other.running["servers"])
        )

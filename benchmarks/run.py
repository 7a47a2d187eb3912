"""`python3 run.py manage benchmark` in words: docs/speed.md. Prints, from one run, what each page costs
against a bare Django page: processor time per request, requests per second at 1, 4 and 16 connections,
number of queries, bytes. Needs the large demo (`manage.py demo --size large`).

Run it by `python -m benchmarks.run` with DATABASE_URL and REDIS_URL set; it starts both servers itself.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.request

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")
os.environ.setdefault("VSRS_LOG_LEVEL", "WARNING")
django.setup()

from benchmarks import booking, load, pages  # noqa: E402

PORTAL_PORT, BARE_PORT = 8791, 8792
WARM_UP, SECONDS = 2, 4
CONNECTIONS = (1, 4, 16)


def serve(application, port):
    """gunicorn as the runner starts it: two workers of four threads."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "30"]
    server = subprocess.Popen(
        [*command, "--log-level", "warning"], env={**os.environ, "VSRS_DEBUG": "0"}, start_new_session=True
    )
    for _ in range(100):
        if len(load.children_of(server.pid)) == 2:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            except urllib.error.HTTPError:
                return server
            except OSError:
                time.sleep(0.2)
                continue
            return server
        time.sleep(0.2)
    raise SystemExit(f"{application} did not start")


def main():
    world = pages.prepare()
    portal = serve("vsrs.wsgi:application", PORTAL_PORT)
    bare = serve("benchmarks.bare_wsgi:application", BARE_PORT)
    try:
        report(world, portal, bare)
        booking.report(world, PORTAL_PORT, BARE_PORT)
    finally:
        for server in (portal, bare):
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def report(world, portal, bare):
    yardstick = one_page(BARE_PORT, "/bare/", world.cookie, bare)
    print(
        f"{'page':44} {'CPU ms':>7} {'ratio':>6} {'r/s 1':>7} {'r/s 4':>7} {'r/s 16':>7} {'queries':>8} {'bytes':>8}"
    )
    print_row("a bare Django page", yardstick, yardstick, 3)
    for name, path, cookie in world.pages:
        print_row(
            name, one_page(PORTAL_PORT, path, cookie, portal), yardstick, pages.queries_of(path, cookie)
        )


def one_page(port, path, cookie, server):
    pids = load.children_of(server.pid)
    load.measure(port, path, cookie, connections=4, seconds=WARM_UP, pids=pids)
    return [
        load.measure(port, path, cookie, connections=count, seconds=SECONDS, pids=pids)
        for count in CONNECTIONS
    ]


def print_row(name, runs, yardstick, queries):
    cost = sum(run.milliseconds for run in runs) / len(runs)
    bare = sum(run.milliseconds for run in yardstick) / len(yardstick)
    speeds = " ".join(f"{run.per_second:7.0f}" for run in runs)
    print(f"{name:44} {cost:7.2f} {cost / bare:6.2f} {speeds} {queries:8} {runs[0].size:8}", flush=True)


if __name__ == "__main__":
    main()

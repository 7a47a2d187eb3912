"""What each page costs against a bare Django page, from one run; how to run it: docs/speed.md."""

import os
import sys
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")
os.environ["VSRS_DEBUG"] = "0"
django.setup()

from benchmarks import booking, load, pages  # noqa: E402
from benchmarks.servers import serving  # noqa: E402

WARM_UP, SECONDS = 1, 2
CONNECTIONS = (1, 4, 16)
# Processor time is taken in short turns, bare page and page: other work on the machine weighs on both.
TURNS, TURN = 6, 0.6
BARE_STATEMENTS = 3  # the session, the user, the rows


def main(words):
    world = pages.prepare()
    with serving("vsrs.wsgi:application") as portal, serving("benchmarks.bare_wsgi:application") as bare:
        measured = [page for page in world.pages if all(word in page.name for word in words)]
        if measured:
            report(measured, pages.Page("a bare Django page", "/bare/", world.bare_cookie), portal, bare)
        if not words or "booking" in words:
            booking.report(world.bare_cookie, portal.port, bare.port)


def report(measured, bare_page, portal, bare):
    heads = " ".join(f"{f'r/s {count}':>7}" for count in CONNECTIONS)
    print(f"{'page':40} {'CPU ms':>7} {'ratio':>6} {heads} {'queries':>8} {'bytes':>8} {'gzip':>7}")
    load.measure(bare, bare_page, connections=4, seconds=WARM_UP)
    print_row(bare_page.name, costs(bare, bare_page), 1, speeds(bare, bare_page), BARE_STATEMENTS)
    for page in measured:
        load.measure(portal, page, connections=4, seconds=WARM_UP)
        ratios, milliseconds = [], []
        for _ in range(TURNS):
            yardstick = load.measure(bare, bare_page, connections=4, seconds=TURN)
            turn = load.measure(portal, page, connections=4, seconds=TURN)
            ratios.append(turn.milliseconds / yardstick.milliseconds)
            milliseconds.append(turn.milliseconds)
        statements = pages.statements_of(page)
        print_row(page.name, milliseconds, median(ratios), speeds(portal, page), statements)


def costs(server, page):
    return [load.measure(server, page, connections=4, seconds=TURN).milliseconds for _ in range(TURNS)]


def speeds(server, page):
    return [load.measure(server, page, connections=count, seconds=SECONDS) for count in CONNECTIONS]


def print_row(name, milliseconds, ratio, runs, statements):
    per_second = " ".join(f"{run.per_second:7.0f}" for run in runs)
    numbers = f"{median(milliseconds):7.2f} {ratio:6.2f} {per_second} {statements:8}"
    print(f"{name:40} {numbers} {runs[0].size:8} {runs[0].compressed:7}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

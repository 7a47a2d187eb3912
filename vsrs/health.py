"""Is it alive, and can it work? For the runner, the container engine and the load balancer.

Answered by a middleware, ahead of host names, sessions and tenancy: probes come by IP address, and a
database that is away must not keep the page from saying so.
"""

import shutil
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

QUEUE_PATIENCE = 2  # seconds
LEAST_FREE_SPACE = 200 * 2**20  # bytes; below it uploads and exports begin to fail


class Unwell(Exception):
    """What is wrong, in words that give nothing away to a stranger."""


@require_safe
@never_cache
def live(request):
    """This process answers. Nothing else is asked, so a broken database does not get it restarted."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request):
    """Everything a page needs is there: database, queue, migrations, disk."""
    findings = {name: _finding(check) for name, check in CHECKS.items()}
    well = set(findings.values()) == {"ok"}
    return JsonResponse({"status": "ready" if well else "unwell", **findings}, status=200 if well else 503)


def _finding(check):
    try:
        check()
    except Unwell as trouble:
        return str(trouble)
    return "ok"


def check_database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        raise Unwell("does not answer") from error


def check_queue():
    patience = {"socket_timeout": QUEUE_PATIENCE, "socket_connect_timeout": QUEUE_PATIENCE}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **patience) as queue:
            queue.ping()
    except redis.RedisError as error:
        raise Unwell("does not answer") from error


def check_migrations():
    try:
        _all_migrated()
    except DatabaseError as error:
        raise Unwell("unknown, the database does not answer") from error


@cache
def _all_migrated():
    """Kept once it is true: a running process cannot get new migration files. A failure is asked again."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unwell(f"{len(waiting)} not applied")


def check_disk():
    folder = next(path for path in (settings.VAR_DIR, *settings.VAR_DIR.parents) if path.exists())
    if shutil.disk_usage(folder).free < LEAST_FREE_SPACE:
        raise Unwell("nearly full")


CHECKS = {
    "database": check_database,
    "queue": check_queue,
    "migrations": check_migrations,
    "disk": check_disk,
}

PAGES = {"/zdravlje/": live, "/zdravlje/spremnost/": ready}


def answer_first(get_response):
    def middleware(request):
        page = PAGES.get(request.path)
        return page(request) if page else get_response(request)

    return middleware

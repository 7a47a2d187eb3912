"""Is it alive, and can it work? For the runner, the container engine and the load balancer."""

import shutil
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vsrs.celery import app as celery

QUEUE_PATIENCE = 2  # seconds
LEAST_FREE_SPACE = 200 * 2**20  # bytes; below it uploads and exports begin to fail


class Unwell(Exception):
    """What is wrong, in words that give nothing away to a stranger."""


@require_safe
@never_cache
@login_not_required
def live(request):
    """This process answers. Nothing else is asked, so a broken database does not get it restarted."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
@login_not_required
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
    try:
        with celery.connection_for_write(connect_timeout=QUEUE_PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=QUEUE_PATIENCE)
            broker.default_channel.client.ping()
    except (OSError, *celery.connection_for_write().connection_errors) as error:
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

"""The Celery application. Settings are `CELERY` in vsrs/settings.py, tasks are in each room's tasks.py."""

import os

from celery import Celery, signals
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")

app = Celery("vsrs", task_cls="services.tasks_context:ScopedTask")
app.conf.update(settings.CELERY)
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_the_logs_of_the_settings(**options):
    """Celery leaves logging alone when somebody listens here; Django has set it up already."""


def every(seconds, task):
    # A hint nobody took before the next one came is worth nothing; without this they would pile up
    # while the worker is away.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def nightly(hour, minute, task):
    return {"task": task, "schedule": crontab(hour=hour, minute=minute), "options": {"expires": 3600}}


app.conf.beat_schedule = {
    "send what is due": every(5, "notifications.tasks.deliver_due"),
    "write digests": every(300, "notifications.tasks.gather_digests"),
    "recount changed figures": every(10, "network.tasks.recount_stale"),
    "check counters of bookings": nightly(2, 40, "trainings.tasks.check_bookings"),
    "remind of trainings": nightly(8, 0, "trainings.tasks.remind"),
    "recount every figure": nightly(3, 10, "network.tasks.recount_everything"),
}

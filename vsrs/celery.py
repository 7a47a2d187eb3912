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


def at(task, *, hour, minute):
    return {"task": task, "schedule": crontab(hour=hour, minute=minute), "options": {"expires": 3600}}


app.conf.beat_schedule = {
    "send what is due": every(5, "notifications.tasks.deliver_due"),
    "write digests": every(300, "notifications.tasks.gather_digests"),
    "prepare files": every(30, "notifications.tasks.prepare_files"),
    "recount changed figures": every(10, "network.tasks.recount_stale"),
    "offer freed seats": every(60, "trainings.tasks.settle_waiting"),
    # Again every hour of the day: reminders are written once however often, and one run may be missed.
    "remind of trainings": at("trainings.tasks.remind", hour="8-20", minute=0),
    "remind of evaluations": at("trainings.tasks.remind_to_evaluate", hour="9-18", minute=20),
    "check counters of bookings": at("trainings.tasks.check_bookings", hour=2, minute=40),
    "erase needs": at("trainings.tasks.erase_needs", hour=2, minute=50),
    "tell of dates": every(60, "trainings.tasks.tell_of_dates"),
    "forget met prerequisites": at("trainings.tasks.forget_met_prerequisites", hour=2, minute=20),
    "warn of deadlines": every(300, "consultations.tasks.warn_of_deadlines"),
    "compare people": at("organizers.tasks.find_same_people", hour=2, minute=10),
    "remove prepared files": at("notifications.tasks.remove_prepared_files", hour=3, minute=40),
    "recount every figure": at("network.tasks.recount_everything", hour=3, minute=10),
}

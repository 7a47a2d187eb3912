from django.conf import settings
from django.utils.module_loading import import_string

from services.tasks_context import ScopedTask
from vsrs.celery import app


def our_tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_everything_beat_calls_is_a_task():
    called = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert called <= set(our_tasks())


def test_what_beat_repeats_does_not_pile_up_while_the_worker_is_away():
    assert all(entry["options"]["expires"] for entry in app.conf.beat_schedule.values())


def test_every_task_knows_who_asked_for_it():
    assert {name for name, task in our_tasks().items() if not isinstance(task, ScopedTask)} == set()


def test_tasks_are_named_for_where_they_are():
    for name in our_tasks():
        assert import_string(name).name == name


def test_a_task_survives_the_death_of_its_worker():
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_prefetch_multiplier == 1


def test_the_queue_is_the_one_the_settings_name():
    assert app.conf.broker_url == settings.CELERY["broker_url"]

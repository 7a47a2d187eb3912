"""Tasks run as the one who asked, with the rights that person has when the task runs."""

from datetime import timedelta

import pytest
from celery import shared_task
from django.db import connection, transaction
from django.utils import timezone

from organizers.models import Organizer
from services import tasks_context
from services.models import Membership
from services.tasks_context import HEADER, from_header, to_header
from services.tenancy import Actor, acting_as, actor_of, current_actor, on_behalf_of
from tests.cast import asking, sees_all

seen = []


@shared_task
def look():
    """What the task sees of the organizers, and as whom."""
    seen.append((current_actor(), sorted(Organizer.objects.values_list("name", flat=True))))


@shared_task(atomic=False)
def look_outside_a_transaction():
    seen.append((connection.in_atomic_block, current_actor().user_id))


@pytest.fixture(autouse=True)
def _in_this_process():
    """Tasks run here and now, through the same door as in a worker."""
    seen.clear()
    conf = look.app.conf
    conf.task_always_eager = conf.task_eager_propagates = True
    yield
    conf.task_always_eager = conf.task_eager_propagates = False


def send_and_forget_who_asked(message):
    """What a worker gets: the header of a message, outside of any request."""
    look.apply_async(headers=message)


def test_task_runs_as_the_person_who_asked(nemanja, novi_krug, sveti_sava):
    with asking(nemanja):
        message = {HEADER: to_header(current_actor())}

    send_and_forget_who_asked(message)

    ((actor, names),) = seen
    assert (actor.user_id, names) == (nemanja.pk, ["Udruženje „Novi krug“"])


def test_asking_inside_a_request_puts_the_asker_into_the_header(nemanja, novi_krug, sveti_sava):
    with asking(nemanja):
        look.delay()

    ((actor, names),) = seen
    assert (actor.user_id, names) == (nemanja.pk, ["Udruženje „Novi krug“"])


def test_rights_that_ended_meanwhile_are_gone_in_the_task(nemanja, novi_krug):
    with asking(nemanja):
        message = {HEADER: to_header(current_actor())}
    with sees_all():
        ended = timezone.localdate() - timedelta(days=1)
        Membership.objects.filter(user=nemanja).update(starts_on=ended, ends_on=ended)

    send_and_forget_who_asked(message)

    ((actor, names),) = seen
    assert (actor.services, names) == ((), [])


def test_task_of_somebody_without_an_account_is_not_done(nemanja, novi_krug, caplog):
    message = {HEADER: to_header(Actor(user_id=nemanja.pk, level="member"))}
    nemanja.is_active = False
    nemanja.save(update_fields=["is_active"])

    send_and_forget_who_asked(message)

    assert seen == []
    assert "has no account any more" in caplog.text


def test_elevation_of_an_operation_does_not_travel(jelena, novi_krug, sveti_sava, doboj):
    with asking(jelena), on_behalf_of(doboj):
        look.delay()

    ((actor, _names),) = seen
    assert actor.services == ()


def test_elevation_of_a_secret_link_does_not_travel_either(doboj):
    with acting_as(Actor(bookings=(7,), link="kljuc")), on_behalf_of(doboj):
        look.delay()

    ((actor, _names),) = seen
    assert (actor.services, actor.level, actor.bookings) == ((), "public", (7,))


def test_task_for_a_service_sees_that_service(banja_luka, novi_krug, sveti_sava):
    with acting_as(Actor.for_service(banja_luka)):
        look.delay()

    assert [names for _actor, names in seen] == [["Udruženje „Novi krug“"]]


@pytest.mark.parametrize("level", [Actor.worker(), Actor.founder(), Actor.public()])
def test_nobody_in_particular_sees_nothing(level, novi_krug):
    with acting_as(level):
        look.delay()

    assert [names for _actor, names in seen] == [[]]


def test_secret_link_travels_with_its_visitor():
    visitor = Actor(bookings=(7,), link="kljuc")

    assert from_header(to_header(visitor)) == visitor


def test_message_without_a_header_is_the_publics(novi_krug):
    look.apply_async(headers={HEADER: {}})

    assert [names for _actor, names in seen] == [[]]


@pytest.mark.django_db(transaction=True)
def test_task_asked_for_after_commit_remembers_who_asked(nemanja, novi_krug):
    with asking(nemanja), transaction.atomic():
        look.after_commit()
        assert seen == []

    ((actor, names),) = seen
    assert (actor.user_id, names) == (nemanja.pk, ["Udruženje „Novi krug“"])


@pytest.mark.django_db(transaction=True)
def test_task_that_commits_in_steps_opens_its_own_transactions(nemanja):
    with asking(nemanja):
        look_outside_a_transaction.delay()

    assert seen == [(False, nemanja.pk)]


def test_called_as_a_function_a_task_stays_in_its_callers_scope(nemanja, novi_krug):
    with asking(nemanja):
        look()

    assert seen[0][0] == actor_of(nemanja)


def test_every_task_of_the_portal_is_scoped():
    from vsrs.celery import app

    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]

    assert ours
    assert all(isinstance(task, tasks_context.ScopedTask) for task in ours)

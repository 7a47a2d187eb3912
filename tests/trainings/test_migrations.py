"""Steps of migrations that change rows; run here on today's tables."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.utils import timezone

from organizers.models import Representative
from tests.cast import asking, make_training, make_user, represent, sees_all
from tests.trainings.helpers import book, fresh
from tests.trainings.lining import join, offers
from trainings.models import Booking, Evaluation
from trainings.operations.booking import cancel_booking

closing = import_module("trainings.migrations.0013_close_links_of_those_who_left")
stepping = import_module("trainings.migrations.0012_evaluations_in_steps")


def leave_as_before(user, organizer):
    """As it was when leaving closed no links."""
    with sees_all():
        Representative.objects.filter(user=user, organizer=organizer).update(ends_on=timezone.localdate())


def test_links_of_those_who_left_are_closed_and_no_others(
    doboj, banja_luka, novi_krug, jelena, ognjen, sveti_sava, goran
):
    """Also to trainings of another service."""
    theirs = book(make_training(doboj), ognjen, novi_krug, 1)
    stays = book(make_training(doboj), jelena, novi_krug, 1)
    full = make_training(doboj, seats=1)
    taken = book(full, goran, sveti_sava, 1)
    join(full, ognjen, novi_krug)
    with asking(goran):
        cancel_booking(taken, actor=goran)
    (offer,) = offers(full)
    leave_as_before(ognjen, novi_krug)
    # Who left one organizer keeps the links to the bookings of another.
    other = make_user("ana2@example.org")
    represent(other, sveti_sava)
    represent(other, novi_krug)
    kept = book(make_training(doboj), other, sveti_sava, 1)
    leave_as_before(other, novi_krug)

    closing.close(apps, None)

    with sees_all():
        open_links = set(Booking.objects.exclude(link_key="").values_list("pk", flat=True))
    assert open_links == {stays.pk, taken.pk, kept.pk}
    assert theirs.pk not in open_links
    assert fresh(offer).link_key == ""


def test_who_leaves_tomorrow_keeps_the_link(doboj, novi_krug, ognjen):
    booking = book(make_training(doboj), ognjen, novi_krug, 1)
    with sees_all():
        Representative.objects.filter(user=ognjen).update(ends_on=timezone.localdate() + timedelta(days=1))

    closing.close(apps, None)

    assert fresh(booking).link_key == booking.link_key


def test_what_was_shown_of_evaluations_stays_shown(banja_luka):
    many, few = make_training(banja_luka), make_training(banja_luka)
    with sees_all():
        for training, count in ((many, 6), (few, 4)):
            Evaluation.objects.bulk_create(
                Evaluation(service=banja_luka, training=training, programme=training.programme, answers={})
                for _ in range(count)
            )

    stepping.show_what_was_shown(apps, None)

    with sees_all():
        assert [row.evaluations.shown().count() for row in (many, few)] == [6, 0]

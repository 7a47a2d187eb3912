"""How often notices come: preferences, the moment of a digest, and what is in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from notifications import delivery, digests, schedule
from notifications.models import Notice, Preference
from notifications.operations import choose_frequencies
from notifications.outbox import To, notify
from tests.cast import sees_all

SARAJEVO = ZoneInfo("Europe/Sarajevo")


def at(day, hour=0, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SARAJEVO)


def apply_to(service, *people, organizer="Novi krug", kind="organizers.application_new"):
    with sees_all(), transaction.atomic():
        notify(
            service=service,
            kind=kind,
            key=f"{kind}:{organizer}",
            to=[To(user=person) for person in people],
            data={"organizer": organizer},
            url="/banja-luka/rad/organizatori/5/",
        )


def states():
    with sees_all():
        return list(Notice.objects.order_by("pk").values_list("kind", "recipient__email", "state"))


def make_due():
    with sees_all():
        Notice.objects.filter(state="digest").update(send_after=timezone.now())


@pytest.mark.parametrize(
    ("frequency", "after", "expected"),
    [
        ("daily", at(23, 6, 59), at(23, 7)),  # Monday before seven
        ("daily", at(23, 7), at(24, 7)),
        ("daily", at(27, 12), at(30, 7)),  # Friday noon: not at the weekend
        ("daily", at(28, 3), at(30, 7)),
        ("weekly", at(23, 6), at(23, 7)),
        ("weekly", at(23, 8), at(30, 7)),
        ("weekly", at(29, 23), at(30, 7)),
    ],
)
def test_digest_leaves_at_seven_on_working_days_or_mondays(frequency, after, expected):
    assert schedule.next_digest(frequency, after) == expected


def test_seven_in_the_morning_is_seven_on_the_clock_in_summer_too():
    summer = datetime(2026, 7, 1, 12, tzinfo=SARAJEVO)

    assert schedule.next_digest("daily", summer).astimezone(SARAJEVO).hour == 7


def test_staff_get_applications_in_one_digest_and_others_at_once(banja_luka, milica, nemanja):
    choose_frequencies(nemanja, {"applications": "at_once"})
    apply_to(banja_luka, milica, nemanja)
    apply_to(banja_luka, milica, nemanja, organizer="Most")
    make_due()

    assert digests.gather_due() == 1
    assert delivery.deliver_due() == 3
    assert sorted((message.to[0].split()[0], message.subject) for message in mail.outbox) == [
        ("Milica", "2 nove poruke: Lokalni volonterski servis Banja Luka"),
        ("Nemanja", "Prijava čeka odgovor: Most"),
        ("Nemanja", "Prijava čeka odgovor: Novi krug"),
    ]
    (digest,) = [message for message in mail.outbox if message.to[0].startswith("Milica")]
    assert digest.body.index("Novi krug") < digest.body.index("Most")


def test_digest_is_made_once_and_never_empty(banja_luka, milica):
    apply_to(banja_luka, milica)
    assert digests.gather_due() == 0  # not yet seven
    make_due()

    assert [digests.gather_due() for _ in range(3)] == [1, 0, 0]
    assert states() == [
        ("organizers.application_new", "milica@example.org", "collected"),
        ("digest", "milica@example.org", "waiting"),
    ]


def test_person_who_works_in_two_services_gets_a_digest_from_each(banja_luka, doboj, milica):
    apply_to(banja_luka, milica)
    apply_to(doboj, milica)
    make_due()

    assert digests.gather_due() == 2


def test_long_digest_is_split(banja_luka, milica, monkeypatch):
    monkeypatch.setattr(digests, "LONGEST", 2)
    for number in range(5):
        apply_to(banja_luka, milica, organizer=f"Udruženje {number}")
    make_due()

    assert digests.gather_due() == 3
    with sees_all():
        sizes = [len(n.data["items"]) for n in Notice.objects.filter(kind="digest").order_by("pk")]
    assert sizes == [2, 2, 1]


def test_never_means_the_portal_only(banja_luka, jelena):
    choose_frequencies(jelena, {"organizer": "never"})
    apply_to(banja_luka, jelena, kind="organizers.paused")

    assert states() == [("organizers.paused", "jelena@example.org", "silent")]
    assert delivery.deliver_due() == 0
    with sees_all():
        assert Notice.objects.inbox_of(jelena).count() == 1


def test_own_bookings_come_at_once_whatever_was_chosen(banja_luka, jelena):
    for group in ("bookings", "organizer", "reminders"):
        Preference.objects.create(user=jelena, group=group, frequency="never")
    apply_to(banja_luka, jelena, kind="booking.cancelled")

    assert states() == [("booking.cancelled", "jelena@example.org", "waiting")]


def test_wishes_of_many_recipients_are_read_at_once(
    banja_luka, milica, nemanja, jelena, django_assert_num_queries
):
    with sees_all(), django_assert_num_queries(2):  # their wishes, one INSERT
        notify(
            service=banja_luka,
            kind="organizers.paused",
            key="cause",
            to=[To(user=person) for person in (milica, nemanja, jelena)],
            data={},
        )


# --- the page -----------------------------------------------------------------------------------
def as_shown(client):
    """What the form of the preferences holds: every group and its choice."""
    form = client.get(reverse("notifications:preferences")).context["form"]
    return {field.name: field.value() for field in form}


def test_organizer_chooses_and_finds_the_choice_again(client, jelena, novi_krug):
    client.force_login(jelena)
    wishes = as_shown(client) | {"organizer": "weekly", "reminders": "never"}

    answer = client.post(reverse("notifications:preferences"), wishes)

    assert answer.status_code == 302
    assert dict(Preference.objects.filter(user=jelena).values_list("group", "frequency")) == wishes
    assert as_shown(client) == wishes


def test_staff_choose_for_applications_too_and_get_them_daily_unless_they_say(client, nemanja):
    client.force_login(nemanja)

    form = client.get(reverse("notifications:preferences")).context["form"]

    assert form["applications"].value() == "daily"


@pytest.mark.parametrize("wrong", ["hourly", "", "<script>", "daily"])
def test_wrong_choice_is_told_beside_its_field(client, jelena, wrong):
    client.force_login(jelena)

    answer = client.post(reverse("notifications:preferences"), as_shown(client) | {"reminders": wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reminders"]
    assert not Preference.objects.exists()


def test_reminders_cannot_wait_for_a_digest(client, jelena):
    client.force_login(jelena)

    form = client.get(reverse("notifications:preferences")).context["form"]

    assert [code for code, _label in form.fields["reminders"].choices] == ["at_once", "never"]

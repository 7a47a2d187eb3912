"""Times for a conversation: offered, taken once, moved, withdrawn, and what stands in calendars."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import icalendar
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from consultations.models import TimeOffer
from consultations.operations.advising import close
from consultations.operations.times import move_time, offer_times, take_time, withdraw_time
from notifications.letters import message_of
from notifications.models import Notice
from services.tenancy import acting_as, actor_of
from tests import cast
from tests.cast import asking, sees_all
from tests.consultations.helpers import agreed_time, asked, fresh
from vsrs.refusals import Refused

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def advice(novi_krug, jelena, nemanja, milica):
    return asked(jelena, novi_krug)


def begins(*days):
    noon = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
    return [noon + timedelta(days=day) for day in days]


def offered(request, user, *days, **where):
    with asking(user):
        times = [(begin, begin + HALF_AN_HOUR) for begin in begins(*days)]
        return offer_times(request, actor=user, times=times, **(where or {"place": "Kancelarija"}))


def taken(offer, user):
    with asking(user):
        return take_time(offer, actor=user)


def states(request):
    with sees_all():
        return list(request.time_offers.order_by("starts_at").values_list("state", flat=True))


def letters(kind):
    """{recipient: calendar event} of the letters of that kind, the newest of each."""
    with sees_all():
        found = {}
        for notice in Notice.objects.filter(kind=kind).select_related("service", "recipient").order_by("pk"):
            (attachment,) = [part for part in message_of(notice).attachments if part[0] == "razgovor.ics"]
            found[notice.recipient.email] = icalendar.Calendar.from_ical(attachment[1]).walk("VEVENT")[0]
        return found


def test_offered_times_are_a_first_answer_and_let_the_clock_stand(advice, nemanja, jelena):
    offered(advice, nemanja, 2, 3)

    advice = fresh(advice)
    assert (advice.state, advice.adviser) == ("waiting", nemanja)
    assert advice.first_answered_at is not None
    with sees_all():
        notice = Notice.objects.get(kind="request.times")
        assert (notice.recipient, len(notice.data["times"])) == (jelena, 2)


def test_the_same_times_sent_twice_are_offered_once(advice, nemanja):
    assert len(offered(advice, nemanja, 2, 3)) == 2
    assert offered(advice, nemanja, 2, 3) == []

    assert states(advice) == ["offered", "offered"]
    with sees_all():
        assert Notice.objects.filter(kind="request.times").count() == 1


def test_at_most_five_times_that_have_not_passed_are_offered(advice, nemanja):
    with pytest.raises(Refused, match="najviše 5"):
        offered(advice, nemanja, 2, 3, 4, 5, 6, 7)
    with pytest.raises(Refused, match="nije prošlo"):
        offered(advice, nemanja, -1)
    assert states(advice) == []


def test_a_taken_time_lets_the_others_go_and_is_told_to_both_with_a_calendar_file(advice, nemanja, jelena):
    first, second = offered(advice, nemanja, 2, 3)

    taken(second, jelena)
    taken(second, jelena)  # safe to repeat

    assert states(advice) == ["declined", "taken"]
    assert fresh(advice).state == "open"
    events = letters("request.time_agreed")
    assert events.keys() == {jelena.email, nemanja.email}
    assert {str(event["UID"]) for event in events.values()} == {f"conversation-{second.pk}@localhost"}
    for event in events.values():
        assert (event["SEQUENCE"], str(event["STATUS"])) == (0, "CONFIRMED")
        assert event.decoded("DTSTART") == second.starts_at
        assert str(event["LOCATION"]) == "Kancelarija"
    with pytest.raises(Refused, match="više nije slobodan"):
        taken(first, jelena)


def test_a_moved_time_keeps_its_entry_in_calendars_and_a_withdrawn_one_leaves_them(advice, nemanja, jelena):
    (offer,) = offered(advice, nemanja, 2)
    taken(offer, jelena)
    (begin,) = begins(4)
    with asking(nemanja):
        for _ in range(2):  # safe to repeat
            move_time(
                offer, actor=nemanja, starts_at=begin, ends_at=begin + HALF_AN_HOUR, phone="051 000 000"
            )
    for event in letters("request.time_moved").values():
        assert (str(event["UID"]), event["SEQUENCE"]) == (f"conversation-{offer.pk}@localhost", 1)
        assert event.decoded("DTSTART") == begin
        assert str(event["LOCATION"]) == "051 000 000"

    with asking(jelena):
        withdraw_time(offer, actor=jelena)
        withdraw_time(offer, actor=jelena)
    events = letters("request.time_withdrawn")
    assert events.keys() == {jelena.email, nemanja.email}
    for event in events.values():
        assert (event["SEQUENCE"], str(event["STATUS"])) == (2, "CANCELLED")
    assert states(advice) == ["withdrawn"]


def test_what_nobody_took_lapses_and_another_conversation_follows_one_that_is_over(advice, nemanja, jelena):
    first, _second = offered(advice, nemanja, 2, 6)
    taken(first, jelena)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        (third,) = offered(advice, nemanja, 1)
        taken(third, jelena)
        assert states(advice) == ["passed", "taken", "declined"]
        with asking(nemanja), pytest.raises(Refused, match="koji nije prošao"):
            move_time(first, actor=nemanja, starts_at=begins(2)[0], ends_at=begins(2)[0] + HALF_AN_HOUR)
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        (lapsed,) = offered(advice, nemanja, 1)
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        assert not lapsed.is_open
        with pytest.raises(Refused, match="više nije slobodan"):
            taken(lapsed, jelena)


def test_an_adviser_is_not_promised_to_two_organizers(advice, nemanja, jelena, banja_luka):
    other_organizer = cast.make_organizer(banja_luka, "Klub „Nada“", registered_by=jelena)
    cast.represent(jelena, other_organizer)
    other = asked(jelena, other_organizer)
    (ours,), (theirs,) = offered(advice, nemanja, 2), offered(other, nemanja, 2)

    taken(ours, jelena)

    assert fresh(theirs).state == "withdrawn"
    with pytest.raises(Refused, match="više nije slobodan"):
        taken(theirs, jelena)
    with pytest.raises(Refused, match="već ima dogovoren razgovor"):
        offered(other, nemanja, 2)


def test_an_agreed_conversation_holds_the_request_open(advice, nemanja, jelena):
    (offer,) = offered(advice, nemanja, 2)
    taken(offer, jelena)
    with asking(nemanja), pytest.raises(Refused, match="Razgovor je dogovoren"):
        close(advice, actor=nemanja, outcome="appointment", depth="informed")
    with asking(nemanja):
        withdraw_time(offer, actor=nemanja)
    (other,) = offered(advice, nemanja, 4)
    with asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="informed")

    assert fresh(other).state == "withdrawn"
    with pytest.raises(Refused):
        taken(other, jelena)


@pytest.mark.parametrize("name", ["goran", "dragan", "vesna", "zoran", "ana"])
def test_nobody_else_offers_takes_moves_or_withdraws(request, advice, nemanja, sveti_sava, name):
    (offer,) = offered(advice, nemanja, 2)
    person = request.getfixturevalue(name)
    (begin,) = begins(3)
    period = {"starts_at": begin, "ends_at": begin + HALF_AN_HOUR}
    with asking(person):
        for operation, said in (
            (take_time, {}),
            (withdraw_time, {}),
            (move_time, period),
        ):
            with pytest.raises(PermissionDenied):
                operation(offer, actor=person, **said)
        with pytest.raises(PermissionDenied):
            offer_times(advice, actor=person, times=[tuple(period.values())], place="x")


def test_each_side_does_its_own(advice, nemanja, jelena):
    (offer,) = offered(advice, nemanja, 2)
    with asking(jelena), pytest.raises(PermissionDenied):
        withdraw_time(offer, actor=jelena)  # it is only offered yet
    with asking(nemanja), pytest.raises(PermissionDenied):
        take_time(offer, actor=nemanja)


# --- at once -----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_those_who_take_at_once_one_gets_the_conversation(transactional_db):
    service = cast.make_service("banja-luka", "Banja Luka", "BL")
    adviser = cast.make_user("nemanja@example.org", "Nemanja Kovačević")
    cast.employ(adviser, service)
    (begin,) = begins(2)
    tasks = []
    for number in range(4):
        user = cast.make_user(f"clan{number}@example.org", f"Član {number}")
        organizer = cast.make_organizer(service, f"Udruženje {number}", registered_by=user)
        cast.represent(user, organizer)
        request = asked(user, organizer)
        # Two times in each request, all of them overlapping those of the others.
        for minutes in (0, 15):
            offer = agreed_time(
                request,
                adviser,
                user,
                state="offered",
                starts_at=begin + timedelta(minutes=minutes),
                ends_at=begin + timedelta(minutes=minutes + 30),
            )
            tasks.append((user, offer))
        with asking(user):
            pass
    start = Barrier(len(tasks))

    def take(task):
        user, offer = task
        try:
            start.wait(timeout=20)
            with acting_as(actor_of(user)):
                return take_time(offer, actor=user)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        outcomes = list(pool.map(take, tasks))

    assert sum(isinstance(outcome, TimeOffer) for outcome in outcomes) == 1
    with sees_all():
        assert TimeOffer.objects.filter(state="taken").count() == 1
        assert not TimeOffer.objects.filter(state="offered").exists()


# --- pages -------------------------------------------------------------------------------------
def at_desk(advice, rest=""):
    return f"/banja-luka/rad/savjetovanje/{advice.number}/{rest}"


def own(advice, rest=""):
    return f"/nalog/savjeti/{advice.number}/{rest}"


def day(moment):
    return f"{moment.day}. {moment.month}. {moment.year}. 11.30"


def test_times_are_offered_taken_and_moved_from_the_pages(client, advice, nemanja, jelena):
    client.force_login(nemanja)
    two, three = begins(2, 3)
    form = {"offer-when_1": day(two), "offer-when_2": day(three), "offer-minutes": "30", "offer-by": "link"}
    refused = client.post(at_desk(advice, "termini/"), form | {"offer-where": "kancelarija"})
    assert refused.status_code == 422
    assert "Unesite link" in refused.text
    assert f'value="{day(two)}"' in refused.text
    done = client.post(at_desk(advice, "termini/"), form | {"offer-where": "https://meet.example.org/servis"})
    assert done.status_code == 302

    client.force_login(jelena)
    page = client.get(own(advice))
    assert page.text.count('name="termin"') == 2
    with sees_all():
        offer = advice.time_offers.first()
    assert "Izaberite jedan od termina." in client.post(own(advice, "termin/"), {}, follow=True).text
    assert client.post(own(advice, "termin/"), {"termin": "999999"}).status_code == 404
    agreed = client.post(own(advice, "termin/"), {"termin": offer.pk}, follow=True)
    assert "Termin je dogovoren." in agreed.text
    assert 'name="termin"' not in agreed.text

    for user, address in ((jelena, own(advice, f"termin/{offer.pk}.ics")), (nemanja, None)):
        client.force_login(user)
        file = client.get(address or at_desk(advice, f"termini/{offer.pk}.ics"))
        assert file["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"METHOD:PUBLISH" in file.content

    assert client.get(at_desk(advice, f"termini/{offer.pk}/")).status_code == 200
    moved = {"when": day(three), "minutes": "45", "by": "phone", "where": "051/000-000"}
    assert client.post(at_desk(advice, f"termini/{offer.pk}/"), moved).status_code == 302
    assert (fresh(offer).phone, fresh(offer).sequence) == ("051 000 000", 1)
    assert advice.subject in client.get("/banja-luka/rad/").text
    assert client.post(at_desk(advice, f"termini/{offer.pk}/povlacenje/")).status_code == 302
    assert fresh(offer).state == "withdrawn"

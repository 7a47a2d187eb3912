"""The outbox of a service: what waits, what was sent, what failed; stopped and repeated by its staff."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from notifications import delivery, operations
from notifications.models import Notice
from notifications.outbox import To, notify
from services.models import HistoryEntry
from tests.cast import asking, sees_all
from tests.notifications.helpers import KEY, a_booking
from vsrs.refusals import Refused

PAGE = "/nalog/rezervacije/BL-2026-0417/"


@pytest.fixture
def notice(banja_luka, jelena):
    return owe(banja_luka, jelena)


def owe(service, user, *, key="cause", **fields):
    data = {"title": "Osnove", "number": "BL-2026-0417", "manage": PAGE, "for": "contact"}
    with sees_all(), transaction.atomic():
        notify(
            service=service,
            kind="waiting.left",
            key=key,
            to=[To(user=user)],
            data=data,
            url=PAGE,
            **fields,
        )
        return Notice.objects.latest("pk")


def change(notice, **fields):
    with sees_all():
        Notice.objects.filter(pk=notice.pk).update(**fields)


def fresh(notice):
    with sees_all():
        return Notice.objects.get(pk=notice.pk)


def url(name, *args):
    return reverse(f"notifications:{name}", args=["banja-luka", *args])


def history_of(notice):
    with sees_all():
        return list(HistoryEntry.objects.about(notice).values_list("verb", "actor__email"))


def test_staff_see_the_messages_of_their_service_only(client, notice, doboj, goran, nemanja):
    owe(doboj, goran)
    client.force_login(nemanja)

    answer = client.get(url("outbox"))

    assert list(answer.context["listing"]) == [notice]
    assert "Jelena Marić" in answer.text
    assert "Goran" not in answer.text


def test_outbox_belongs_to_the_staff_of_the_service(client, notice, jelena, dragan, vesna, zoran, ana):
    for stranger in (jelena, dragan, vesna, zoran, ana):
        client.force_login(stranger)
        for address in (url("outbox"), url("outgoing", notice.pk)):
            assert client.get(address).status_code == 404
        for address in (url("cancel", notice.pk), url("retry", notice.pk)):
            assert client.post(address).status_code == 404
    assert fresh(notice).state == "waiting"


def test_message_of_another_service_is_not_reached_through_ones_own(client, doboj, goran, nemanja):
    foreign = owe(doboj, goran)
    client.force_login(nemanja)

    assert client.get(url("outgoing", foreign.pk)).status_code == 404
    assert client.post(url("cancel", foreign.pk)).status_code == 404


def test_filters_and_search(client, banja_luka, notice, ana, nemanja):
    failed = owe(banja_luka, ana)
    change(failed, state="failed")
    client.force_login(nemanja)

    def found(**conditions):
        return list(client.get(url("outbox"), conditions).context["listing"])

    assert found(stanje="failed") == [failed]
    assert found(q="МАРИЋ") == [notice]
    assert found(q="bl-2026-0417 ana") == [failed]
    assert found(vrsta="booking.made") == []
    assert found(red="primalac") == [failed, notice]


def test_export_holds_the_same_rows(client, notice, nemanja):
    client.force_login(nemanja)

    answer = client.get(url("outbox"), {"izvoz": "csv", "stanje": "waiting"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Jelena Marić;jelena@example.org" in lines[1]
    assert PAGE not in lines[1]


def test_one_message_shows_its_words_without_the_secret(client, notice, nemanja, novi_krug, jelena):
    a_booking(novi_krug, jelena)
    change(notice, kind="booking.changed")
    client.force_login(nemanja)

    page = client.get(url("outgoing", notice.pk)).text

    assert '<strong>Pogledajte ili izmijenite rezervaciju</strong>: <span translate="no">…</span>' in page
    assert KEY not in page


def test_words_are_shown_in_the_recipients_language(client, notice, nemanja):
    change(notice, language="sr")
    client.force_login(nemanja)

    page = client.get(url("outgoing", notice.pk)).text

    assert '<div class="stack" lang="sr-Cyrl">' in page
    assert "Особе које сте уписали више нису на листи чекања" in page


def test_message_that_cannot_be_written_still_has_its_page(client, notice, nemanja):
    change(notice, kind="a.kind.of.yesterday", state="failed", last_error="No room has registered it.")
    client.force_login(nemanja)

    page = client.get(url("outgoing", notice.pk)).text

    assert "No room has registered it." in page


def test_waiting_message_is_stopped_and_that_is_remembered(client, notice, nemanja):
    client.force_login(nemanja)

    client.post(url("cancel", notice.pk))
    client.post(url("cancel", notice.pk))

    assert fresh(notice).state == "cancelled"
    assert delivery.deliver_due() == 0
    assert history_of(notice) == [("notice.cancelled", "nemanja@example.org")]
    assert "Nemanja Kovačević: zaustavljena poruka" in client.get(url("outgoing", notice.pk)).text
    with sees_all():
        assert HistoryEntry.objects.get(verb="notice.cancelled").subject_text == notice.name


def test_failed_message_is_sent_again(client, notice, nemanja, mailoutbox):
    change(notice, state="failed", attempts=8, last_error="no mail server")
    client.force_login(nemanja)

    client.post(url("retry", notice.pk))

    assert (fresh(notice).state, fresh(notice).attempts) == ("waiting", 0)
    assert delivery.deliver_due() == 1
    assert (fresh(notice).state, fresh(notice).last_error) == ("sent", "")
    assert history_of(notice) == [("notice.retried", "nemanja@example.org")]


@pytest.mark.parametrize(
    ("operation", "fields"),
    [
        (operations.cancel_notice, {"state": "sent"}),
        (operations.cancel_notice, {"state": "failed"}),
        (operations.cancel_notice, {"leased_until": timezone.now() + timedelta(days=1)}),
        (operations.retry_notice, {"state": "sent"}),
        (operations.retry_notice, {"state": "waiting"}),
        (operations.retry_notice, {"state": "cancelled"}),
    ],
)
def test_what_makes_no_sense_is_refused(notice, nemanja, operation, fields):
    change(notice, **fields)

    with asking(nemanja), pytest.raises(Refused):
        operation(notice, actor=nemanja)

    assert history_of(notice) == []


def test_failed_messages_are_counted_in_the_side_list(banja_luka, notice, nemanja):
    from notifications.desk import counts

    change(notice, state="failed")

    with asking(nemanja):
        assert counts(nemanja, banja_luka) == {"messages": 1}


def test_list_costs_the_same_for_one_and_for_many(client, banja_luka, jelena, nemanja):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(nemanja)
    costs = []
    for number in range(20):
        owe(banja_luka, jelena, key=f"cause {number}")
        if number in {0, 19}:
            client.get(url("outbox"))
            with CaptureQueriesContext(connection) as queries:
                client.get(url("outbox"))
            costs.append(len(queries))

    assert costs[0] == costs[1]

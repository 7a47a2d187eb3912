"""What follows an answer: next steps, merging, closing, the mark, reopening."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations.models import GivenScore, NextStep, Rating
from consultations.operations.advising import close
from consultations.operations.merging import merge
from consultations.operations.referring import record_contact
from consultations.operations.reopening import reopen
from consultations.operations.steps import add_step
from notifications.letters import message_of
from notifications.models import Notice
from services.models import HistoryEntry
from services.tokens import hash_of, token_of
from tests import cast
from tests.cast import asking, sees_all
from tests.consultations.helpers import agreed_time, answered, asked, fresh, noted, referred, upload
from tests.files import PDF, content_of, sent
from vsrs.refusals import Refused


@pytest.fixture
def advice(novi_krug, jelena, nemanja, milica):
    return asked(jelena, novi_krug)


def own(advice, rest=""):
    return f"/nalog/savjeti/{advice.number}/{rest}"


def at_desk(advice, rest="", service="banja-luka"):
    return f"/{service}/rad/savjetovanje/{advice.number}/{rest}"


def notices(kind):
    with sees_all():
        return list(Notice.objects.filter(kind=kind).select_related("service", "recipient").order_by("pk"))


# --- next steps --------------------------------------------------------------------------------
def test_a_step_of_the_organizer_is_told_and_done_by_it(client, advice, nemanja, jelena, ognjen):
    with asking(nemanja):
        said = {"text": "Pripremiti nacrt", "owner": "organizer", "due_on": timezone.localdate()}
        step = add_step(advice, actor=nemanja, **said)
        assert add_step(advice, actor=nemanja, **said) == step
    (notice,) = notices("request.step")
    assert notice.recipient == jelena
    assert "nacrt" not in str(notice.data)

    client.force_login(ognjen)
    assert "Pripremiti nacrt" in client.get("/nalog/").text
    for _ in range(2):
        assert client.post(own(advice, f"koraci/{step.pk}/")).status_code == 302
    assert fresh(step).done_at is not None
    assert "Pripremiti nacrt" not in client.get("/nalog/").text
    with sees_all():
        assert HistoryEntry.objects.filter(verb="request.step_done").count() == 1


def test_a_step_of_the_service_stands_on_its_desk_and_is_not_the_organizers(client, advice, nemanja, jelena):
    client.force_login(nemanja)
    form = {"step-text": "Poslati obrazac", "step-owner": "service", "step-due_on": "1. 12. 2020."}
    assert client.post(at_desk(advice, "koraci/"), form | {"step-text": ""}).status_code == 422
    assert client.post(at_desk(advice, "koraci/"), form).status_code == 302
    assert "Poslati obrazac" in client.get("/banja-luka/rad/zadaci/").text
    with sees_all():
        step = NextStep.objects.get()

    client.force_login(jelena)
    assert "Poslati obrazac" in client.get(own(advice)).text
    assert "Poslati obrazac" not in client.get("/nalog/").text
    assert client.post(own(advice, f"koraci/{step.pk}/")).status_code == 403
    client.force_login(nemanja)
    assert client.post(at_desk(advice, f"koraci/{step.pk}/")).status_code == 302
    assert fresh(step).done_at is not None
    assert notices("request.step") == []


# --- merging -----------------------------------------------------------------------------------
@pytest.fixture
def pair(advice, novi_krug, jelena, ognjen, nemanja):
    """An older and a younger request of one organizer."""
    younger = asked(
        ognjen, novi_krug, question="Isto, samo kasnije", uploads=[upload(sent(PDF, "mladi.pdf"))]
    )
    return advice, younger


def merged(user, request, other):
    with asking(user):
        return merge(request, actor=user, other=other)


def test_the_younger_goes_on_in_the_older_whichever_is_named_first(pair, nemanja, ognjen):
    older, younger = pair
    noted(younger, nemanja)
    with asking(nemanja):
        step = add_step(younger, actor=nemanja, text="Nazvati", owner="service")
    time = agreed_time(younger, nemanja, ognjen)
    answered(younger, nemanja)

    assert merged(nemanja, older, younger) == older
    assert merged(nemanja, younger, older) == older  # safe to repeat

    older, younger = fresh(older), fresh(younger)
    assert (younger.state, younger.outcome, younger.merged_into_id) == ("closed", "merged", older.pk)
    assert (older.state, older.adviser) == ("open", nemanja)
    assert older.first_answered_at is not None
    assert fresh(step).request_id == fresh(time).request_id == older.pk
    (notice,) = notices("request.merged")
    assert (notice.recipient, notice.data["into"], notice.url) == (ognjen, older.number, own(older))
    with sees_all():
        assert HistoryEntry.objects.filter(verb="request.merged").count() == 2
        assert not Rating.objects.exists()


def test_both_threads_are_read_under_both_numbers_as_far_as_each_may(client, pair, nemanja, jelena):
    older, younger = pair
    noted(younger, nemanja, uploads=[upload(sent(PDF, "tajni.pdf"))])
    merged(nemanja, younger, older)

    client.force_login(jelena)
    page = client.get(own(older)).text
    assert "Isto, samo kasnije" in page
    assert younger.number in page
    assert "Tajna" not in page
    with sees_all():
        files = {row.file_name: row.pk for row in younger.attachments.all()}
    assert "tajni.pdf" not in page
    link = own(younger, f"prilozi/{files['mladi.pdf']}/")
    assert link in page
    assert content_of(client.get(link)) == PDF
    page = client.get(own(younger)).text
    assert older.get_absolute_url() in page
    assert "<textarea" not in page
    assert "Isto, samo kasnije" in page

    client.force_login(nemanja)
    assert "Tajna" in client.get(at_desk(older)).text
    assert at_desk(older) in client.get(at_desk(younger)).text
    assert younger.number in client.get("/banja-luka/rad/pretraga/", {"q": younger.number}).text


def test_a_referral_of_the_older_shows_nothing_of_the_younger(pair, nemanja, vesna, republic, client):
    older, younger = pair
    referred(older, nemanja, republic)
    merged(nemanja, older, younger)
    client.force_login(vesna)

    page = client.get(at_desk(older, service="republika"))

    assert page.status_code == 200
    assert "Isto, samo kasnije" not in page.text
    assert client.get(at_desk(younger, service="republika")).status_code == 404


def test_merging_is_refused_in_sentences(pair, nemanja, jelena, banja_luka, republic, vesna):
    older, younger = pair
    stranger = cast.make_organizer(banja_luka, "Klub „Nada“", registered_by=jelena)
    cast.represent(jelena, stranger)
    other = asked(jelena, stranger)
    with pytest.raises(Refused, match="istog organizatora"):
        merged(nemanja, older, other)
    with pytest.raises(Refused, match="istog organizatora"):
        merged(nemanja, older, older)
    with asking(jelena), pytest.raises(PermissionDenied):
        merge(older, actor=jelena, other=younger)
    referral = referred(younger, nemanja, republic)
    with pytest.raises(Refused, match=younger.number):
        merged(nemanja, older, younger)
    with asking(vesna):
        record_contact(referral, actor=vesna, words="Javili smo se.")
    agreed_time(older, nemanja, jelena)
    agreed_time(younger, nemanja, jelena, in_days=3)
    with pytest.raises(Refused, match="Oba"):
        merged(nemanja, older, younger)


def test_requests_are_merged_from_the_page(client, pair, nemanja):
    older, younger = pair
    client.force_login(nemanja)
    assert client.post(at_desk(younger, "spajanje/"), {}).status_code == 422

    response = client.post(at_desk(younger, "spajanje/"), {"merge-other": older.pk})

    assert response.url == at_desk(older)


# --- the mark ----------------------------------------------------------------------------------
def closed(advice, user, **fields):
    with asking(user):
        return close(advice, actor=user, **({"outcome": "answered", "depth": "informed"} | fields))


@pytest.fixture
def link(advice, nemanja):
    answered(advice, nemanja)
    closed(advice, nemanja)
    (notice,) = notices("request.closed")
    return f"/savjetovanje/ocjena/{token_of(notice.data['seed'])}/"


def test_the_letter_leads_to_each_score_and_no_table_holds_the_link(link, advice):
    (notice,) = notices("request.closed")
    letter = message_of(notice)
    token = link.split("/")[-2]
    html = letter.alternatives[0][0]

    for score in range(1, 6):
        assert f"{link}?ocjena={score}" in letter.body
        assert f"{link}?ocjena={score}" in html
    with sees_all():
        rating = Rating.objects.get()
        assert rating.token_hash == hash_of(token)
        assert token not in f"{notice.data} {notice.url} {notice.search}"


def test_staff_who_read_the_letter_get_no_link(client, link, milica):
    (notice,) = notices("request.closed")
    token = link.split("/")[-2]
    client.force_login(milica)
    page = client.get(f"/banja-luka/rad/poruke/{notice.pk}/")

    assert page.status_code == 200
    assert token not in page.text


def test_opening_the_link_stores_nothing_and_sending_stores_once(client, link, advice):
    for _ in range(2):
        page = client.get(link, {"ocjena": "4"})
        assert page.status_code == 200
        assert 'value="4" required id="id_score_3" checked' in page.text
        client.head(link, {"ocjena": "4"})
    with sees_all():
        assert Rating.objects.get().score is None
    assert client.post(link, {}).status_code == 422
    assert client.post(link, {"score": "6"}).status_code == 422
    assert client.post(link, {"score": "4", "words": "Brz odgovor"}).url == link
    assert "Hvala na ocjeni" in client.post(link, {"score": "1"}).text

    with sees_all():
        rating = Rating.objects.get()
        assert (rating.score, rating.words, rating.rated_at is not None) == (4, "Brz odgovor", True)
        assert GivenScore.objects.get().score == 4
    assert "Hvala na ocjeni" in client.get(link).text


def test_a_link_that_is_wrong_or_too_old_opens_nothing(client, link):
    assert client.get("/savjetovanje/ocjena/nepoznat/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.get(link).status_code == 410
        assert client.post(link, {"score": "5"}).status_code == 410
    with sees_all():
        assert Rating.objects.get().score is None


def test_a_page_by_link_keeps_no_trace_of_it(client, link):
    response = client.get(link)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_nobody_is_asked_about_an_answer_that_was_not_given(advice, nemanja):
    closed(advice, nemanja, outcome="withdrawn")

    (notice,) = notices("request.closed")
    assert "ocjena" not in message_of(notice).body
    with sees_all():
        assert not Rating.objects.exists()


# --- reopening ---------------------------------------------------------------------------------
def test_the_organizer_reopens_within_thirty_days_and_is_asked_for_a_mark_again(
    client, link, advice, jelena, nemanja
):
    client.force_login(jelena)
    form = {"body": "Još nije jasno", "form_key": str(uuid4())}
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        client.force_login(jelena)
        assert client.post(own(advice), form | {"body": ""}).status_code == 422
        for _ in range(2):
            assert client.post(own(advice), form).status_code == 302
        again = fresh(advice)
        assert (again.state, again.closed_at, again.outcome) == ("open", None, "")
        assert again.solution_due > timezone.now()
        (notice,) = notices("request.reopened")
        assert notice.recipient == nemanja
        assert "jasno" not in str(notice.data)
        closed(again, nemanja)
    with sees_all():
        assert Rating.objects.count() == 2


def test_later_it_is_refused_in_a_sentence_that_says_what_to_do(client, link, advice, jelena):
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        client.force_login(jelena)
        page = client.get(own(advice))
        assert "<textarea" not in page.text
        assert "/banja-luka/savjetovanje/novi/" in page.text
        refused = client.post(own(advice), {"body": "Još nije jasno", "form_key": str(uuid4())})

    assert refused.status_code == 422
    assert f"Postavite novo pitanje i navedite broj {advice.number}." in refused.text
    assert "Još nije jasno" in refused.text
    assert fresh(advice).state == "closed"


def test_only_the_organizer_reopens(link, advice, nemanja, dragan, ana):
    for person in (nemanja, dragan, ana):
        with asking(person), pytest.raises(PermissionDenied):
            reopen(advice, actor=person, body="x", form_key=uuid4())

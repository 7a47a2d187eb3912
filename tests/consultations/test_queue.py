"""The queue of a service, triage, the proposed adviser, giving several requests out, templates of answers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations.advisers import suggested
from consultations.models import AnswerTemplate, Draft, Message, Request, TopicTarget
from consultations.operations.advising import close
from consultations.operations.templates import retire_template, save_template
from consultations.operations.triage import give_out, triage
from notifications.models import Notice
from services.models import HistoryEntry
from tests.cast import asking, sees_all
from tests.consultations.helpers import answered, asked, fresh, last_of, noted, referred
from tests.files import content_of
from vsrs.refusals import Refused

QUEUE = "/banja-luka/rad/savjetovanje/"
TEMPLATES = f"{QUEUE}predlosci/"


@pytest.fixture
def advice(novi_krug, jelena, nemanja, milica):
    return asked(jelena, novi_krug)


def at_desk(advice, rest=""):
    return f"{QUEUE}{advice.number}/{rest}"


def shown(client, **conditions):
    """The numbers on the page."""
    page = client.get(QUEUE, conditions)
    assert page.status_code == 200
    with sees_all():
        numbers = Request.objects.values_list("number", flat=True)
        return {number for number in numbers if f">{number}</a>" in page.text}


# --- the queue ---------------------------------------------------------------------------------
@pytest.fixture
def queue(advice, novi_krug, jelena, nemanja, milica, doboj, goran, sveti_sava, dragan):
    """One of each kind."""
    waiting, late, closed = (asked(jelena, novi_krug, subject=name) for name in ("Čekić", "Kasni", "Kraj"))
    urgent = asked(jelena, novi_krug, topic="rizik-osiguranje", urgent_reason="U subotu.")
    answered(waiting, nemanja, wait=True)
    with sees_all():
        Request.objects.filter(pk=late.pk).update(first_due=timezone.now() - timedelta(hours=1))
    with asking(milica):
        close(closed, actor=milica, outcome="withdrawn", depth="informed")
    theirs = asked(goran, sveti_sava)
    referred(theirs, dragan, novi_krug.service)
    return {
        "new": advice,
        "waiting": waiting,
        "late": late,
        "closed": closed,
        "urgent": urgent,
        "theirs": theirs,
    }


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, "new waiting late closed urgent theirs"),
        ({"red_cekanja": "nove"}, "new late urgent"),
        ({"red_cekanja": "moje"}, "waiting"),
        ({"red_cekanja": "cekaju-nas"}, "new late urgent"),
        ({"red_cekanja": "cekamo"}, "waiting"),
        ({"red_cekanja": "kasne"}, "late"),
        ({"red_cekanja": "upucene"}, "theirs"),
        ({"red_cekanja": "zatvorene"}, "closed"),
        ({"red_cekanja": "nove", "hitno": "on"}, "urgent"),
        ({"tema": "rizik-osiguranje"}, "urgent"),
        ({"q": "НОВИ круг cekic"}, "waiting"),
        ({"od": "1. 1. 2030."}, ""),
        ({"do": "1. 1. 2030.", "red_cekanja": "cekamo"}, "waiting"),
    ],
    ids=str,
)
def test_the_queue_is_narrowed_by_its_address(client, queue, nemanja, conditions, names):
    client.force_login(nemanja)

    assert shown(client, **conditions) == {queue[name].number for name in names.split()}


def test_each_tab_tells_how_many_whatever_the_list_is_narrowed_by(client, queue, nemanja):
    client.force_login(nemanja)
    page = client.get(QUEUE, {"q": "nema toga", "red_cekanja": "moje"})

    counts = {row["key"]: row["count"] for row in page.context["queues"]}

    assert counts == {
        "nove": 3,
        "moje": 1,
        "cekaju-nas": 3,
        "cekamo": 1,
        "kasne": 1,
        "upucene": 1,
        "zatvorene": 1,
    }
    assert "q=nema+toga" in page.text


def test_an_export_holds_what_the_list_shows(client, queue, nemanja, dragan):
    client.force_login(nemanja)
    csv = content_of(client.get(QUEUE, {"red_cekanja": "cekamo", "izvoz": "csv"})).decode()
    assert queue["waiting"].number in csv
    assert queue["new"].number not in csv
    assert content_of(client.get(QUEUE, {"izvoz": "xlsx"}))[:2] == b"PK"
    client.force_login(dragan)
    theirs = content_of(client.get("/doboj/rad/savjetovanje/?izvoz=csv")).decode()
    assert queue["theirs"].number in theirs
    assert queue["new"].number not in theirs


def test_a_hundred_rows_take_no_more_queries_than_one(client, advice, nemanja, django_assert_max_num_queries):
    client.force_login(nemanja)
    client.get(QUEUE)
    with django_assert_max_num_queries(30) as one:
        client.get(QUEUE)
    with sees_all():
        values = Request.objects.filter(pk=advice.pk).values().get() | {"id": None, "adviser_id": nemanja.pk}
        Request.objects.bulk_create(
            Request(**values | {"number": f"BL-Z-2026-{n:04}", "form_key": uuid4()}) for n in range(2, 101)
        )
    with django_assert_max_num_queries(30) as many:
        page = client.get(QUEUE)

    assert "strana=2" in page.text
    assert len(many) == len(one)


# --- several at once ---------------------------------------------------------------------------
def test_ticked_requests_are_given_out_and_a_second_sending_does_nothing(client, queue, nemanja, milica):
    client.force_login(milica)
    form = {"zahtjev": [queue["new"].number, queue["late"].number], "adviser": nemanja.pk}

    first = client.post(f"{QUEUE}?red_cekanja=nove", form, follow=True)
    second = client.post(f"{QUEUE}?red_cekanja=nove", form, follow=True)

    assert first.redirect_chain == [(f"{QUEUE}?red_cekanja=nove", 302)]
    assert "2 zahtjeva su dodijeljena: Nemanja Kovačević." in first.text
    assert "već su dodijeljeni" in second.text
    assert {fresh(queue[name]).adviser for name in ("new", "late")} == {nemanja}
    with sees_all():
        assert Notice.objects.filter(kind="request.assigned").count() == 2
        assert HistoryEntry.objects.filter(verb="request.assigned").count() == 2


@pytest.mark.parametrize(
    ("names", "adviser", "sentence"),
    [
        ([], "nemanja", "Označite bar jedan zahtjev."),
        (["new"], None, "Izaberite savjetnika."),
        (["new"], "dragan", None),
        (["new", "closed"], "nemanja", "je zatvoren"),
        (["new", "theirs"], "nemanja", "više nema"),
    ],
)
def test_what_cannot_be_given_out_is_refused_whole_and_the_ticks_stay(
    request, client, queue, milica, names, adviser, sentence
):
    client.force_login(milica)
    numbers = [queue[name].number for name in names]
    person = request.getfixturevalue(adviser).pk if adviser else ""

    page = client.post(QUEUE, {"zahtjev": numbers, "adviser": person})

    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    assert sentence is None or sentence in page.text
    assert fresh(queue["new"]).adviser is None
    if names:
        assert f'value="{queue["new"].number}" checked' in page.text


def test_only_people_of_the_service_give_out(queue, jelena, dragan, vesna, nemanja):
    for person in (jelena, dragan, vesna):
        with asking(person), pytest.raises(PermissionDenied):
            give_out([queue["new"]], actor=person, adviser=nemanja)


# --- triage ------------------------------------------------------------------------------------
def test_triage_sets_topic_depth_and_adviser_and_the_promise_follows_the_topic(
    client, advice, milica, nemanja, republic
):
    with sees_all():
        TopicTarget.objects.create(service=republic, topic="ugovor", first_days=1, solution_days=2)
    client.force_login(milica)
    assert client.post(at_desk(advice, "trijaza/"), {}).status_code == 422
    before = fresh(advice)

    form = {"triage-topic": "ugovor", "triage-depth": "doing", "triage-adviser": nemanja.pk}
    for _ in range(2):
        assert client.post(at_desk(advice, "trijaza/"), form).status_code == 302

    after = fresh(advice)
    assert (after.topic, after.depth, after.adviser, after.state) == ("ugovor", "doing", nemanja, "open")
    assert after.first_due < before.first_due
    assert after.solution_due < before.solution_due
    with sees_all():
        verbs = HistoryEntry.objects.filter(verb__in=["request.triaged", "request.assigned"])
        assert verbs.count() == 2
        assert not verbs.exclude(organizer_id=None).exists()
        assert Notice.objects.filter(kind="request.assigned").count() == 1


def test_the_promise_of_an_answer_that_was_given_stays(advice, nemanja, milica):
    answered(advice, nemanja)
    due = fresh(advice).first_due
    with asking(milica):
        triage(advice, actor=milica, topic="nagrada", depth="", adviser=None)

    assert (fresh(advice).first_due, fresh(advice).adviser, fresh(advice).state) == (due, None, "new")


def test_proposed_is_who_solved_most_about_the_topic_then_who_has_least_to_do(
    client, advice, novi_krug, jelena, nemanja, milica
):
    busy = asked(jelena, novi_krug, topic="nagrada")
    answered(busy, milica)
    with asking(nemanja):
        assert suggested(nemanja, advice).person == nemanja
    solved = asked(jelena, novi_krug)
    answered(solved, milica)
    with asking(milica):
        close(solved, actor=milica, outcome="answered", depth="informed")

    with asking(nemanja):
        proposal = suggested(nemanja, advice)
    client.force_login(nemanja)
    page = client.get(at_desk(advice)).text

    assert (proposal.person, proposal.solved, proposal.has_open) == (milica, 1, 1)
    sentence = "Prijedlog: Milica Đurić (1 riješen o ovoj temi u posljednjih godinu dana, 1 otvoren sada)."
    assert sentence in page
    assert f'<option value="{milica.pk}" selected>' in page


# --- templates ---------------------------------------------------------------------------------
def template(service, user, **fields):
    said = {"title": "Pozdrav", "body": "Poštovani {organizator}, pitanje {broj}.\n{savjetnik}"} | fields
    with asking(user):
        return save_template(service, actor=user, **said)


def test_a_template_is_written_changed_and_retired_from_the_pages(client, banja_luka, nemanja, milica):
    client.force_login(nemanja)
    assert client.get(TEMPLATES).status_code == 200
    form = {"title": "Pozdrav", "topic": "", "body": "Poštovani {organizator}, {nepoznato}, {Broj}"}
    refused = client.post(f"{TEMPLATES}novi/", form)
    assert refused.status_code == 422
    assert "umjesto ovih oznaka: {nepoznato}, {Broj}." in refused.text
    assert "Poštovani {organizator}, {nepoznato}" in refused.text

    assert client.post(f"{TEMPLATES}novi/", form | {"body": "Za {organizator}"}).url == TEMPLATES
    again = client.post(f"{TEMPLATES}novi/", form | {"title": "pozdrav", "body": "Drugi"})
    assert "već postoji" in again.text
    with sees_all():
        row = AnswerTemplate.objects.get()
    client.post(f"{TEMPLATES}{row.pk}/", {"title": "Pozdrav", "topic": "ugovor", "body": "Za {ime}"})
    client.post(f"{TEMPLATES}{row.pk}/povlacenje/")
    row = fresh(row)
    assert (row.topic, row.body, row.is_retired, row.changed_by) == ("ugovor", "Za {ime}", True, nemanja)
    client.post(f"{TEMPLATES}{row.pk}/povlacenje/", {"vracanje": "1"})
    assert not fresh(row).is_retired
    with sees_all():
        verbs = HistoryEntry.objects.order_by("pk").values_list("verb", flat=True)
        assert [verb.partition(".")[2] for verb in verbs] == ["created", "changed", "retired", "restored"]


def test_a_template_is_put_below_what_is_typed_and_nothing_is_lost(client, advice, nemanja, novi_krug):
    row = template(novi_krug.service, nemanja)
    client.force_login(nemanja)
    assert "Pozdrav" in client.get(at_desk(advice)).text
    form = {"form_key": str(uuid4()), "seen": last_of(advice), "body": "Već napisano", "wait": "on"}

    page = client.post(at_desk(advice, "odgovor/"), form | {"template": row.pk, "umetni": "1"})

    assert page.status_code == 200
    text = f"Već napisano\n\nPoštovani {novi_krug.name}, pitanje {advice.number}.\nNemanja Kovačević"
    shown = page.context["answer_form"]
    assert shown["body"].value() == text
    assert shown["wait"].value()
    assert form["form_key"] in page.text
    assert 'class="error-summary"' not in page.text
    with sees_all():
        assert Message.objects.filter(request=advice).count() == 1
    empty = client.post(at_desk(advice, "odgovor/"), form | {"template": "999999", "umetni": "1"})
    assert empty.context["answer_form"]["body"].value() == "Već napisano"


def test_what_is_typed_stays_when_somebody_else_answers_before_a_template_is_put_in(
    client, advice, nemanja, milica, novi_krug
):
    row = template(novi_krug.service, nemanja)
    form = {"form_key": str(uuid4()), "seen": last_of(advice), "body": "Moj odgovor", "template": row.pk}
    answered(advice, milica, body="Miličin odgovor")
    client.force_login(nemanja)

    page = client.post(at_desk(advice, "odgovor/"), form | {"umetni": "1"})
    assert "Miličin odgovor" in page.text
    assert "Moj odgovor" in page.text
    # It stands on this page now; still, whoever sends from an older page reads it first.
    refused = client.post(at_desk(advice, "odgovor/"), form)
    assert refused.status_code == 422
    assert client.post(at_desk(advice, "odgovor/"), form | {"seen": last_of(advice)}).status_code == 302


def test_templates_of_the_topic_and_of_none_are_offered_and_retired_ones_are_not(
    client, advice, nemanja, novi_krug, doboj, dragan
):
    service = novi_krug.service
    template(service, nemanja, title="Za sve teme")
    template(service, nemanja, title="Za maloljetne", topic="maloljetnici")
    template(service, nemanja, title="Za nagradu", topic="nagrada")
    old = template(service, nemanja, title="Stari šablon")
    with asking(nemanja):
        retire_template(old, actor=nemanja)
    template(doboj, dragan, title="Tuđi šablon")
    client.force_login(nemanja)

    page = client.get(at_desk(advice)).text

    assert [title in page for title in ("Za sve teme", "Za maloljetne")] == [True, True]
    assert not any(title in page for title in ("Za nagradu", "Stari šablon", "Tuđi šablon"))


@pytest.mark.parametrize("name", ["jelena", "dragan", "vesna", "zoran", "ana"])
def test_nobody_else_writes_templates(request, banja_luka, nemanja, name):
    row = template(banja_luka, nemanja)
    person = request.getfixturevalue(name)
    with asking(person):
        with pytest.raises(PermissionDenied):
            save_template(banja_luka, actor=person, title="x", body="x")
        with pytest.raises(PermissionDenied):
            retire_template(row, actor=person)


# --- two advisers at once ----------------------------------------------------------------------
def test_of_two_advisers_each_keeps_a_draft_of_its_own(client, advice, nemanja, milica):
    for person, words in ((nemanja, "Nemanjin nacrt"), (milica, "Miličin nacrt")):
        client.force_login(person)
        form = {"body": words, "form_key": str(uuid4()), "seen": last_of(advice), "nacrt": "1"}
        client.post(at_desk(advice, "odgovor/"), form)
    answered(advice, milica, body="Miličin odgovor")
    noted(advice, milica)
    client.force_login(nemanja)

    page = client.get(at_desk(advice)).text

    assert "Nemanjin nacrt" in page
    assert "Miličin odgovor" in page
    assert "Miličin nacrt" not in page
    with asking(nemanja):
        assert Draft.objects.get().body == "Nemanjin nacrt"


def test_a_refusal_names_its_field(advice, milica, dragan):
    with asking(milica), pytest.raises(Refused) as refused:
        triage(advice, actor=milica, topic="ugovor", depth="", adviser=dragan)

    assert refused.value.field == "adviser"
    assert fresh(advice).topic == "maloljetnici"

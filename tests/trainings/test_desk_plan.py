"""Planning a training at the desk: one form with its parts and trainers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import HistoryEntry
from tests.cast import asking, make_programme, make_training, sees_all
from tests.trainings.helpers import book, fresh, verbs
from trainings.models import Training
from trainings.operations.runs import change_training
from vsrs.dates import local

NEW = "/banja-luka/rad/obuke/nova/"


def day(ahead):
    date = timezone.localdate() + timedelta(days=ahead)
    return f"{date.day}. {date.month}. {date.year}."


def said(programme, /, **fields):
    """What a browser sends for a training of two days."""
    return {
        "programme": programme.pk,
        "title": "Koordinacija volontera",
        "subject": "koordinacija",
        "summary": "Dva dana rada.",
        "form": "uzivo",
        "venue": "Дом омладине",
        "seats": "16",
        "minimum": "4",
        "audience": "network",
        "part-TOTAL_FORMS": "2",
        "part-INITIAL_FORMS": "0",
        "part-0-day": day(20),
        "part-0-starts": "10.00",
        "part-0-ends": "14.00",
        "part-1-day": day(21),
        "part-1-starts": "9",
        "part-1-ends": "12:30",
        "trainer-TOTAL_FORMS": "1",
        "trainer-INITIAL_FORMS": "0",
        "trainer-0-full_name": "Ana Čolić",
        **fields,
    }


@pytest.fixture
def programme(banja_luka):
    return make_programme(banja_luka)


@pytest.fixture
def shared(republic):
    return make_programme(republic, "Ciklus menadžmenta volontera", is_shared=True, subject="pravo")


def only_training():
    with sees_all():
        return Training.objects.prefetch_related("parts", "trainers").get()


def test_a_training_of_two_days_is_saved_as_a_draft(client, nemanja, programme):
    client.force_login(nemanja)
    answer = client.post(NEW, said(programme))

    training = only_training()
    assert answer.headers["Location"] == f"/banja-luka/rad/obuke/{training.pk}/"
    assert training.state == Training.State.DRAFT
    hours = [(f"{local(p.starts_at):%H.%M}", f"{local(p.ends_at):%H.%M}") for p in training.parts.all()]
    assert hours == [("10.00", "14.00"), ("09.00", "12.30")]
    assert [trainer.full_name for trainer in training.trainers.all()] == ["Ana Čolić"]
    assert (training.seats, training.minimum, training.venue) == (16, 4, "Дом омладине")


def test_free_cancellation_ends_at_noon_two_days_before(client, nemanja, programme):
    client.force_login(nemanja)
    client.post(NEW, said(programme))
    until = local(only_training().cancel_by)
    assert (until.date(), f"{until:%H.%M}") == (timezone.localdate() + timedelta(days=18), "12.00")


def test_a_programme_fills_in_what_is_left_empty(client, nemanja, banja_luka, shared):
    client.force_login(nemanja)
    page = client.get(NEW, {"program": shared.pk})
    assert page.context["form"]["title"].value() == shared.title

    client.post(NEW, said(shared, title="", subject="", summary=""))

    training = only_training()
    assert (training.title, training.subject, training.summary) == (
        shared.title,
        shared.subject,
        shared.summary,
    )


@pytest.mark.parametrize("asked", ["x", "9999999", "9" * 30, "-1", ""])
def test_an_unknown_programme_in_the_address_is_left_out(client, nemanja, banja_luka, asked):
    client.force_login(nemanja)
    assert client.get(NEW, {"program": asked}).status_code == 200


def test_another_day_is_added_without_judging_what_is_typed(client, nemanja, programme):
    client.force_login(nemanja)
    answer = client.post(NEW, said(programme, title="", **{"part-0-day": "sutra", "jos": "part"}))

    assert answer.status_code == 200
    forms = answer.context["forms"]
    assert len(forms.parts.forms) == 3
    assert forms.parts.forms[0]["day"].value() == "sutra"
    assert "autofocus" in answer.text
    assert "has-error" not in answer.text
    with sees_all():
        assert not Training.objects.exists()


def test_no_more_days_than_a_training_may_have(client, nemanja, programme):
    client.force_login(nemanja)
    answer = client.post(NEW, said(programme, jos="part", **{"part-TOTAL_FORMS": "900"}))
    assert len(answer.context["forms"].parts.forms) == 15
    assert 'value="part"' not in answer.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("programme", ""),
        ("programme", "x"),
        ("programme", "9" * 40),
        ("title", "ć" * 161),
        ("title", "a\x00b"),
        ("subject", "<script>alert(1)</script>"),
        ("summary", "š" * 601),
        ("form", "😀"),
        ("venue", ""),
        ("venue", "a" * 161),
        ("access_notes", "a" * 601),
        ("seats", ""),
        ("seats", "0"),
        ("seats", "mnogo"),
        ("seats", "9" * 40),
        ("seats", "1001"),
        ("minimum", "17"),
        ("organizer_cap", "-1"),
        ("audience", "svi"),
        ("opens_at", "juče"),
        ("closes_at", "1. 1. 2999. 10.00"),
        ("cancel_by", "31. 2. 2026. 10.00"),
        ("part-0-day", "31. 2. 2026."),
        ("part-0-day", ""),
        ("part-0-starts", "25.00"),
        ("part-0-ends", "9.00"),
        ("part-0-ends", ""),
        ("part-1-title", "a" * 161),
        ("part-1-agenda", "a\x00b"),
        ("trainer-0-full_name", "a" * 121),
        ("trainer-0-full_name", "Ana\x07"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_kept(client, nemanja, programme, field, typed):
    client.force_login(nemanja)
    answer = client.post(NEW, said(programme, **{field: typed}))

    assert answer.status_code == 422
    wrong = {
        form.add_prefix(name): form[name].value()
        for form in answer.context["forms"].all_forms
        for name in form.errors
    }
    assert wrong == {field: typed}
    assert f'href="#id_{field}"' in answer.text
    assert "<script>alert" not in answer.text
    with sees_all():
        assert not Training.objects.exists()


def test_a_link_must_be_one_and_only_an_online_training_has_it(client, nemanja, programme):
    client.force_login(nemanja)
    online = said(programme, form="daljina", venue="", link="javascript:alert(1)")
    answer = client.post(NEW, online)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"link"})
    assert client.post(NEW, online | {"link": ""}).context["form"].errors.keys() == {"link"}

    client.post(NEW, said(programme, link="https://primjer.example/x"))
    assert only_training().link == ""


def test_a_programme_of_another_service_cannot_be_run(client, nemanja, banja_luka, doboj):
    theirs = make_programme(doboj, "Tuđi program")
    client.force_login(nemanja)
    answer = client.post(NEW, said(theirs))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"programme"}
    assert "Tuđi program" not in answer.text


def test_parts_that_overlap_are_refused_beside_the_parts(client, nemanja, programme):
    client.force_login(nemanja)
    again = {"part-1-day": day(20), "part-1-starts": "11.00", "part-1-ends": "15.00"}
    answer = client.post(NEW, said(programme, **again))
    assert answer.status_code == 422
    assert answer.context["forms"].parts.forms[0].errors.keys() == {"day"}


@pytest.mark.parametrize("data", [{}, {"part-TOTAL_FORMS": "x"}, {"part-TOTAL_FORMS": "-3", "jos": "sve"}])
def test_a_form_without_rows_asks_for_a_day(client, nemanja, programme, data):
    client.force_login(nemanja)
    answer = client.post(NEW, data)
    assert answer.status_code == 422
    assert "programme" in answer.context["form"].errors
    assert answer.context["forms"].parts.forms[0].errors.keys() == {"day"}

    only_facts = {name: value for name, value in said(programme).items() if not name.startswith("part")}
    answer = client.post(NEW, only_facts | data)
    assert answer.status_code == 422
    assert answer.context["forms"].parts.forms[0].errors.keys() == {"day"}


# --- changing -----------------------------------------------------------------------------------
def change_of(training, **fields):
    start, end = local(training.starts_at), local(training.ends_at)
    return {
        "title": training.title,
        "subject": training.subject,
        "summary": training.summary,
        "form": "uzivo",
        "venue": training.venue,
        "seats": training.seats,
        "minimum": training.minimum,
        "audience": "network",
        "revision": training.revision,
        "part-TOTAL_FORMS": "1",
        "part-INITIAL_FORMS": "1",
        "part-0-day": f"{start.day}. {start.month}. {start.year}.",
        "part-0-starts": f"{start:%H.%M}",
        "part-0-ends": f"{end:%H.%M}",
        "trainer-TOTAL_FORMS": "0",
        **fields,
    }


def address(training, page=""):
    return f"/{training.service.slug}/rad/obuke/{training.pk}/{page}"


def test_the_form_shows_what_stands_and_saves_what_is_changed(client, nemanja, banja_luka):
    training = make_training(banja_luka)
    client.force_login(nemanja)
    page = client.get(address(training, "izmjena/"))
    assert page.context["form"]["title"].value() == training.title
    assert "programme" not in page.context["form"].fields

    answer = client.post(address(training, "izmjena/"), change_of(training, venue="Gradska biblioteka"))

    assert answer.status_code == 302
    assert fresh(training).venue == "Gradska biblioteka"
    assert verbs() == ["training.changed"]


def test_two_who_change_one_training_see_both_versions_and_overwrite_nothing(
    client, milica, nemanja, banja_luka
):
    training = make_training(banja_luka)
    mine = change_of(training, venue="Gradska biblioteka", seats="30")
    with asking(milica):
        parts = [{"starts_at": training.starts_at, "ends_at": training.ends_at}]
        change_training(
            training, actor=milica, parts=parts, trainers=[], expected_revision=0, venue="Kulturni centar"
        )
    client.force_login(nemanja)
    answer = client.post(address(training, "izmjena/"), mine)

    assert answer.status_code == 409
    differences = {row.label: (row.yours, row.theirs) for row in answer.context["differences"]}
    assert differences["Mjesto održavanja"] == ("Gradska biblioteka", "Kulturni centar")
    assert differences["Mjesta"] == ("30", "20")
    assert answer.context["form"]["venue"].value() == "Gradska biblioteka"
    assert (fresh(training).venue, fresh(training).seats) == ("Kulturni centar", 20)

    again = mine | {"revision": answer.context["form"]["revision"].value()}
    assert client.post(address(training, "izmjena/"), again).status_code == 302
    assert (fresh(training).venue, fresh(training).seats) == ("Gradska biblioteka", 30)


def test_fewer_seats_than_are_booked_is_told_beside_the_seats(client, nemanja, banja_luka, jelena, novi_krug):
    training = make_training(banja_luka)
    book(training, jelena, novi_krug, 3)
    client.force_login(nemanja)
    answer = client.post(address(training, "izmjena/"), change_of(training, seats="2"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"seats"}
    assert fresh(training).seats == 20


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_is_over_is_not_changed(client, nemanja, banja_luka, state):
    training = make_training(banja_luka, state=state)
    client.force_login(nemanja)
    assert client.get(address(training, "izmjena/")).headers["Location"] == address(training)
    answer = client.post(address(training, "izmjena/"), change_of(training, venue="Drugo"))
    assert answer.status_code == 422
    assert fresh(training).venue == "Dom omladine"


# --- the page of a training and its steps -------------------------------------------------------
def test_a_draft_is_published_confirmed_and_its_history_tells_so(client, nemanja, banja_luka):
    training = make_training(banja_luka, state="draft", published_at=None)
    client.force_login(nemanja)
    assert address(training, "objava/") in client.get(address(training)).text

    client.post(address(training, "objava/"))
    assert fresh(training).state == "published"
    assert address(training, "potvrda/") in client.get(address(training)).text

    client.post(address(training, "potvrda/"))
    assert fresh(training).state == "confirmed"
    page = client.get(address(training)).text.lower()
    with sees_all():
        words = [str(entry.words).lower() for entry in HistoryEntry.objects.all()]
    assert len(words) == 2
    assert all(word in page for word in words)


def test_a_refused_step_says_why_and_changes_nothing(client, nemanja, banja_luka):
    training = make_training(banja_luka, state="draft", starts_in=timedelta(days=-3))
    client.force_login(nemanja)
    answer = client.post(address(training, "objava/"), follow=True)
    assert 'class="notice error"' in answer.text
    assert fresh(training).state == "draft"


def test_cancelling_names_who_will_be_told_and_then_tells_them(
    client, nemanja, banja_luka, jelena, novi_krug, mailoutbox
):
    training = make_training(banja_luka)
    booking = book(training, jelena, novi_krug, 2)
    client.force_login(nemanja)
    page = client.get(address(training, "otkazivanje/"))
    assert "Novi krug" in page.text
    assert "2 osobe" in page.text

    answer = client.post(address(training, "otkazivanje/"), {"reason": "Predavač je bolestan."})

    assert answer.status_code == 302
    assert fresh(training).state == "cancelled"
    assert fresh(booking).state == "cancelled"
    assert "Predavač je bolestan." in client.get(address(training)).text


@pytest.mark.parametrize("typed", ["", "  ", "š" * 601, "a\x00b"])
def test_a_training_is_not_cancelled_without_a_reason(client, nemanja, banja_luka, typed):
    training = make_training(banja_luka)
    client.force_login(nemanja)
    answer = client.post(address(training, "otkazivanje/"), {"reason": typed})
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == typed
    assert 'href="#id_reason"' in answer.text
    assert fresh(training).state == "published"


@pytest.mark.parametrize("state", ["draft", "held", "cancelled"])
def test_only_an_announced_training_can_be_cancelled(client, nemanja, banja_luka, state):
    training = make_training(banja_luka, state=state)
    client.force_login(nemanja)
    assert client.get(address(training, "otkazivanje/")).headers["Location"] == address(training)
    assert client.post(address(training, "otkazivanje/"), {"reason": "Tako"}).status_code == 302
    assert fresh(training).state == state


@pytest.mark.parametrize("page", ["objava/", "potvrda/", "odrzana/"])
def test_a_step_is_not_taken_by_opening_a_link(client, nemanja, banja_luka, page):
    training = make_training(banja_luka)
    client.force_login(nemanja)
    assert client.get(address(training, page)).status_code == 405


PAGES = ["", "izmjena/", "otkazivanje/", "prijave/", "lista-prisustva/", "prisustvo/"]


@pytest.mark.parametrize("who", ["dragan", "jelena", "vesna", "zoran", "ana"])
def test_the_pages_of_a_training_open_for_its_staff_only(client, request, banja_luka, novi_krug, who):
    training = make_training(banja_luka)
    client.force_login(request.getfixturevalue(who))
    for page in PAGES:
        assert client.get(address(training, page)).status_code == 404, page
    for page in ["objava/", "potvrda/", "odrzana/", "otkazivanje/", "izmjena/"]:
        assert client.post(address(training, page), {"reason": "Tako"}).status_code == 404, page
    assert fresh(training).state == "published"


def test_a_training_of_another_service_is_not_found_under_ones_own(client, nemanja, banja_luka, doboj):
    theirs = make_training(doboj)
    client.force_login(nemanja)
    for page in PAGES:
        assert client.get(f"/banja-luka/rad/obuke/{theirs.pk}/{page}").status_code == 404, page

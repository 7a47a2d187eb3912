"""Seats kept for organizers of some municipalities: set in the form, said in words, counted for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizers.models import Municipality
from tests.cast import make_programme, make_training, sees_all
from tests.trainings.helpers import book, errors_in, fresh
from tests.trainings.lining import keep_for
from trainings.models import KeptFor, Question, Training
from vsrs.dates import local, short_date
from vsrs.refusals import Refused

NEW = "/en/banja-luka/rad/obuke/nova/"
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def towns(banja_luka):
    with sees_all():
        return [
            Municipality.objects.create(slug=slug, name=name, sort=slug, home_service=banja_luka)
            for slug, name in (("laktasi", "Laktaši"), ("srbac", "Srbac"))
        ]


def said(programme, **more):
    day = timezone.localdate() + timedelta(days=20)
    return {
        "programme": programme.pk,
        "form": "uzivo",
        "venue": "Dom",
        "seats": "10",
        "minimum": "1",
        "audience": "network",
        "part-0-day": f"{day:%d. %m. %Y.}",
        "part-0-starts": "10.00",
        "part-0-ends": "14.00",
    } | more


def until(days=5):
    return f"{timezone.localdate() + timedelta(days=days):%d. %m. %Y.} 12.00"


@pytest.fixture
def kept(banja_luka, novi_krug):
    training = make_training(banja_luka, seats=6, kept_seats=5, kept_until=timezone.now() + timedelta(days=3))
    keep_for(training, novi_krug)
    return training


def test_the_form_saves_seats_questions_and_approval(client, nemanja, banja_luka, towns):
    client.force_login(nemanja)
    programme = make_programme(banja_luka)
    answer = client.post(
        NEW,
        said(
            programme,
            needs_approval="on",
            kept_seats="5",
            kept_until=until(),
            kept_for=[town.pk for town in towns],
            **{
                "question-TOTAL_FORMS": "2",
                "question-0-text": "Koliko volontera vodite?",
                "question-0-kind": "text",
                "question-0-is_required": "on",
                "question-1-text": "Kako dolazite?",
                "question-1-kind": "choice",
                "question-1-choices": "autobusom\nautomobilom",
            },
        ),
    )

    assert answer.status_code == 302, answer.context["forms"].rules.errors
    with sees_all():
        training = Training.objects.get()
        assert (training.needs_approval, training.kept_seats) == (True, 5)
        assert f"{local(training.kept_until):%H.%M}" == "12.00"
        assert [str(row) for row in KeptFor.objects.select_related("municipality")] == ["Laktaši", "Srbac"]
        assert list(Question.objects.values_list("ordinal", "text", "is_required", "choices")) == [
            (1, "Koliko volontera vodite?", True, ""),
            (2, "Kako dolazite?", False, "autobusom\nautomobilom"),
        ]

    change = f"/en/banja-luka/rad/obuke/{training.pk}/izmjena/"
    forms = client.get(change).context["forms"]
    assert forms.rules["kept_seats"].value() == 5
    assert [form["text"].value() for form in forms.questions.forms] == [
        "Koliko volontera vodite?",
        "Kako dolazite?",
    ]

    client.post(change, said(programme, revision="0", title="A", subject="pravo", summary="B"))
    training = fresh(training)
    with sees_all():
        assert (training.needs_approval, training.kept_seats, training.kept_until) == (False, 0, None)
        assert not KeptFor.objects.exists()
        assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kept_seats": "5"}, "kept_until"),
        ({"kept_seats": "5", "kept_until": "*"}, "kept_for"),
        ({"kept_seats": "11", "kept_until": "*", "kept_for": "*"}, "seats"),
        ({"kept_seats": "5", "kept_until": "**", "kept_for": "*"}, "kept_until"),
        ({"kept_seats": "-1"}, "kept_seats"),
        ({"kept_seats": "5", "kept_until": "*", "kept_for": "999999"}, "kept_for"),
        ({"question-0-text": "Kako?", "question-0-kind": "choice"}, "question-0-choices"),
        ({"question-0-text": "", "question-0-is_required": "on"}, "question-0-text"),
        ({"question-0-text": "a" * 201}, "question-0-text"),
        ({"question-0-text": "Kako?", "question-0-kind": "x"}, "question-0-kind"),
    ],
)
def test_rules_that_cannot_be_are_told_beside_their_field(client, nemanja, banja_luka, towns, fields, error):
    client.force_login(nemanja)
    moments = {"*": until(), "**": until(60)}
    fields = {
        name: (towns[0].pk if name == "kept_for" and value == "*" else moments.get(value, value))
        for name, value in fields.items()
    }

    response = client.post(NEW, said(make_programme(banja_luka), **fields))

    assert response.status_code == 422
    assert f"id_{error}_error" in errors_in(response)


def test_another_question_is_added_without_judging(client, nemanja, banja_luka):
    client.force_login(nemanja)
    answer = client.post(
        NEW, said(make_programme(banja_luka), jos="question", **{"question-0-text": "Prvo?"})
    )
    assert answer.status_code == 200
    assert len(answer.context["forms"].questions.forms) == 2
    many = client.post(
        NEW, said(make_programme(banja_luka), jos="question", **{"question-TOTAL_FORMS": "90"})
    )
    assert len(many.context["forms"].questions.forms) == 5
    assert 'value="question"' not in many.text


def test_pages_say_how_many_are_kept_for_whom_and_what_others_have(client, kept, jelena, novi_krug, nemanja):
    sentence = "5 seats are kept for organizers from {town} until {day}; 1 other is free."
    town, day = novi_krug.municipality.name, short_date(kept.kept_until)
    public = f"/en/banja-luka/obuke/{kept.slug}/"
    assert sentence.format(town=town, day=day) in client.get(public).text
    client.force_login(nemanja)
    assert sentence.format(town=town, day=day) in client.get(f"/en/banja-luka/rad/obuke/{kept.pk}/").text

    book(kept, jelena, novi_krug, 4)

    assert "1 seat is kept" in client.get(public).text


def test_kept_seats_are_had_by_those_they_are_kept_for(kept, goran, sveti_sava, jelena, novi_krug):
    with pytest.raises(Refused, match="Only 1 seat is free"):
        book(kept, goran, sveti_sava, 2)
    book(kept, goran, sveti_sava, 1)
    book(kept, jelena, novi_krug, 5)
    assert (fresh(kept).taken, fresh(kept).taken_kept) == (6, 5)

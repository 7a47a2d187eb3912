"""What a training asks of everybody who books."""

from uuid import uuid4

import pytest

from tests.cast import make_person, make_training, sees_all
from tests.trainings.helpers import book, errors_in, fresh
from trainings.models import Booking, Question, WaitingEntry


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, seats=3)


@pytest.fixture
def questions(training):
    rows = [
        ("Koliko volontera vodite?", "text", "", True),
        ("Ostajete li na ručku?", "yes_no", "", False),
        ("Kako dolazite?", "choice", "autobusom\nautomobilom", True),
    ]
    with sees_all():
        return [
            Question.objects.create(
                service=training.service,
                training=training,
                ordinal=number,
                text=text,
                kind=kind,
                choices=choices,
                is_required=required,
            )
            for number, (text, kind, choices, required) in enumerate(rows, 1)
        ]


def answers(questions, *said):
    return {f"pitanje-{row.pk}": answer for row, answer in zip(questions, said, strict=True)}


def send(client, training, organizer, path="rezervacija", **fields):
    data = {"organizator": organizer.pk, "form_key": uuid4(), "redova": 0} | fields
    return client.post(f"/banja-luka/obuke/{training.slug}/{path}/", data)


def test_answers_are_kept_as_they_were_asked(client, training, questions, jelena, novi_krug, nemanja):
    client.force_login(jelena)
    person = make_person(novi_krug, "Mira Gajić")

    send(client, training, novi_krug, osoba=person.pk, **answers(questions, "dvanaest", "ne", "autobusom"))
    with sees_all():
        Question.objects.filter(pk=questions[0].pk).update(text="Nešto drugo?")
        booking = Booking.objects.get()

    assert booking.answers == [
        {"question": "Koliko volontera vodite?", "answer": "dvanaest"},
        {"question": "Ostajete li na ručku?", "answer": False},
        {"question": "Kako dolazite?", "answer": "autobusom"},
    ]
    page = client.get(f"/nalog/rezervacije/{booking.number}/").text
    assert "Koliko volontera vodite?" in page
    client.force_login(nemanja)
    listed = client.get(f"/banja-luka/rad/obuke/{training.pk}/prijave/", {"izvoz": "csv"})
    assert "Ostajete li na ručku? Ne" in b"".join(listed.streaming_content).decode()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (("", "da", "autobusom"), [0]),
        (("pet", "da", ""), [2]),
        (("pet", "možda", "avionom"), [1, 2]),
        (("a" * 501, "", "autobusom"), [0]),
    ],
)
def test_what_is_missing_is_said_beside_the_question(
    client, training, questions, jelena, novi_krug, said, wrong
):
    client.force_login(jelena)
    person = make_person(novi_krug, "Mira Gajić")

    response = send(client, training, novi_krug, osoba=person.pk, **answers(questions, *said))

    assert response.status_code == 422
    assert errors_in(response) == [f"id_pitanje-{questions[number].pk}_error" for number in wrong]
    with sees_all():
        assert not Booking.objects.exists()


def test_the_card_goes_on_to_the_questions_and_keeps_who_was_ticked(
    client, training, questions, jelena, novi_krug
):
    client.force_login(jelena)
    person, other = make_person(novi_krug, "Mira Gajić"), make_person(novi_krug, "Petar Šljivić")
    card = client.get(f"/banja-luka/obuke/{training.slug}/").text
    assert 'name="dalje"' in card

    page = send(client, training, novi_krug, osoba=other.pk, dalje="1")

    assert page.status_code == 200
    assert errors_in(page) == []
    assert page.context["form"].ticked == {str(other.pk)}
    assert str(person.pk) not in page.context["form"].ticked
    with sees_all():
        assert not Booking.objects.exists()


def test_the_waiting_list_asks_too(client, training, questions, jelena, novi_krug, goran, sveti_sava):
    book(training, goran, sveti_sava, 3)
    client.force_login(jelena)
    person = make_person(novi_krug, "Mira Gajić")
    said = {"osoba": person.pk, "telefon": "065 111 222", "hrana": "posno"}
    assert send(client, training, novi_krug, "lista-cekanja", **said).status_code == 422

    send(client, training, novi_krug, "lista-cekanja", **said, **answers(questions, "pet", "", "autobusom"))

    with sees_all():
        entry = WaitingEntry.objects.select_related("needs").get()
    assert entry.support == {
        "phone": "065 111 222",
        "answers": [
            {"question": "Koliko volontera vodite?", "answer": "pet"},
            {"question": "Kako dolazite?", "answer": "autobusom"},
        ],
    }
    assert entry.needs.diet == "posno"
    assert fresh(training).taken == 3


def test_the_desk_reads_the_answers_of_a_group_that_waits(
    client, training, questions, jelena, novi_krug, goran, sveti_sava, nemanja, dragan
):
    book(training, goran, sveti_sava, 3)
    client.force_login(jelena)
    said = {"osoba": make_person(novi_krug, "Mira Gajić").pk, "telefon": "065 111 222", "hrana": "posno"}
    send(client, training, novi_krug, "lista-cekanja", **said, **answers(questions, "pet", "ne", "autobusom"))

    client.force_login(nemanja)
    desk = f"/banja-luka/rad/obuke/{training.pk}/lista-cekanja/"
    page = client.get(desk).text
    file = b"".join(client.get(desk, {"izvoz": "csv"}).streaming_content).decode()

    assert "<b>Koliko volontera vodite?</b> pet" in page
    assert "<b>Ostajete li na ručku?</b> Ne" in page
    assert "posno" in page
    assert 'href="tel:065111222"' in page
    assert "Koliko volontera vodite? pet; Ostajete li na ručku? Ne; Kako dolazite? autobusom" in file
    assert "posno" in file
    client.force_login(dragan)
    assert client.get(desk).status_code == 404

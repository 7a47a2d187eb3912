"""Who comes: bookings of a training and of a service at the desk, the sign-in sheet."""

import io

import openpyxl
import pytest

from tests.cast import asking, make_person, make_training
from tests.trainings.helpers import book, fresh
from trainings.operations.waiting import join_waiting_list

ALL = "/banja-luka/rad/prijave/"


def address(training, page="prijave/"):
    return f"/{training.service.slug}/rad/obuke/{training.pk}/{page}"


@pytest.fixture
def training(banja_luka):
    return make_training(banja_luka, title="Koordinacija volontera", days=2)


@pytest.fixture
def group(training, jelena, novi_krug):
    people = [make_person(novi_krug, name) for name in ("Đurđa Ćetković", "Zoran Babić")]
    needs = {"access_needs": "rampa"}
    return book(training, jelena, novi_krug, people, contact_phone="051 111 222", needs=needs)


@pytest.fixture
def school(training, goran, sveti_sava):
    return book(training, goran, sveti_sava, [make_person(sveti_sava, "=1+1 Šesti")])


def lines(answer):
    return [line.split(";") for line in answer.getvalue().decode("utf-8-sig").splitlines()]


@pytest.mark.parametrize("query", ["djurdja cetkovic", "ЂУРЂА", "novi krug", "NOVI", "number"])
def test_a_booking_is_found_by_number_organizer_or_person(client, nemanja, training, group, school, query):
    client.force_login(nemanja)
    page = client.get(address(training), {"q": group.number[-4:] if query == "number" else query})
    assert [booking.number for booking in page.context["listing"]] == [group.number]
    assert "Đurđa Ćetković, Zoran Babić" in page.text
    assert "051 111 222" in page.text
    assert "rampa" in page.text


def test_bookings_narrow_by_state_and_day(client, nemanja, training, group, school):
    client.force_login(nemanja)
    client.post(f"/nalog/rezervacije/{group.number}/otkazivanje/")

    def numbers(**conditions):
        return {booking.number for booking in client.get(address(training), conditions).context["listing"]}

    assert numbers() == {group.number, school.number}
    assert numbers(stanje="booked") == {school.number}
    assert numbers(stanje="cancelled") == {group.number}
    assert numbers(od="1. 1. 2199.") == set()
    assert numbers(stanje="<script>", od="juče", strana="x", red="y") == {group.number, school.number}


def test_staff_cancel_a_booking_when_asked_by_phone(client, nemanja, training, group):
    client.force_login(nemanja)
    cancel = f"/nalog/rezervacije/{group.number}/otkazivanje/"
    assert f'href="{cancel}"' in client.get(address(training)).text
    page = client.get(cancel)
    assert f'href="{address(training)}"' in page.text

    client.post(cancel)

    assert fresh(group).state == "cancelled"
    assert fresh(training).taken == 0
    assert cancel not in client.get(address(training)).text


def test_bookings_and_their_people_are_exported_apart(client, nemanja, training, group, school):
    client.force_login(nemanja)
    bookings = lines(client.get(address(training), {"izvoz": "csv", "red": "broj"}))
    assert [row[0] for row in bookings[1:]] == [group.number, school.number]

    people = lines(client.get(address(training), {"izvoz": "csv", "osobe": "1"}))
    assert [row[0] for row in people[1:]] == ["'=1+1 Šesti", "Đurđa Ćetković", "Zoran Babić"]

    answer = client.get(address(training), {"izvoz": "xlsx", "osobe": "1", "q": "sveti sava"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.max_row == 2
    assert sheet["A2"].value == "'=1+1 Šesti"


def test_people_who_come_no_more_are_in_no_file(client, nemanja, training, group):
    client.force_login(nemanja)
    client.post(f"/nalog/rezervacije/{group.number}/otkazivanje/")
    assert len(lines(client.get(address(training), {"izvoz": "csv", "osobe": "1"}))) == 1


def test_the_sheet_has_a_line_for_each_person_and_a_signature_for_each_day(
    client, nemanja, training, group, school
):
    client.force_login(nemanja)
    page = client.get(address(training, "lista-prisustva/"))
    assert page.text.count('<td class="signature">') == 2 * (3 + 4)
    assert "Đurđa Ćetković" in page.text

    cyrillic = client.get("/sr" + address(training, "lista-prisustva/"))
    assert "Ђурђа Ћетковић" in cyrillic.text


def test_all_bookings_of_the_service_and_of_no_other(
    client, nemanja, training, group, doboj, goran, sveti_sava
):
    elsewhere = book(make_training(doboj), goran, sveti_sava, 1)
    client.force_login(nemanja)
    page = client.get(ALL)
    assert group.number in page.text
    assert elsewhere.number not in page.text
    assert f"/banja-luka/rad/obuke/{training.pk}/" in page.text
    assert [row[0] for row in lines(client.get(ALL, {"izvoz": "csv"}))[1:]] == [training.title]
    assert len(lines(client.get(ALL, {"izvoz": "csv", "osobe": "1"}))) == 3


@pytest.mark.parametrize("order", ["broj", "organizator", "obuka", "termin", "mjesta", "vrijeme"])
def test_every_order_keeps_every_row(client, nemanja, training, group, school, order):
    client.force_login(nemanja)
    for page in [client.get(ALL, {"red": order}), client.get(address(training), {"red": f"-{order}"})]:
        assert page.context["listing"].count == 2
        assert group.number in page.text
        assert school.number in page.text


@pytest.mark.parametrize("who", ["dragan", "jelena", "vesna", "zoran", "ana"])
def test_all_bookings_open_for_staff_only(client, request, training, group, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ALL).status_code == 404
    assert client.get(ALL, {"izvoz": "csv"}).status_code == 404


def test_those_who_wait_stand_on_the_page_of_the_training_in_order(
    client, nemanja, banja_luka, jelena, novi_krug, goran, sveti_sava
):
    training = make_training(banja_luka, seats=1)
    book(training, jelena, novi_krug, 1)
    with asking(goran):
        join_waiting_list(
            training, actor=goran, organizer=sveti_sava, people=[make_person(sveti_sava, "Šesti")]
        )
    client.force_login(nemanja)
    page = client.get(address(training, "")).text
    assert "1. OŠ „Sveti Sava“" in page
    assert "goran@example.org" in page

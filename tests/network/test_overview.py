"""The overview: real numbers, each opening its rows; the same cost at any size."""

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from network.figures import all_figures
from network.models import Rollup
from network.operations import recount_everything
from services.models import HistoryEntry
from tests.cast import make_organizer, make_training, represent, sees_all
from tests.trainings.helpers import book
from trainings.models import Attendance, Seat, Training

OVERVIEW = "/mreza/pregled/"


def hold(training):
    """As if it had been held this month, whatever its dates say."""
    with sees_all():
        now = timezone.now()
        Training.objects.filter(pk=training.pk).update(
            state=Training.State.HELD, starts_at=now, ends_at=now + timedelta(hours=1)
        )


@pytest.fixture
def network(novi_krug, sveti_sava, jelena, goran):
    """Banja Luka held two trainings with three and one people, Doboj one with two."""
    for organizer, user, counts in ((novi_krug, jelena, [3, 1]), (sveti_sava, goran, [2])):
        for people in counts:
            training = make_training(organizer.service, seats=4)
            book(training, user, organizer, people)
            hold(training)
    recount_everything()


def tile_of(page, label):
    found = re.search(
        rf'<li class="tile"><h3>{label}</h3><p class="big-number"><a href="([^"]+)">([^<]+)', page
    )
    return found[1].replace("&amp;", "&"), found[2]


def test_numbers_are_those_of_the_rows_they_open(client, network, vesna):
    client.force_login(vesna)
    page = client.get("/en" + OVERVIEW).text

    for label, number, heading in (
        ("Trainings held", "3", "Trainings held: 3"),
        ("Bookings made", "3", "Bookings made: 3"),
        ("Seats filled", "50", "Seats filled: 50%"),
    ):
        url, shown = tile_of(page, label)
        assert shown == number
        assert f"<h1>{heading}</h1>" in client.get(url).text.replace("\xa0", "")


def test_conditions_in_the_address_narrow_the_numbers_and_their_rows(client, network, vesna):
    client.force_login(vesna)

    url, shown = tile_of(client.get(f"/en{OVERVIEW}?servis=doboj").text, "Trainings held")

    assert shown == "1"
    assert "servis=doboj" in url
    rows = client.get(url).text
    assert "<h1>Trainings held: 1</h1>" in rows
    assert "made of 1 row" in rows


@pytest.mark.parametrize(
    "query",
    ["godina=abc", "godina=99999", "servis=nema", "mjera=%00", "uporedi=x", "godina=2020&servis=%F0%9F"],
)
def test_unknown_conditions_fall_back_to_the_usual_view(client, network, vesna, query):
    client.force_login(vesna)

    page = client.get(f"/en{OVERVIEW}?{query}")

    assert page.status_code == 200
    assert tile_of(page.text, "Trainings held")[1] == "3"


def test_the_observer_reads_sums_and_never_rows(client, network, zoran):
    client.force_login(zoran)

    page = client.get("/en" + OVERVIEW)

    url, shown = tile_of(page.text, "Trainings held")
    assert shown == "3"
    assert url.startswith("/en/podaci/pokazatelji/")
    assert client.get(url).status_code == 200
    for figure in all_figures():
        assert client.get(reverse("network:rows", args=[figure.code])).status_code == 404
    assert "Udruženje" not in page.text


def test_staff_and_organizers_have_no_overview(client, network, nemanja, jelena):
    for user in (nemanja, jelena):
        client.force_login(user)
        assert client.get(OVERVIEW).status_code == 404


def test_files_hold_the_table_of_the_page(client, network, vesna):
    client.force_login(vesna)

    csv = b"".join(client.get(f"/en{OVERVIEW}?izvoz=csv").streaming_content).decode("utf-8-sig")
    book_ = openpyxl.load_workbook(
        BytesIO(b"".join(client.get(f"/en{OVERVIEW}?izvoz=xlsx").streaming_content))
    )

    lines = [line.split(";") for line in csv.splitlines()]
    rows = [list(map(str, row)) for row in book_.active.iter_rows(values_only=True)]
    assert lines == rows
    held = lines[0].index("Trainings held")
    assert {line[0]: line[held] for line in lines[1:]} == {
        "Banja Luka": "2",
        "Doboj": "1",
        "Republic office": "0",
        "All together": "3",
    }


@pytest.mark.parametrize("code", [figure.code for figure in all_figures()])
def test_rows_export_what_the_page_lists(client, network, vesna, code):
    client.force_login(vesna)
    url = reverse("network:rows", args=[code])

    page = client.get(url).text
    csv = b"".join(client.get(f"{url}?izvoz=csv").streaming_content).decode("utf-8-sig")

    assert len(csv.splitlines()) - 1 == page.count('<th scope="row">')


def test_overview_costs_the_same_with_one_training_and_with_many(
    client, network, vesna, banja_luka, jelena, django_assert_max_num_queries
):
    client.force_login(vesna)
    client.get(OVERVIEW + "?uporedi=bez")
    with django_assert_max_num_queries(60) as first:
        client.get(OVERVIEW)
    with django_assert_max_num_queries(len(first) - 4):
        client.get(OVERVIEW)  # drawn already
    for number in range(12):
        organizer = make_organizer(banja_luka, f"Klub {number}", registered_by=jelena)
        represent(jelena, organizer)
        training = make_training(banja_luka, seats=9)
        book(training, jelena, organizer, 2)
        hold(training)
    recount_everything()

    with django_assert_max_num_queries(60) as second:
        client.get(OVERVIEW)

    assert len(first) == len(second)


def test_rows_cost_the_same_at_one_and_at_many(
    client, vesna, banja_luka, jelena, novi_krug, django_assert_max_num_queries
):
    client.force_login(vesna)
    url = reverse("network:rows", args=["odrzane-obuke"])
    hold(make_training(banja_luka))
    with django_assert_max_num_queries(40) as one:
        assert client.get(url).text.count('<th scope="row">') == 1
    for _ in range(40):
        hold(make_training(banja_luka))

    with django_assert_max_num_queries(40) as many:
        assert client.get(url).text.count('<th scope="row">') == 41

    assert len(one) == len(many)


def test_a_year_still_to_come_is_no_year_of_the_overview(client, vesna, banja_luka):
    this_year = timezone.localdate().year
    with sees_all():
        for year in (this_year, this_year + 1):
            Rollup.objects.create(service=banja_luka, figure="rezervacije", month=date(year, 1, 1), value=7)
    client.force_login(vesna)

    page = client.get("/en" + OVERVIEW)

    assert page.status_code == 200
    assert f'<option value="{this_year}"' in page.text
    assert f'<option value="{this_year + 1}"' not in page.text


def lines_about_people():
    with sees_all():
        rows = HistoryEntry.objects.filter(verb__startswith="people.").order_by("pk")
        return [(row.service.slug, row.verb, row.actor_name, row.changes["figure"]) for row in rows]


@pytest.fixture
def participants(network, milica):
    """All who booked were there."""
    with sees_all():
        for seat in Seat.objects.select_related("training"):
            part = seat.training.parts.get()
            Attendance.objects.create(
                service=seat.service,
                training=seat.training,
                part=part,
                seat=seat,
                organizer_id=seat.organizer_id,
                mark=Attendance.Mark.PRESENT,
                marked_by=milica,
            )


def test_who_opens_the_people_behind_a_figure_is_written_down_once_a_day(client, participants, vesna):
    client.force_login(vesna)
    url = reverse("network:rows", args=["polaznici"])

    assert client.get(url).text.count('<th scope="row">') == 6
    client.get(url)
    client.get(f"/en{url}?strana=1")

    who = ("people.opened", "Vesna Babić", "Polaznici")
    assert lines_about_people() == [("banja-luka", *who), ("doboj", *who)]


def test_every_file_of_people_is_written_down_for_the_services_in_it(client, participants, vesna):
    client.force_login(vesna)
    url = reverse("network:rows", args=["polaznici"])

    for _ in range(2):
        b"".join(client.get(f"{url}?izvoz=csv&servis=doboj").streaming_content)

    assert lines_about_people() == [("doboj", "people.taken", "Vesna Babić", "Polaznici")] * 2


def test_rows_without_people_are_read_without_a_trace(client, participants, vesna):
    client.force_login(vesna)
    for figure in all_figures():
        if not figure.names_people:
            client.get(reverse("network:rows", args=[figure.code]))

    assert lines_about_people() == []


def test_figures_whose_rows_name_people_say_so():
    personal = {"full_name", "email", "phone", "contact_name", "contact_email", "contact_phone", "person"} | {
        "holder_name"
    }
    for figure in all_figures():
        shown = {
            word for _, column in figure.columns if isinstance(column, str) for word in column.split(".")
        }
        assert figure.names_people == bool(shown & personal), figure.code

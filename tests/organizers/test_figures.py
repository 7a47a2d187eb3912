"""The figure and the rows it opens are the same organizers."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from network.figures import figure_by_code
from organizers.desk_tasks import counts, tasks
from organizers.models import Municipality
from organizers.operations.municipalities import known_municipalities, load_municipalities
from services.operations.founding import found_service
from tests.cast import asking, make_organizer, sees_all

ZONE = ZoneInfo("Europe/Sarajevo")


@pytest.fixture
def register(banja_luka, doboj, jelena):
    def joined(service, *moment, **fields):
        number = "-".join(map(str, moment))
        at = datetime(*moment, tzinfo=ZONE)
        return make_organizer(service, f"Udruženje {number}", registered_by=jelena, confirmed_at=at, **fields)

    joined(banja_luka, 2026, 2, 28, 23, 59)
    joined(banja_luka, 2026, 3, 1, 0, 0)
    joined(banja_luka, 2026, 3, 31, 23, 59, status="paused")
    joined(banja_luka, 2026, 3, 5, status="closed")
    joined(doboj, 2026, 3, 7)
    make_organizer(banja_luka, "Čeka", registered_by=jelena, status="applied")


def test_the_figure_is_its_rows_month_by_month(register, banja_luka, vesna):
    figure = figure_by_code("organizatori-novi")
    with sees_all():
        months = figure.monthly(banja_luka)
    assert months == {date(2026, 2, 1): (1, None), date(2026, 3, 1): (2, None)}

    with asking(vesna):
        for month, (value, _) in months.items():
            end = date(month.year, month.month + 1, 1)
            assert len(figure.rows(vesna, [banja_luka.pk], month, end)) == value


def test_others_see_only_rows_of_their_service(register, banja_luka, doboj, sanja, ana):
    figure = figure_by_code("organizatori-novi")
    everywhere = ([banja_luka.pk, doboj.pk], date(2026, 1, 1), date(2027, 1, 1))
    with asking(sanja):
        assert {row.service for row in figure.rows(sanja, *everywhere)} == {doboj}
    with asking(ana):
        assert not figure.rows(ana, *everywhere)


def test_staff_are_told_how_many_applications_wait(register, banja_luka, doboj, milica, sanja):
    with asking(milica):
        (task,) = tasks(milica, banja_luka)
        assert counts(milica, banja_luka) == {"organizers": 1}
        assert task.detail == "Čeka"
    with asking(sanja):
        assert (list(tasks(sanja, doboj)), counts(sanja, doboj)) == ([], {"organizers": 0})


def test_all_municipalities_have_a_service_and_loading_again_changes_nothing(republic, banja_luka, doboj):
    with sees_all():
        assert len(load_municipalities()) == 64
        moved = Municipality.objects.get(slug="teslic")
        moved.home_service = banja_luka
        moved.save()
        assert load_municipalities() == []
        # Services that are not founded yet leave their towns with the republic office.
        assert Municipality.objects.get(slug="gacko").home_service == republic
        Municipality.objects.filter(slug="nevesinje").update(home_service=banja_luka)
    trebinje = found_service(
        slug="trebinje",
        code="TR",
        town="Trebinje",
        name="Lokalni volonterski servis Trebinje",
        lat="42.7119",
        lon="18.3441",
        manager_email="rukovodilac@example.org",
    )
    with sees_all():
        assert trebinje.municipalities.count() == 7
        assert Municipality.objects.get(slug="gacko").home_service == trebinje
        assert Municipality.objects.get(slug="nevesinje").home_service == banja_luka
        assert Municipality.objects.get(slug="teslic").home_service == banja_luka


def test_the_file_of_municipalities_is_whole():
    rows = known_municipalities()
    assert len({row["slug"] for row in rows}) == len(rows) == 64
    assert len({row["service"] for row in rows}) == 11
    assert all("\u0400" <= row["name_cyrl"][0] <= "\u04ff" for row in rows)

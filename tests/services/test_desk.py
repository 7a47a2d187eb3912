"""The desk: what waits, the week, the latest changes."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from services import desk
from services.desk import Event, Task
from services.history import record
from services.models import Membership
from services.templatetags.desk import desk_counts
from services.week import Week, day_title, key_of, week_from
from tests import cast

MONDAY = date(2026, 11, 23)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_current_timezone())


def event(starts, ends, title="Obuka", kind=""):
    return Event(title=title, url="/", starts_at=at(starts), ends_at=at(ends), kind=kind)


def week(*events, now="2026-11-25 10:10"):
    return Week(MONDAY, list(events), now=at(now))


def classes(found):
    return [[placed.classes for placed in day.events] for day in found.days]


# --- the week -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "monday"),
    [
        ("2026-48", MONDAY),
        ("2026-47", date(2026, 11, 16)),
        ("2026-1", date(2025, 12, 29)),
        ("2026-53", date(2026, 12, 28)),
        ("2027-53", MONDAY),
        ("2026-00", MONDAY),
        ("0000-10", MONDAY),
        ("0001-01", MONDAY),
        ("9999-52", MONDAY),
        ("", MONDAY),
        (None, MONDAY),
        ("2026-48; drop table", MONDAY),
    ],
)
def test_week_of_the_address_or_the_present_one(address, monday):
    assert week_from(address, today=date(2026, 11, 25)) == monday


def test_week_number_is_the_iso_one():
    assert key_of(date(2025, 12, 29)) == "2026-01"


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2026-11-24 09:00", "2026-11-24 12:00", "from-0900 to-1200"),
        ("2026-11-24 09:10", "2026-11-24 10:40", "from-0900 to-1100"),
        ("2026-11-24 13:00", "2026-11-24 14:00", "from-1300 to-1400 is-short"),
        ("2026-11-24 12:00", "2026-11-24 12:30", "from-1200 to-1230 is-short half-hour"),
        ("2026-11-24 12:00", "2026-11-24 12:00", "from-1200 to-1230 is-short half-hour"),
        ("2026-11-24 06:00", "2026-11-24 07:30", "from-0800 to-0830 is-short half-hour"),
        ("2026-11-24 07:00", "2026-11-24 10:00", "from-0800 to-1000"),
        ("2026-11-24 15:00", "2026-11-24 21:00", "from-1500 to-1700"),
        ("2026-11-24 18:00", "2026-11-24 20:00", "from-1630 to-1700 is-short half-hour"),
    ],
)
def test_event_takes_the_half_hours_it_touches(starts, ends, expected):
    assert classes(week(event(starts, ends)))[1] == [expected]


def test_event_over_two_days_stands_in_both():
    found = week(event("2026-11-24 15:00", "2026-11-25 10:00"))

    assert classes(found) == [[], ["from-1500 to-1700"], ["from-0800 to-1000"], [], []]


def test_event_until_midnight_is_not_of_the_next_day():
    found = week(event("2026-11-24 15:00", "2026-11-25 00:00"))

    assert classes(found) == [[], ["from-1500 to-1700"], [], [], []]


def test_two_at_once_stand_side_by_side_and_a_third_is_listed_below():
    found = week(
        event("2026-11-24 09:00", "2026-11-24 12:00", "Prva"),
        event("2026-11-24 10:00", "2026-11-24 11:00", "Druga", "deadline"),
        event("2026-11-24 10:30", "2026-11-24 11:30", "Treća"),
        event("2026-11-24 13:00", "2026-11-24 15:00", "Četvrta"),
    )

    assert classes(found)[1] == [
        "left from-0900 to-1200",
        "deadline right from-1000 to-1100 is-short",
        "from-1300 to-1500",
    ]
    assert [event.title for event in found.also] == ["Treća"]


def test_a_moment_takes_no_room_from_something_longer():
    found = week(
        event("2026-11-24 10:00", "2026-11-24 12:00", "Obuka"),
        event("2026-11-24 11:00", "2026-11-24 11:00", "Rok", "deadline"),
        event("2026-11-24 12:00", "2026-11-24 12:00", "Drugi rok", "deadline"),
    )

    assert classes(found)[1] == ["from-1000 to-1200", "deadline from-1200 to-1230 is-short half-hour"]
    assert [event.title for event in found.also] == ["Rok"]
    assert found.has_deadlines


def test_weekend_is_listed_below():
    found = week(event("2026-11-28 10:00", "2026-11-28 14:00", "Subota"))

    assert [event.title for event in found.also] == ["Subota"]
    assert found.count == 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 10:10", "from-1000"),
        ("2026-11-25 16:59", "from-1630"),
        ("2026-11-25 07:59", ""),
        ("2026-11-25 17:00", ""),
        ("2026-12-25 10:10", ""),
    ],
)
def test_line_of_the_present_moment(now, expected):
    assert "".join(day.now_class for day in week(now=now).days) == expected


def test_events_are_placed_by_the_time_of_sarajevo():
    starts = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    found = Week(
        MONDAY, [Event("Obuka", "/", starts, starts + timedelta(hours=2))], now=at("2026-11-25 10:00")
    )

    assert classes(found)[1] == ["from-0900 to-1100"]


def test_headings_of_the_desk_in_each_language():
    titles = []
    for language in ("sr-latn", "sr", "en"):
        with translation.override(language):
            titles.append((day_title(date(2026, 11, 24)), week().title, week().range_title))

    assert titles == [
        ("Utorak, 24.\xa0novembar", "48. sedmica 2026.", "23–27.\xa011.\xa02026."),
        ("Уторак, 24.\xa0новембар", "48. седмица 2026.", "23–27.\xa011.\xa02026."),
        ("Tuesday, 24\xa0November", "Week 48 of 2026", "23–27 November 2026"),
    ]


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture
def providers(monkeypatch):
    """Rooms above, replaced by what a test says."""
    for name in ("task_providers", "event_providers", "count_providers"):
        monkeypatch.setattr(desk, name, [])
    return desk


def test_desk_shows_what_waits_the_most_pressing_first(client, banja_luka, nemanja, providers):
    now = timezone.now()
    given = [
        Task(text="Bez roka", detail="", url="/x/", action="Otvorite"),
        Task(text="Sutra", detail="", url="/x/", action="Otvorite", due=now + timedelta(days=1)),
        Task(text="Kasni", detail="", url="/x/", action="Otvorite", due=now - timedelta(days=1)),
        *[Task(text=f"Još {n}", detail="", url="/x/", action="Otvorite") for n in range(4)],
    ]
    providers.register(tasks=lambda user, service: given)
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/")
    everything = client.get("/banja-luka/rad/zadaci/")

    assert [task.text for task in page.context["tasks"]] == ["Kasni", "Sutra", "Bez roka", "Još 0", "Još 1"]
    assert "Svi zadaci (7)" in page.text
    assert len(everything.context["tasks"]) == 7
    assert '<span class="count urgent">7</span>' in page.text


def test_empty_desk_says_what_it_will_hold(client, banja_luka, nemanja, providers):
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/")

    assert "Ništa ne čeka na Vas" in page.text
    assert page.context["week"].count == 0


def test_desk_shows_the_latest_changes_of_its_service_only(
    client, banja_luka, doboj, nemanja, milica, dragan
):
    with cast.sees_all():
        record(service=banja_luka, actor=milica, verb="service.changed", subject=banja_luka)
        record(service=doboj, actor=dragan, verb="service.changed", subject=doboj)
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/")

    assert [entry.service_id for entry in page.context["changes"]] == [banja_luka.pk]
    assert "Promijenjeni podaci servisa" in page.text


def test_person_of_two_services_switches_between_them(client, banja_luka, doboj, milica):
    cast.employ(milica, doboj)
    client.force_login(milica)

    page = client.get("/banja-luka/rad/")

    assert 'href="/doboj/rad/"' in page.text
    assert client.get("/doboj/rad/").status_code == 200


def test_long_names_and_markup_stay_text(client, banja_luka, nemanja, providers):
    title = "<script>alert(1)</script>" + "Veoma dugačak naziv " * 20
    providers.register(
        events=lambda user, service, start, end: [
            Event(title, "/x/", start + timedelta(hours=9), start + timedelta(hours=11))
        ],
        tasks=lambda user, service: [Task(text=title, detail=title, url="/x/", action="Otvorite")],
    )
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/")

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_counts_are_kept_a_while_and_renewed_by_a_change(
    client, banja_luka, nemanja, providers, settings, django_capture_on_commit_callbacks
):
    settings.DESK_COUNTS_SECONDS = 60
    asked = []
    providers.register(counts=lambda user, service: asked.append(1) or {"trainings": len(asked)})
    client.force_login(nemanja)

    def shown():
        return re.search(r'class="count">(\d)<', client.get("/banja-luka/rad/ljudi/").text)[1]

    first, second = shown(), shown()
    with cast.asking(nemanja), django_capture_on_commit_callbacks(execute=True):
        record(service=banja_luka, actor=nemanja, verb="service.changed", subject=banja_luka)

    assert (first, second, shown()) == ("1", "1", "2")


def test_a_coordinator_looking_in_leaves_no_counts_behind(
    rf, banja_luka, vesna, nemanja, providers, settings
):
    settings.DESK_COUNTS_SECONDS = 60
    providers.register(counts=lambda user, service: {"trainings": 3})
    seen = {}
    for user in (vesna, nemanja):
        request = rf.get("/")
        request.user = user
        seen[user] = desk_counts({"request": request, "service": banja_luka})

    assert seen == {vesna: {}, nemanja: {"trainings": 3, "tasks": 0}}


# --- every address of the workspace --------------------------------------------------------------

GET = ["", "zadaci/", "ljudi/", "dnevnik/", "dnevnik/?izvoz=csv"]
MANAGER_GET = ["podesavanja/", "ljudi/{pk}/uloga/", "ljudi/{pk}/kraj/"]
MANAGER_POST = [
    "podesavanja/",
    "ljudi/poziv/",
    "ljudi/{pk}/uloga/",
    "ljudi/{pk}/kraj/",
    "ljudi/poziv/{pk}/ponovo/",
    "ljudi/poziv/{pk}/povlacenje/",
]
OUTSIDERS = ["ana", "jelena", "sanja", "dragan", "zoran", "vesna"]


def addresses(paths, pk):
    return ["/banja-luka/rad/" + path.format(pk=pk) for path in paths]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_workspace_does_not_exist_for_others(request, client, banja_luka, nemanja, novi_krug, name):
    with cast.sees_all():
        pk = Membership.objects.get(user=nemanja).pk
    client.force_login(request.getfixturevalue(name))

    gets = {url: client.get(url).status_code for url in addresses(GET + MANAGER_GET, pk)}
    posts = {url: client.post(url).status_code for url in addresses(MANAGER_POST, pk)}

    assert set(gets.values()) | set(posts.values()) == {404}


def test_staff_work_but_do_not_manage(client, banja_luka, milica, nemanja):
    with cast.sees_all():
        pk = Membership.objects.get(user=milica).pk
    client.force_login(nemanja)

    assert {client.get(url).status_code for url in addresses(GET, pk)} == {200}
    assert {client.get(url).status_code for url in addresses(MANAGER_GET, pk)} == {403}
    assert {client.post(url).status_code for url in addresses(MANAGER_POST, pk)} == {403}


def test_without_signing_in_every_address_leads_to_sign_in_and_back(client, banja_luka):
    for url in addresses(GET + MANAGER_GET, 1):
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].split("=")[0]) == (302, "/nalog/prijava/?dalje"), url

"""Pages of programmes: the form with rows, both versions after a conflict, versions compared, retiring,
copying; materials and who may take them."""

import pytest
from django.utils import timezone

from tests.cast import asking, make_programme, make_training, sees_all
from tests.files import PDF, PNG, close_file, content_of, sent
from tests.trainings.helpers import book, fresh, queries_of
from trainings.models import Attendance, Material, Programme, Training
from trainings.operations.materials import add_materials
from trainings.operations.programmes import change_programme, create_programme
from vsrs.uploads import examine

pytestmark = pytest.mark.usefixtures("in_english")

LIST = "/en/banja-luka/rad/programi/"
NEW = f"{LIST}novi/"
SAID = {
    "title": "Uvod",
    "subject": "koordinacija",
    "summary": "Kratko.",
    "aims": "cilj",
    "hours": "",
    "part-TOTAL_FORMS": "3",
    "part-0-title": "Osnove",
    "part-0-hours": "1,5",
    "part-1-title": "Vježba",
    "part-1-hours": "2",
    "before-TOTAL_FORMS": "1",
}


def only_programme(service, **conditions):
    with sees_all():
        return Programme.objects.get(service=service, **conditions)


def create(service, user, **fields):
    facts = {"title": "Uvod", "subject": "pravo", "summary": "Kratko.", "aims": "cilj", "hours": 4}
    with asking(user):
        return create_programme(service, actor=user, **(facts | fields))


# --- the form ----------------------------------------------------------------------------------
def test_the_hours_are_added_up_from_the_parts(client, nemanja, banja_luka):
    client.force_login(nemanja)
    answer = client.post(NEW, SAID)

    programme = only_programme(banja_luka)
    assert answer.headers["Location"] == f"{LIST}{programme.pk}/"
    assert str(programme.hours) == "3.5"
    page = client.get(answer.headers["Location"]).text
    assert "Osnove" in page
    assert "Hours together: 3.5" in page


def test_hours_that_are_not_those_of_the_parts_are_told_beside_them(client, nemanja):
    client.force_login(nemanja)
    answer = client.post(NEW, SAID | {"hours": "5"})

    assert answer.status_code == 422
    assert "parts together" in str(answer.context["form"].errors["hours"])


def test_one_row_more_keeps_what_was_typed_and_judges_nothing(client, nemanja):
    client.force_login(nemanja)
    answer = client.post(NEW, SAID | {"title": "", "jos": "before"})

    assert answer.status_code == 200
    assert 'name="before-1-required"' in answer.text
    assert 'value="Osnove"' in answer.text
    assert "has-error" not in answer.text


def test_a_circle_is_told_beside_the_prerequisite(client, nemanja, banja_luka):
    first = create(banja_luka, nemanja, title="Prvi")
    second = create(banja_luka, nemanja, title="Drugi", prerequisites=[{"required": first}])
    client.force_login(nemanja)
    said = SAID | {
        "title": "Prvi",
        "hours": "4",
        "part-TOTAL_FORMS": "1",
        "part-0-title": "",
        "part-0-hours": "",
    }
    answer = client.post(
        f"{LIST}{first.pk}/izmjena/", said | {"before-0-required": second.pk, "revision": "0"}
    )

    assert answer.status_code == 422
    assert "nobody could ever begin" in str(answer.context["forms"].before.forms[0].errors["required"])


def test_only_programmes_in_sight_are_offered_as_prerequisites(client, nemanja, banja_luka, doboj, republic):
    own = create(banja_luka, nemanja, title="Naš")
    make_programme(doboj, "Njihov")
    make_programme(republic, "Zajednički", is_shared=True)
    client.force_login(nemanja)

    page = client.get(f"{LIST}{own.pk}/izmjena/")
    offered = [label for _, label in page.context["forms"].before.forms[0].fields["required"].choices]
    assert offered == ["–", "Zajednički"]


def test_two_who_change_one_programme_see_both_versions(client, nemanja, milica, banja_luka):
    programme = create(banja_luka, nemanja)
    with asking(milica):
        change_programme(programme, actor=milica, expected_revision=0, title="Miličin naslov")
    client.force_login(nemanja)
    said = SAID | {"title": "Nemanjin naslov", "revision": "0"}
    answer = client.post(f"{LIST}{programme.pk}/izmjena/", said)

    assert answer.status_code == 409
    assert "Nemanjin naslov" in answer.text
    assert "Miličin naslov" in answer.text
    assert fresh(programme).title == "Miličin naslov"
    client.post(
        f"{LIST}{programme.pk}/izmjena/", said | {"revision": str(answer.context["form"]["revision"].value())}
    )
    assert fresh(programme).title == "Nemanjin naslov"


def test_a_copy_is_filled_in_and_takes_the_materials_along(client, nemanja, vesna, banja_luka, republic):
    shared = create(republic, vesna, title="Ciklus", is_shared=True, parts=[{"title": "Dio", "hours": 4}])
    with asking(vesna):
        add_materials(
            shared, actor=vesna, title="Priručnik", audience="trainers", link="https://primjer.example/a"
        )
    client.force_login(nemanja)

    page = client.get(f"{NEW}?kopija={shared.pk}").text
    assert 'value="Ciklus (copy)"' in page
    assert 'value="Dio"' in page
    client.post(f"{NEW}?kopija={shared.pk}", SAID)

    with sees_all():
        copied = Material.objects.get(programme__service=banja_luka)
    assert (copied.title, copied.service_id, copied.added_by_id) == ("Priručnik", banja_luka.pk, nemanja.pk)


def test_a_copy_of_what_is_not_in_sight_looks_like_none(client, nemanja, doboj):
    client.force_login(nemanja)
    assert client.get(f"{NEW}?kopija={make_programme(doboj).pk}").status_code == 404


# --- versions, retired -------------------------------------------------------------------------
def test_what_changed_between_two_versions_is_told_field_by_field(client, nemanja, banja_luka):
    programme = create(banja_luka, nemanja, parts=[{"title": "Osnove", "hours": 4}])
    for revision, aims in enumerate(["novi cilj", "treći cilj"]):
        with asking(nemanja):
            change_programme(
                programme, actor=nemanja, expected_revision=revision, aims=aims, certificate_share=80
            )
    client.force_login(nemanja)

    def told(query):
        changes = client.get(f"{LIST}{programme.pk}/verzije/{query}").context["changes"]
        return [(row.label, row.before, row.after) for row in changes]

    assert told("") == [("What people learn", "novi cilj", "treći cilj")]
    assert told("?od=1&do=2") == [
        ("What people learn", "cilj", "novi cilj"),
        ("Certificate", "no certificate is given", "for at least 80% of the hours"),
    ]
    assert told("?od=x&do=99") == told("")
    assert told("?od=3&do=1") == []


def test_retiring_asks_first_and_names_what_it_touches(client, nemanja, banja_luka):
    programme = create(banja_luka, nemanja)
    after = create(banja_luka, nemanja, title="Poslije njega", prerequisites=[{"required": programme}])
    make_training(banja_luka, title="Još dolazi", programme=programme)
    client.force_login(nemanja)
    page = f"{LIST}{programme.pk}/povlacenje/"

    asked = client.get(page).text
    assert "Još dolazi" in asked
    assert after.title in asked
    assert fresh(programme).retired_at is None
    client.post(page)
    assert fresh(programme).retired_at
    shown = client.get(f"{LIST}{programme.pk}/").text
    assert "program=" not in shown
    assert [row.title for row in client.get(LIST).context["listing"]] == ["Poslije njega"]
    assert [row.title for row in client.get(f"{LIST}?povuceni=on").context["listing"]] == ["Uvod"]

    client.post(f"{LIST}{programme.pk}/vracanje/")
    assert fresh(programme).retired_at is None


def test_the_list_costs_the_same_for_many(client, nemanja, banja_luka):
    make_programme(banja_luka, "Program")
    client.force_login(nemanja)
    for_one = queries_of(client, LIST)
    for number in range(30):
        make_programme(banja_luka, f"Program {number}")

    assert queries_of(client, LIST) == for_one


# --- materials ---------------------------------------------------------------------------------
def add(programme, user, title, audience, **what):
    with asking(user):
        return add_materials(programme, actor=user, title=title, audience=audience, **what)[0]


def test_a_file_is_kept_and_given_out_under_a_clean_name(client, nemanja, banja_luka):
    programme = create(banja_luka, nemanja)
    client.force_login(nemanja)
    page = f"{LIST}{programme.pk}/materijali/"
    file = sent(PDF, name="../../radni list.exe")
    answer = client.post(page, {"title": "Radni list", "audience": "before", "uploads": file})

    assert answer.status_code == 302
    with sees_all():
        material = Material.objects.get()
    assert (material.file_name, material.file_type) == ("radni list.pdf", "application/pdf")
    assert "radni" not in material.file.name
    given = client.get(f"{page}{material.pk}/")
    assert content_of(given) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="radni list.pdf"'

    client.post(f"{page}{material.pk}/uklanjanje/")
    assert client.get(f"{page}{material.pk}/").status_code == 404
    assert "Radni list" in client.get(f"{LIST}{programme.pk}/").text  # its history says so


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"uploads": sent(b"<svg onload=alert(1)>", name="slika.svg")}, "uploads"),
        ({"link": "https://primjer.example", "title": ""}, "title"),
        ({}, "uploads"),
        ({"uploads": sent(PDF), "link": "https://primjer.example"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_is_refused_stores_nothing(client, nemanja, banja_luka, tmp_path, said, field):
    programme = create(banja_luka, nemanja)
    client.force_login(nemanja)
    answer = client.post(
        f"{LIST}{programme.pk}/materijali/", {"title": "Radni list", "audience": "before"} | said
    )

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert files_in(tmp_path) == []


def files_in(folder):
    return [file for file in (folder / "files").rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("title", "titles"),
    [("", ["plan", "radni list"]), ("Prvi dan", ["Prvi dan: plan", "Prvi dan: radni list"])],
)
def test_several_files_come_at_one_go(client, nemanja, banja_luka, tmp_path, title, titles):
    programme = create(banja_luka, nemanja)
    client.force_login(nemanja)
    several = [sent(PDF, name="radni list.pdf"), sent(PNG, name="plan.png")]
    answer = client.post(
        f"{LIST}{programme.pk}/materijali/", {"title": title, "audience": "before", "uploads": several}
    )

    assert answer.status_code == 302
    with sees_all():
        assert sorted(Material.objects.values_list("title", flat=True)) == titles
    assert len(files_in(tmp_path)) == 2


@pytest.mark.parametrize("already", [0, 39])
def test_when_one_of_several_is_refused_none_is_stored(client, nemanja, banja_luka, tmp_path, already):
    """By what is inside of it, or because there is no room for all."""
    programme = create(banja_luka, nemanja)
    for number in range(already):
        add(programme, nemanja, f"{number}", "before", link="https://primjer.example")
    client.force_login(nemanja)
    second = sent(b"<svg onload=alert(1)>", name="slika.svg") if not already else sent(PDF)
    answer = client.post(
        f"{LIST}{programme.pk}/materijali/",
        {"title": "", "audience": "before", "uploads": [sent(PDF, name="dobra.pdf"), second]},
    )

    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["uploads"]
    assert error.startswith("slika.svg: Web pages" if not already else "A programme has at most 40 materials")
    assert files_in(tmp_path) == []
    with sees_all():
        assert Material.objects.count() == already


@pytest.fixture
def course(banja_luka, nemanja, novi_krug, jelena, goran, sveti_sava):
    """A training with a booking and one material for each."""
    programme = create(banja_luka, nemanja)
    for audience in Material.Audience.values:
        add(programme, nemanja, audience, audience, link=f"https://primjer.example/{audience}")
    training = make_training(banja_luka, programme=programme)
    return training, book(training, jelena, novi_krug, 1)


def offered(client, address):
    page = client.get(address).text
    return [name for name in Material.Audience.values if f"primjer.example/{name}" in page]


def hold(training, booking, mark):
    with sees_all():
        Training.objects.filter(pk=training.pk).update(state="held", held_at=timezone.now())
        for seat in booking.seat_rows.all():
            Attendance.objects.create(
                service=training.service,
                training=training,
                part=training.parts.get(),
                seat=seat,
                organizer=booking.organizer,
                mark=mark,
                marked_by=booking.booked_by,
            )


def test_who_comes_has_what_is_for_before_and_after_it_also_the_rest(client, jelena, course):
    training, booking = course
    by_link = f"/en/nalog/rezervacije/{booking.number}/?t={booking.link_key}"
    page = f"/en/banja-luka/obuke/{training.slug}/"

    assert offered(client, by_link) == ["before"]
    assert offered(client, page) == []
    client.force_login(jelena)
    assert offered(client, page) == ["before"]
    hold(training, booking, "present")
    assert offered(client, page) == ["before", "after"]
    client.logout()
    assert offered(client, by_link) == ["before", "after"]


def test_who_was_not_there_has_nothing_afterwards(client, jelena, course):
    training, booking = course
    hold(training, booking, "absent")
    client.force_login(jelena)
    assert offered(client, f"/en/nalog/rezervacije/{booking.number}/") == []


def test_a_file_opens_for_those_it_is_for_only(client, nemanja, jelena, goran, course):
    training, booking = course
    files = {
        audience: add(training.programme, nemanja, "f", audience, uploads=[examine(sent(PDF))])
        for audience in Material.Audience.values
    }

    def opens(query=""):
        found = []
        for audience, material in files.items():
            answer = client.get(f"/en/nalog/rezervacije/{booking.number}/materijali/{material.pk}/{query}")
            if answer.status_code == 200:
                close_file(answer)
                found.append(audience)
        return found

    assert opens(f"?t={booking.link_key}") == ["before"]
    assert opens(f"?t={'x' * len(booking.link_key)}") == []
    client.force_login(goran)
    assert opens() == []
    client.force_login(jelena)
    assert opens() == ["before"]
    hold(training, booking, "present")
    assert opens() == ["before", "after"]

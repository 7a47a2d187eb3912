"""Pages of offered seats and of the waiting list at the desk."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from organizers.models import Organizer
from services.tenancy import Actor, acting_as
from tests.cast import asking, make_training, sees_all
from tests.trainings.helpers import book, fresh, notices, told, verbs
from tests.trainings.lining import join, offered, offers, settled, steps, waiting_groups
from trainings.models import Booking, Offer, Training
from trainings.operations.booking import cancel_booking
from trainings.operations.waiting import (
    leave_waiting_list,
    move_in_waiting_list,
    position_in_line,
    remove_from_waiting_list,
)
from vsrs.refusals import Refused


@pytest.fixture
def full(banja_luka, sveti_sava, goran):
    training = make_training(banja_luka, seats=2)
    training.booking = book(training, goran, sveti_sava, 2)
    return training


@pytest.fixture
def offer(full, goran, novi_krug, jelena):
    join(full, jelena, novi_krug, 2)
    waiting_groups(full, [2])
    with asking(goran):
        cancel_booking(full.booking, actor=goran)
    (offer,) = offers(full)
    return offer


def page_of(offer, key=""):
    return f"/en/nalog/ponude/{offer.pk}/" + (f"?t={key}" if key else "")


def desk_of(training):
    return f"/en/banja-luka/rad/obuke/{training.pk}/lista-cekanja/"


# --- an offer ----------------------------------------------------------------------------------
def test_page_of_the_offer_says_what_until_when_and_by_which_rule(client, offer, jelena):
    client.force_login(jelena)

    page = client.get(page_of(offer)).text

    assert "2 seats are offered to you" in page
    assert "Answer by" in page
    assert "Osoba 1<br>Osoba 2" in page
    assert "counted between 8 and 20" in page


def test_taking_leads_to_the_booking(client, offer, jelena):
    client.force_login(jelena)

    answer = client.post(page_of(offer), {"odgovor": "prihvati"})

    with sees_all():
        booking = Booking.objects.latest("pk")
    assert answer.url.endswith(f"/nalog/rezervacije/{booking.number}/?gotovo=1")
    assert fresh(offer).state == "taken"


def test_declining_says_where_the_seats_go(client, offer, jelena):
    client.force_login(jelena)

    page = client.post(page_of(offer), {"odgovor": "odbij"}, follow=True).text

    assert "They go to the next group" in page
    assert "These seats were declined" in page
    assert offered(offer.training) == [("Klub 1", 2)]


def test_secret_link_opens_takes_and_leads_on_by_the_link_of_the_booking(client, offer):
    page = client.get(page_of(offer, offer.link_key))
    answer = client.post(page_of(offer, offer.link_key), {"odgovor": "prihvati"})

    assert page.status_code == 200
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Take the seats" in page.text
    with sees_all():
        booking = Booking.objects.latest("pk")
    assert answer.url.endswith(f"/{booking.number}/?gotovo=1&t={booking.link_key}")
    assert booking.number in client.get(answer.url).text


def test_looking_at_the_link_takes_nothing(client, offer):
    for _ in range(2):
        client.get(page_of(offer, offer.link_key))

    assert fresh(offer).state == "open"


@pytest.mark.parametrize("status", [Organizer.Status.PAUSED, Organizer.Status.CLOSED])
@pytest.mark.parametrize("by_link", [True, False])
def test_an_organizer_that_may_not_book_meanwhile_takes_no_seats(
    client, offer, novi_krug, jelena, status, by_link
):
    with sees_all():
        Organizer.objects.filter(pk=novi_krug.pk).update(status=status)
    client.force_login(jelena)
    page = page_of(offer, offer.link_key if by_link else "")

    answer = client.post(page, {"odgovor": "prihvati"}, follow=True)

    assert "can book seats once its local service has confirmed it." in answer.text
    assert fresh(offer).state == "open"
    with sees_all():
        assert not Booking.objects.standing().filter(organizer=novi_krug).exists()


@pytest.mark.parametrize("key", ["x" * 32, "kratak", ""])
def test_another_key_opens_nothing(client, offer, key):
    answer = client.get(f"/en/nalog/ponude/{offer.pk}/?t={key}")

    assert answer.status_code == 404


def test_link_shows_nothing_of_anybody_else(client, offer):
    page = client.get(page_of(offer, offer.link_key)).text

    assert "Klub 1" not in page
    assert "red1@example.org" not in page


def test_service_sees_the_offer_and_cannot_answer(client, offer, nemanja):
    client.force_login(nemanja)

    page = client.get(page_of(offer)).text
    answer = client.post(page_of(offer), {"odgovor": "prihvati"})

    assert "Take the seats" not in page
    assert answer.status_code == 403
    assert fresh(offer).state == "open"


def test_training_page_shows_the_offer_with_its_buttons(client, offer, jelena):
    client.force_login(jelena)

    page = client.get(offer.training.get_absolute_url().replace("/banja", "/en/banja", 1)).text

    assert "2 seats are offered to you" in page
    assert f'action="/en/nalog/ponude/{offer.pk}/"' in page


def test_account_lists_every_line_with_its_reasons(client, full, goran, novi_krug, jelena):
    join(full, jelena, novi_krug, 2)
    with sees_all():
        Training.objects.filter(pk=full.pk).update(taken=1)
    settled(full)
    client.force_login(jelena)

    page = client.get("/en/nalog/liste-cekanja/").text

    assert "Passed over: 1 seat was free and the group needs 2." in page
    assert full.title in page


def test_waiting_page_takes_that_a_group_also_comes_with_fewer(client, full, novi_krug, jelena):
    client.force_login(jelena)
    data = {"organizator": novi_krug.pk, "redova": 2, "ime-0": "Iva Rakić", "manje": "on"}

    page = client.post(f"/en/banja-luka/obuke/{full.slug}/lista-cekanja/", data, follow=True).text

    assert "Also with fewer, in this order." in page


# --- the desk ----------------------------------------------------------------------------------
def test_desk_shows_order_offers_and_reasons(client, offer, nemanja):
    client.force_login(nemanja)

    page = client.get(desk_of(offer.training)).text

    assert "2 seats offered" in page
    assert "The group was the first in line." in page
    assert page.index("Novi krug") < page.index("Klub 1")
    assert "Groups stand in the order in which they joined." in page


def test_list_is_taken_away_as_a_file(client, offer, nemanja):
    client.force_login(nemanja)

    csv = b"".join(client.get(f"{desk_of(offer.training)}?izvoz=csv").streaming_content).decode("utf-8-sig")
    sheet = load_workbook(
        BytesIO(b"".join(client.get(f"{desk_of(offer.training)}?izvoz=xlsx").streaming_content))
    ).active

    assert csv.splitlines()[0].startswith("Place in line;Organizer;State;People")
    assert len(csv.splitlines()) == 3
    assert [row[1] for row in sheet.iter_rows(values_only=True)][1:] == ["Udruženje „Novi krug“", "Klub 1"]


def test_staff_move_a_group_with_a_reason(client, full, nemanja):
    first, second = waiting_groups(full, [1, 1])
    client.force_login(nemanja)
    address = f"{desk_of(full)}{second[1].pk}/pomjeranje/"

    without = client.post(address, {"place": "1", "reason": ""})
    done = client.post(address, {"place": "1", "reason": "Dolaze iz udaljenog mjesta."})

    assert without.status_code == 422
    assert done.url == desk_of(full)
    page = client.get(desk_of(full)).text
    assert page.index("Klub 2") < page.index("Klub 1")
    assert steps(second[1]) == [("moved", {"before": 2, "place": 1, "reason": "Dolaze iz udaljenog mjesta."})]
    assert steps(first[1]) == [
        ("moved", {"before": 1, "place": 2, "reason": "Dolaze iz udaljenog mjesta.", "another": True})
    ]
    assert verbs()[-1] == "waiting.moved"
    assert told()[-1] == ("waiting.moved", "contact", "red2@example.org")
    client.force_login(first[0])
    page = client.get(f"/en/banja-luka/obuke/{full.slug}/lista-cekanja/").text
    assert "The service moved another group: place 2 instead of 1." in page
    assert "Klub 2" not in page


def test_staff_take_a_group_off_with_a_reason_and_its_seats_go_on(client, offer, nemanja):
    client.force_login(nemanja)
    address = f"{desk_of(offer.training)}{offer.entry_id}/uklanjanje/"

    without = client.post(address, {"reason": " "})
    client.post(address, {"reason": "Organizator je zamolio telefonom."})

    assert without.status_code == 422
    assert (fresh(offer).state, fresh(offer.entry).state) == ("withdrawn", "left")
    assert offered(offer.training) == [("Klub 1", 2)]
    assert notices("waiting.left")[0].data["why"] == "Organizator je zamolio telefonom."
    assert [kind for kind, _ in steps(offer.entry)] == ["offered", "withdrawn", "removed"]


def test_who_is_no_longer_in_line_stands_below_with_its_reasons(client, offer, jelena, nemanja):
    with asking(jelena):
        leave_waiting_list(offer.entry, actor=jelena)
    client.force_login(nemanja)

    page = client.get(desk_of(offer.training)).text

    assert page.index("No longer in line") < page.index("The offered seats were declined.")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("place", "sentence"), [(1, "stands there already"), (3, "no such place"), (0, "no such")]
)
def test_places_that_are_none_are_refused(full, nemanja, place, sentence):
    (_, entry), _ = waiting_groups(full, [1, 1])

    with asking(nemanja), pytest.raises(Refused, match=sentence):
        move_in_waiting_list(entry, actor=nemanja, place=place, reason="Razlog.")


@pytest.mark.usefixtures("in_english")
def test_group_that_waits_no_longer_is_not_moved(offer, nemanja):
    with asking(nemanja), pytest.raises(Refused, match="waits no longer"):
        move_in_waiting_list(offer.entry, actor=nemanja, place=1, reason="Razlog.")


@pytest.mark.parametrize("who", ["dragan", "vesna", "jelena"])
def test_only_staff_of_the_service_move_and_take_off(full, novi_krug, jelena, who, request):
    entry = join(full, jelena, novi_krug)
    user = request.getfixturevalue(who)
    for doing in (
        lambda: move_in_waiting_list(entry, actor=user, place=1, reason="Razlog."),
        lambda: remove_from_waiting_list(entry, actor=user, reason="Razlog."),
    ):
        with pytest.raises(PermissionDenied), asking(user):
            doing()
    assert position_in_line(entry) == 1


def test_nobody_without_a_right_reads_an_offer(offer):
    with acting_as(Actor.public()):
        assert not Offer.objects.exists()

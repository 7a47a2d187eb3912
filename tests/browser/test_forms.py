"""What forms owe to whoever fills them in: nothing typed is lost, nothing happens twice, no mouse needed."""

import pytest
from django.utils.translation import gettext as _

from tests import cast
from tests.browser.conftest import DESK
from tests.trainings.helpers import names_in, taken
from trainings.models import Booking

# [what has the focus, whether it is on the screen]
HAS_FOCUS = """() => {
  const element = document.activeElement.closest("label") ?? document.activeElement;
  const box = element.getBoundingClientRect();
  return [element.innerText.trim(), box.bottom > 0 && box.top < innerHeight];
}"""


def test_a_refused_form_says_why_keeps_what_was_typed_and_so_does_the_way_back(visit, width, ana, novi_krug):
    visitor = visit(width, scripts=True)
    page = visitor.page
    visitor.is_signed_in_as(ana)
    visitor.open("/nalog/registracija-organizatora/")
    visitor.type(_("Legal name"), "Udruženje „Most“")
    visitor.type(_("Tax number (JIB)"), "44")
    visitor.press(_("Send the application"))

    summary = page.locator("[data-error-summary]")
    assert summary.evaluate("element => element === document.activeElement")
    assert page.title().startswith(_("Error: "))
    assert page.input_value("[name=name]") == "Udruženje „Most“"
    assert page.input_value("[name=jib]") == "44"
    summary.get_by_role("link", name="JIB").click()
    assert page.evaluate("document.activeElement.name") == "jib"
    jib = page.locator("[name=jib]")
    assert jib.get_attribute("aria-invalid") == "true"
    told = [page.locator(f"#{name}").inner_text() for name in jib.get_attribute("aria-describedby").split()]
    assert any("4400123450008" in words for words in told)

    # Somebody looks at another page in the middle of typing, and comes back.
    visitor.open("/nalog/registracija-organizatora/")
    visitor.type(_("Legal name"), "Klub „Izvor“")
    visitor.tick("sport")
    visitor.follow(_("Back without sending"))
    page.go_back()
    assert page.input_value("[name=name]") == "Klub „Izvor“"
    assert page.locator("[name=fields_of_work]:checked").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_pressing_twice_books_once(visit, scripts, banja_luka, novi_krug, jelena):
    training = cast.make_training(banja_luka)
    visitor = visit(DESK, scripts)
    visitor.is_signed_in_as(jelena)
    visitor.open(f"{training.get_absolute_url()}rezervacija/")
    visitor.type(_("Full name"), "Rade Ilić")
    visitor.page.get_by_role("button", name=_("Book the seats")).dblclick()
    visitor.page.wait_for_url("**/nalog/rezervacije/**")

    with cast.sees_all():
        booking = Booking.objects.get()
    visitor.reads(booking.number)
    assert (names_in(booking), taken(training)) == (["Rade Ilić"], 1)


def test_seats_are_booked_with_the_keyboard_alone(visit, banja_luka, novi_krug, jelena):
    training = cast.make_training(banja_luka)
    for name in ("Mira Gajić", "Rade Ilić"):
        cast.make_person(novi_krug, name)
    visitor = visit(DESK)
    visitor.is_signed_in_as(jelena)
    visitor.open(training.get_absolute_url())
    keyboard = visitor.page.keyboard

    # The first stop leads past the header.
    keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip-link"
    keyboard.press("Enter")
    stops = []
    while "Mira Gajić" not in stops[-1:]:
        keyboard.press("Tab")
        name, is_seen = visitor.page.evaluate(HAS_FOCUS)
        stops.append(name)
        assert is_seen, f"{name} has the focus and cannot be seen"
        assert len(stops) < 25, stops
    keyboard.press("Space")
    while stops[-1] != _("Book the seats"):
        keyboard.press("Tab")
        stops.append(visitor.page.evaluate(HAS_FOCUS)[0])
        assert len(stops) < 30, stops
    keyboard.press("Enter")
    visitor.page.wait_for_url("**/nalog/rezervacije/**")

    with cast.sees_all():
        booking = Booking.objects.get()
        assert [seat.full_name for seat in booking.seat_rows.all()] == ["Mira Gajić"]
    visitor.reads(booking.number)

"""The day of the training: the whole group by keyboard, a weak line, a code scanned at the door."""

import time
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tests import cast
from tests.browser import scenes
from tests.browser.conftest import DESK, PHONE
from tests.trainings.helpers import book
from trainings.models import Attendance, Seat, Training

GROUP = 20
MOST_BYTES = 60_000


@pytest.fixture
def training(banja_luka, jelena, novi_krug, nemanja):
    """Twenty people, and it has just begun."""
    scenes.verify(nemanja)
    training = cast.make_training(banja_luka, title="Vođenje grupe", seats=GROUP)
    book(training, jelena, novi_krug, GROUP)
    with cast.sees_all():
        back = training.starts_at - timezone.now() + timedelta(minutes=5)
        moved = {"starts_at": F("starts_at") - back, "ends_at": F("ends_at") - back}
        Training.objects.filter(pk=training.pk).update(**moved)
        training.parts.update(**moved)
    return training


def marks():
    with cast.sees_all():
        rows = Attendance.objects.order_by("seat__sort", "seat_id")
        return list(rows.values_list("mark", flat=True))


def open_sheet(visit, nemanja, training):
    visitor = visit(DESK)
    visitor.is_signed_in_as(nemanja)
    visitor.open(f"/banja-luka/rad/obuke/{training.pk}/prisustvo/")
    return visitor


def test_twenty_people_are_marked_by_keyboard_in_less_than_a_minute(visit, nemanja, training):
    visitor = open_sheet(visit, nemanja, training)
    keyboard = visitor.page.keyboard
    began = time.monotonic()

    visitor.page.locator("main input[type=radio]:checked").first.focus()
    for number in range(GROUP):
        if number % 2:
            keyboard.press("ArrowRight")  # absent
        elif number % 4 == 0:
            keyboard.press("Space")
            keyboard.press("Space")  # sent apologies
        keyboard.press("ArrowDown")
    visitor.page.locator("[data-saved].done").wait_for()
    visitor.page.wait_for_load_state("networkidle")

    assert time.monotonic() - began < 60
    assert marks() == ["excused", "absent", "present", "absent"] * (GROUP // 4)


def test_ticks_made_without_a_line_are_kept_and_sent_when_it_is_back(visit, nemanja, training):
    visitor = open_sheet(visit, nemanja, training)
    page = visitor.page
    page.locator("main fieldset").first.locator("input[value=absent]").check()
    page.locator("[data-saved].done").wait_for()

    page.context.set_offline(True)
    page.locator("main fieldset").nth(1).locator("input[value=excused]").check()
    page.locator("[data-saved].error").wait_for()
    said = page.locator("[data-saved]").inner_text()
    page.context.set_offline(False)
    page.locator("[data-saved].done").wait_for()

    assert said == _("No connection. The ticks are kept here and sent again.")
    assert marks() == ["absent", "excused", *["present"] * (GROUP - 2)]
    # The browser itself says that there was no line.
    visitor.complaints = [line for line in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in line]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_code_scanned_by_phone_opens_a_small_page_with_one_button(visit, nemanja, training, scripts):
    with cast.sees_all():
        seat = Seat.objects.filter(training=training).order_by("sort", "pk").first()
    guest = visit(PHONE, scripts)
    guest.open(f"/dolazak/{seat.code}/")
    guest.check("code")
    assert seat.full_name not in guest.text

    staff = visit(PHONE, scripts)
    staff.is_signed_in_as(nemanja)
    sizes = []
    staff.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    staff.open(f"/dolazak/{seat.code}/")
    staff.check("door")
    staff.press(_("Mark as present"))
    staff.reads(_("Scan the next code with the camera."))
    staff.check("door-done")

    assert marks() == ["present"]
    assert 0 < sum(sizes) / 2 < MOST_BYTES  # opened, and shown again after the button

"""More people than seats: a place in line, a seat that is freed and offered, a programme nobody runs yet."""

from django.utils.translation import gettext as _

from tests import cast
from tests.browser import scenes
from tests.browser.conftest import DESK
from tests.browser.letters import last_letter_to, link_in
from tests.trainings.helpers import book, fresh, names_in, taken
from trainings.models import Booking, Interest, Training


def test_a_freed_seat_is_offered_by_letter_and_taken_without_signing_in(
    visit, width, banja_luka, novi_krug, jelena, sveti_sava, goran
):
    scripts = width == DESK
    training = cast.make_training(banja_luka, title="Vođenje grupe", seats=1)
    theirs = book(training, goran, sveti_sava, 1)
    cast.make_person(novi_krug, "Mira Gajić")

    visitor = visit(width, scripts)
    visitor.is_signed_in_as(jelena)
    visitor.open(training.get_absolute_url())
    visitor.follow(_("Join the waiting list"))
    visitor.tick("Mira Gajić")
    visitor.press(_("Join the waiting list"))
    visitor.reads(_("Place in line: %(place)s.") % {"place": 1})

    somebody = visit(width, scripts)
    somebody.is_signed_in_as(goran)
    somebody.open(theirs.get_absolute_url())
    somebody.follow(_("Cancel the booking"))
    somebody.press(_("Cancel the booking"))
    assert fresh(theirs).state == Booking.State.CANCELLED

    stranger = visit(width, scripts)
    stranger.open(link_in(last_letter_to("jelena@example.org"), "/nalog/ponude/"))
    stranger.reads("Mira Gajić")
    stranger.check("offer")
    stranger.press(_("Take the seat"))
    stranger.reads("Mira Gajić")
    stranger.check("taken")

    with cast.sees_all():
        booking = Booking.objects.standing().get(training=training)
    assert (booking.organizer_id, names_in(booking)) == (novi_krug.pk, ["Mira Gajić"])
    assert taken(training) == 1
    visitor.open("/nalog/rezervacije/")
    visitor.follow(booking.number)
    visitor.check("booking")


def test_what_organizers_want_becomes_a_draft_in_one_step_and_they_hear_of_it_first(
    visit, width, banja_luka, novi_krug, jelena, nemanja
):
    scripts = width == DESK
    programme = cast.make_programme(banja_luka, title="Vođenje grupe", is_shared=True)

    visitor = visit(width, scripts)
    visitor.is_signed_in_as(jelena)
    visitor.open("/programi/")
    visitor.check("programmes")
    visitor.follow("Vođenje grupe", within="main")
    visitor.press(_("Say that you want it"))
    visitor.check("refused")
    visitor.type(_("How many people"), "3")
    visitor.press(_("Say that you want it"))
    visitor.press(_("Withdraw"), exact=False)
    visitor.type(_("How many people"), "4")
    visitor.press(_("Say that you want it"))
    visitor.check("said")
    with cast.sees_all():
        said = Interest.objects.filter(state=Interest.State.OPEN).values_list("programme", "people_count")
        assert list(said) == [(programme.pk, 4)]

    staff = visit(width, scripts)
    staff.is_signed_in_as(nemanja)
    staff.open("/banja-luka/rad/")
    staff.follow(_("Demand"), within=".sidebar")
    staff.check("demand")
    staff.follow("Vođenje grupe", within="#rezultati")
    staff.reads("Udruženje „Novi krug“")
    staff.check("demand-of")
    staff.follow(_("Plan a training"), within="main")
    page = staff.page
    page.fill("[name=part-0-day]", scenes.in_days(30))
    page.fill("[name=part-0-starts]", "10.00")
    page.fill("[name=part-0-ends]", "14.00")
    staff.type(_("Venue"), "Dom omladine")
    staff.type(_("Seats"), "12")
    staff.press(_("Save the draft"))
    with cast.sees_all():
        draft = Training.objects.select_related("service").get()
    assert (draft.programme_id, draft.state, draft.title) == (programme.pk, "draft", "Vođenje grupe")
    staff.press(_("Publish the training"))

    visitor.open(link_in(last_letter_to("jelena@example.org"), "/obuke/"))
    assert visitor.path == draft.get_absolute_url()
    visitor.check("date")

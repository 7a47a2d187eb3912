"""An organizer's representative: from no account to a booked seat and back."""

from django.utils.translation import gettext as _

from accounts.models import User
from organizers.models import Organizer
from tests import cast
from tests.browser import scenes
from tests.browser.letters import attachments_of, code_sent_to, last_letter_to, link_in
from tests.trainings.helpers import book, fresh, names_in, taken
from trainings.models import Booking, WaitingEntry


def test_an_organizer_opens_an_account_is_confirmed_and_signs_in(
    visit, visitor, width, scripts, banja_luka, doboj, novi_krug, nemanja
):
    training = scenes.catalogue(banja_luka, doboj)
    visitor.open(training.get_absolute_url())
    visitor.follow(_("Register an organizer"), within="#rezervacija")
    visitor.check("sign-in")
    visitor.follow(_("Open an account"))
    visitor.check("sign-up")
    visitor.type(_("Full name"), "Milan Radić")
    visitor.page.fill("input[name=email]", "milan@example.org")
    visitor.page.fill("input[name=password1]", "dugačka-lozinka-1")
    visitor.page.locator("main form:has(input[name=password1]) button").last.click()
    visitor.page.wait_for_selector("input[name=code]")
    visitor.check("code")
    visitor.page.fill("input[name=code]", code_sent_to("milan@example.org"))
    visitor.page.locator("main form:has(input[name=code]) button").first.click()

    visitor.page.wait_for_url("**/nalog/registracija-organizatora/")
    visitor.press(_("Send the application"))
    visitor.check("refused")
    visitor.page.locator("input[name=kind][value=association]").check()
    visitor.type(_("Legal name"), "Udruženje „Most“")
    visitor.type(_("Tax number (JIB)"), "4400 1234 5000 8")
    visitor.type(_("Registration number"), "57-01-123/20")
    visitor.page.locator("select[name=municipality]").select_option(index=1)
    visitor.type(_("E-mail of the organization"), "most@example.org")
    visitor.press(_("Send the application"))
    visitor.reads(_("The application waits for your service"))
    visitor.check("waiting")

    staff = visit()
    staff.is_signed_in_as(nemanja)
    staff.open("/banja-luka/rad/")
    staff.page.locator(".todo li", has_text="Most").get_by_role("link").click()
    staff.check("application")
    staff.press(_("Confirm the organizer"))
    staff.reads(_("The organizer is confirmed. Its representative has been told."))

    letter = last_letter_to("milan@example.org")
    with cast.sees_all():
        assert Organizer.objects.get(name="Udruženje „Most“").is_confirmed
    phone = visit(width, scripts)
    phone.open(link_in(letter, "/nalog/"))
    phone.sign_in(User.objects.get(email="milan@example.org"), password="dugačka-lozinka-1")
    phone.page.wait_for_url("**/nalog/*")
    phone.check("account")
    assert phone.page.locator("h1").inner_text() == "Udruženje „Most“"


def test_seats_are_booked_changed_and_given_back_with_and_without_an_account(
    visit, visitor, width, scripts, banja_luka, doboj, novi_krug, jelena
):
    training = scenes.catalogue(banja_luka, doboj)

    # Signs in on the page of the training and comes back to it.
    visitor.open(training.get_absolute_url())
    visitor.follow(_("Sign in and book"))
    scenes.verify(jelena)
    visitor.sign_in(jelena)
    assert visitor.path == training.get_absolute_url()
    visitor.check("signed-in")

    # A new person, and a number to quote.
    visitor.follow(_("Enter who is coming"))
    visitor.check("book")
    visitor.type(_("Full name"), "Mira Gajić")
    visitor.type(_("E-mail"), "mira@example.org")
    visitor.press(_("Book the seats"))
    visitor.check("booked")
    with cast.sees_all():
        booking = Booking.objects.get(training=training)
    visitor.reads(booking.number)
    assert names_in(booking) == ["Mira Gajić"]
    [(name, kind, calendar)] = attachments_of(last_letter_to("mira@example.org"))
    assert (name.rpartition(".")[2], kind) == ("ics", "text/calendar")
    assert "METHOD:PUBLISH" in calendar
    assert calendar.count("BEGIN:VEVENT") == 2

    # Changes who comes.
    visitor.open("/nalog/rezervacije/")
    visitor.check("bookings")
    visitor.follow(booking.number)
    visitor.follow(_("Change who comes"))
    visitor.check("change")
    visitor.type(_("Full name"), "Rade Ilić")
    visitor.press(_("Save who is coming"))
    visitor.page.wait_for_url(f"**/{booking.number}/")
    assert names_in(booking) == ["Mira Gajić", "Rade Ilić"]

    # The letter's secret link does the same for somebody without an account.
    stranger = visit(width, scripts)
    stranger.open(link_in(last_letter_to("jelena@example.org"), "?t="))
    stranger.check("by-link")
    stranger.follow(_("Change who comes"))
    stranger.check("change-by-link")
    stranger.page.get_by_label("Mira Gajić").uncheck()
    stranger.press(_("Save who is coming"))
    assert names_in(booking) == ["Rade Ilić"]
    stranger.follow(_("Cancel the booking"))
    stranger.check("cancel-by-link")
    stranger.press(_("Cancel the booking"))
    stranger.check("cancelled-by-link")
    assert (fresh(booking).state, taken(training)) == ("cancelled", 0)

    # Once more, with people already known: three presses. Then cancelled by the one who booked.
    visitor.open(training.get_absolute_url())
    visitor.tick("Mira Gajić")
    visitor.press(_("Book the seats"))
    visitor.page.wait_for_url("**/nalog/rezervacije/**")
    with cast.sees_all():
        second = Booking.objects.standing().get(training=training)
    visitor.follow(_("Cancel the booking"))
    visitor.check("cancel")
    visitor.press(_("Cancel the booking"))
    assert (fresh(second).state, taken(training)) == ("cancelled", 0)


def test_a_full_training_offers_the_waiting_list(
    visitor, banja_luka, doboj, novi_krug, jelena, sveti_sava, goran
):
    training = cast.make_training(banja_luka, title="Vođenje grupe", seats=1)
    book(training, goran, sveti_sava, 1)
    cast.make_person(novi_krug, "Mira Gajić")
    visitor.is_signed_in_as(jelena)

    visitor.open(training.get_absolute_url())
    visitor.check("full")
    visitor.follow(_("Join the waiting list"))
    visitor.check("join")
    visitor.tick("Mira Gajić")
    visitor.press(_("Join the waiting list"))
    visitor.reads(_("Place in line: %(place)s.") % {"place": 1})
    visitor.check("in-line")
    visitor.press(_("Leave the waiting list"))
    assert visitor.path == training.get_absolute_url()
    visitor.check("left")
    with cast.sees_all():
        assert [entry.state for entry in WaitingEntry.objects.all()] == [WaitingEntry.State.LEFT]

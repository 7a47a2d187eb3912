"""Advice from a question on a telephone to its mark: the organizer's side and the desk of its service."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import Rating, Request
from consultations.operations.advising import close
from tests.browser.conftest import DESK, PHONE
from tests.browser.letters import attachments_of, last_letter_to, link_in
from tests.cast import asking, sees_all
from tests.consultations.helpers import QUESTION, answered, article, asked, fresh
from tests.files import PDF

FILE = {"name": "nacrt ugovora.pdf", "mimeType": "application/pdf", "buffer": PDF}


def in_days(number, clock="10.00"):
    day = timezone.localdate() + timedelta(days=number)
    return f"{day.day}. {day.month}. {day.year}. {clock}"


def the_request():
    with sees_all():
        return Request.objects.select_related("adviser").get()


def test_an_organizer_asks_on_a_phone(visit, scripts, banja_luka, novi_krug, jelena, republic, vesna):
    found = article(republic, vesna)
    visitor = visit(PHONE, scripts)
    visitor.is_signed_in_as(jelena)
    visitor.open("/banja-luka/savjetovanje/")
    visitor.check("advice")
    visitor.follow(_("Ask a question"), within="main")
    visitor.press(_("Send the question"))
    visitor.check("refused")

    visitor.page.locator("select[name=topic]").select_option("maloljetnici")
    visitor.type(_("In one line"), "Ugovor sa maloljetnom volonterkom")
    visitor.page.locator("[name=question]").press_sequentially(QUESTION[:30])
    visitor.page.fill("[name=question]", QUESTION)
    if not scripts:
        visitor.press(_("Look whether it is answered already"))
    visitor.page.locator("#slicno").get_by_role("link", name=found.title).wait_for()
    assert visitor.page.input_value("[name=question]") == QUESTION
    visitor.page.set_input_files("input[type=file]", [FILE])
    visitor.check("typed")
    visitor.press(_("Send the question"))

    advice = the_request()
    assert visitor.path == advice.get_absolute_url()
    visitor.reads(advice.number)
    visitor.reads("nacrt ugovora.pdf")
    visitor.check("asked")
    assert advice.number in last_letter_to("jelena@example.org").subject


def test_a_desk_triages_answers_offers_times_and_closes(
    visit, scripts, banja_luka, novi_krug, jelena, nemanja, milica
):
    advice = asked(jelena, novi_krug)
    desk = visit(DESK, scripts)
    desk.is_signed_in_as(nemanja)
    desk.open("/banja-luka/rad/savjetovanje/")
    desk.check("queue")
    desk.follow(advice.number, within="main")
    desk.check("new")

    # Triage, as proposed.
    desk.press(_("Save"))
    desk.reads(_("Topic and adviser are saved."))
    assert the_request().adviser in {nemanja, milica}

    # A template, put into the answer below what is typed.
    desk.open("/banja-luka/rad/savjetovanje/predlosci/novi/")
    desk.type(_("Title"), "Pozdrav")
    desk.type(_("Text"), "Poštovani {organizator} {greska}")
    desk.press(_("Save the template"))
    desk.check("template-refused")
    desk.type(_("Text"), "Poštovani, {organizator}. {broj}")
    desk.press(_("Save the template"))
    desk.check("templates")
    desk.open(f"/banja-luka/rad/savjetovanje/{advice.number}/")
    desk.type(_("Text of the answer"), "Potrebna je saglasnost roditelja.")
    desk.page.locator("select[name=template]").select_option(label="Pozdrav")
    desk.press(_("Put it into the answer"))
    desk.check("with-template")
    typed = f"Potrebna je saglasnost roditelja.\n\nPoštovani, {novi_krug.name}. {advice.number}"
    assert desk.page.input_value("[name=body]") == typed
    desk.press(_("Send the answer"))
    desk.reads(_("The answer is sent."))

    # Times; the first try has none.
    section = desk.page.locator("details", has_text=_("Offer times for a conversation"))
    section.locator("summary").click()
    section.get_by_role("button").click()
    desk.check("times-refused")
    desk.page.fill("[name=offer-when_1]", in_days(3))
    desk.page.fill("[name=offer-when_2]", in_days(4, "12.30"))
    desk.page.fill("[name=offer-where]", "Kancelarija servisa")
    desk.press(_("Offer the times"))
    desk.reads(_("The times are offered."))
    desk.check("offered")

    # The organizer takes one on the phone.
    phone = visit(PHONE, scripts)
    phone.is_signed_in_as(jelena)
    phone.open(link_in(last_letter_to("jelena@example.org"), "/nalog/savjeti/"))
    phone.check("times")
    phone.page.locator("button[name=termin]").last.click()
    phone.reads(_("The time is agreed. Both of you get a calendar file."))
    phone.check("agreed")
    for person in (jelena, nemanja):
        ((name, kind, text),) = attachments_of(last_letter_to(person.email))
        assert (name, kind) == ("razgovor.ics", "text/calendar")
        assert "METHOD:PUBLISH" in text
        assert "Kancelarija servisa" in text
    name, _file = phone.downloads(_("Calendar file"), within="main")
    assert name == f"{advice.number}.ics"

    # After the conversation was called off the desk closes the request.
    desk.page.reload()
    desk.check("agreed-at-desk")
    desk.press(_("Withdraw the conversation"))
    desk.page.locator("summary", has_text=_("Close the request")).click()
    desk.page.locator("select[name=close-outcome]").select_option("answered")
    desk.page.locator("select[name=close-depth]").select_option("planning")
    desk.press(pgettext("request", "Close"))
    desk.reads(_("The request is closed."))
    desk.check("closed")
    assert fresh(advice).state == "closed"


@pytest.mark.parametrize("prefix", ["", "/sr", "/en"], ids=["latin", "cyrillic", "english"])
def test_the_advice_is_rated_from_the_letter_without_signing_in(
    visit, width, scripts, prefix, novi_krug, jelena, nemanja
):
    advice = asked(jelena, novi_krug)
    answered(advice, nemanja)
    with asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="informed")
    link = link_in(last_letter_to("jelena@example.org"), "ocjena=4")
    visitor = visit(width, scripts)
    visitor.open(link.replace("/savjetovanje/", f"{prefix}/savjetovanje/"))
    visitor.check("rate")
    assert visitor.page.locator("input[name=score]:checked").input_value() == "4"
    with sees_all():
        assert Rating.objects.get().score is None

    visitor.page.fill("[name=words]", "Brz i jasan odgovor.")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_load_state()
    visitor.check("rated")

    assert visitor.page.locator("main form").count() == 0
    with sees_all():
        rating = Rating.objects.get()
    assert (rating.score, rating.words) == (4, "Brz i jasan odgovor.")

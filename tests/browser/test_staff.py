"""Staff of a service: from a programme to the attendance of its training; who works here."""

import csv
import io
from datetime import timedelta

import openpyxl
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organizers.models import Organizer
from services.models import Membership
from tests import cast
from tests.browser import scenes
from tests.browser.letters import last_letter_to, link_in
from tests.trainings.helpers import book, fresh
from trainings.models import Attendance, Programme, Training


def rows_of(file):
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def begin_now(training):
    """The days go by: the training began this morning, or whenever it is now."""
    with cast.sees_all():
        back = training.starts_at - timezone.now() + timedelta(minutes=5)
        moved = {"starts_at": F("starts_at") - back, "ends_at": F("ends_at") - back}
        Training.objects.filter(pk=training.pk).update(**moved)
        training.parts.update(**moved)


def test_staff_plan_publish_and_hold_a_training(visitor, banja_luka, nemanja, novi_krug, jelena):
    scenes.verify(nemanja)
    visitor.sign_in(nemanja)
    visitor.page.wait_for_url("**/banja-luka/rad/")
    visitor.check("desk")

    # A programme.
    visitor.follow(_("Programmes"), within=".sidebar")
    visitor.check("programmes")
    visitor.follow(_("New programme"), within="main")
    visitor.type(_("Title"), "Koordinacija volontera: osnove")
    visitor.press(_("Save the programme"))
    visitor.check("programme-refused")
    assert visitor.page.input_value("[name=title]") == "Koordinacija volontera: osnove"
    visitor.page.locator("select[name=subject]").select_option("koordinacija")
    visitor.type(_("In two sentences"), "Za sve koji prvi put vode volontere.")
    visitor.type(_("What people learn"), "opisati volontersku poziciju\nvoditi uvod")
    visitor.type(_("Hours"), "7,5")
    visitor.press(_("Save the programme"))
    with cast.sees_all():
        programme = Programme.objects.get()
    visitor.open(f"/banja-luka/rad/programi/{programme.pk}/")
    visitor.check("programme")

    # A training of it, on two days.
    visitor.follow(_("Plan a training from it"))
    visitor.check("plan")
    page = visitor.page
    page.fill("[name=part-0-day]", scenes.in_days(10))
    page.fill("[name=part-0-starts]", "10.00")
    page.fill("[name=part-0-ends]", "14")
    visitor.press(_("Add another part"))
    page.fill("[name=part-1-day]", scenes.in_days(11))
    page.fill("[name=part-1-starts]", "9:30")
    page.fill("[name=part-1-ends]", "12.00")
    page.fill("[name=trainer-0-full_name]", "Snežana Đurić")
    visitor.type(_("Venue"), "Dom omladine")
    visitor.type(_("Seats"), "12")
    visitor.press(_("Save the draft"))
    visitor.check("draft")
    visitor.press(_("Publish the training"))
    visitor.reads(_("The training is published."))
    with cast.sees_all():
        training = Training.objects.get()
        assert (training.state, training.seats, training.parts.count()) == ("published", 12, 2)

    # Who comes: search, files, the sheet to sign.
    ours = book(training, jelena, novi_krug, 2)
    other = cast.make_organizer(banja_luka, "Klub „Izvor“", registered_by=jelena)
    cast.represent(jelena, other)
    book(training, jelena, other, 1)
    page.reload()
    visitor.check("published")
    visitor.follow("2", exact=False, within="main .panel .row")
    visitor.check("bookings")
    visitor.type(_("Number, organizer or person"), "izvor")
    if not visitor.scripts:
        visitor.press(_("Show"))
    page.wait_for_url("**q=izvor**")
    assert page.locator("#rezultati tbody tr").count() == 1
    _name, file = visitor.downloads("CSV", within="#izvozi")
    assert [row[1] for row in rows_of(file)[1:]] == ["Klub „Izvor“"]
    page.goto(page.url.partition("?")[0])
    _name, file = visitor.downloads("XLSX", within="#izvozi")
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    assert {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == {
        "Klub „Izvor“",
        "Udruženje „Novi krug“",
    }
    assert ours.number in {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    visitor.open(f"/banja-luka/rad/obuke/{training.pk}/lista-prisustva/")
    visitor.check("sheet")
    assert "Osoba 1" in visitor.text

    # The day comes. Attendance of the whole group with the keyboard alone.
    begin_now(training)
    visitor.open(f"/banja-luka/rad/obuke/{training.pk}/")
    visitor.follow(_("Enter attendance"))
    visitor.check("attendance")
    page.locator("main input[type=radio]:checked").first.focus()
    page.keyboard.press("ArrowRight")
    if visitor.scripts:
        page.locator("[data-saved].done").wait_for()
    else:
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.locator(".message").wait_for()
    with cast.sees_all():
        marks = list(Attendance.objects.order_by("seat_id").values_list("mark", flat=True))
    assert marks == ["absent", "present", "present"]
    visitor.check("attendance-saved")


def test_staff_cancel_a_training_and_return_an_application(visitor, banja_luka, nemanja, novi_krug, jelena):
    training = cast.make_training(banja_luka, title="Vođenje grupe")
    book(training, jelena, novi_krug, 2)
    applied = cast.make_organizer(
        banja_luka, "Klub „Nada“", registered_by=jelena, status=Organizer.Status.APPLIED
    )
    cast.represent(jelena, applied)
    visitor.is_signed_in_as(nemanja)

    visitor.open("/banja-luka/rad/obuke/")
    visitor.check("trainings")
    visitor.follow("Vođenje grupe", within="main")
    visitor.follow(_("Cancel the training"))
    visitor.check("cancel")
    visitor.reads("Udruženje „Novi krug“")
    visitor.press(_("Cancel the training"))
    visitor.check("cancel-refused")
    visitor.type(_("Reason"), "Predavačica je bolesna.")
    visitor.press(_("Cancel the training"))
    visitor.reads(_("The training is cancelled and everybody who booked is being told."))
    visitor.check("cancelled")
    assert fresh(training).state == "cancelled"
    assert "Predavačica je bolesna." in last_letter_to("jelena@example.org").body

    visitor.follow(_("Organizers"), within=".sidebar", exact=False)
    visitor.check("organizers")
    visitor.follow("Klub „Nada“", within="main")
    visitor.follow(_("Return for correction"))
    visitor.check("return")
    visitor.type(_("What to correct"), "JIB nema dobru cifru.")
    visitor.press(_("Return the application"))
    visitor.check("returned")
    assert fresh(applied).status == Organizer.Status.RETURNED
    assert "JIB nema dobru cifru." in last_letter_to("jelena@example.org").body


def test_a_manager_invites_a_colleague_and_ends_their_work(
    visit, visitor, width, scripts, milica, banja_luka
):
    visitor.is_signed_in_as(milica)
    visitor.open("/banja-luka/rad/ljudi/")
    visitor.check("people")
    visitor.type(_("E-mail"), "nova@example.org")
    visitor.press(_("Send the invitation"))
    visitor.reads(_("The invitation is sent: %s") % "nova@example.org")
    visitor.check("invited")

    colleague = visit(width, scripts)
    colleague.open(link_in(last_letter_to("nova@example.org"), "/nalog/poziv/"))
    colleague.check("invitation")
    colleague.type(_("Full name"), "Nova Simić")
    colleague.page.fill("input[name=password]", "dugačka-lozinka-1")
    colleague.press(_("Accept and open the account"))
    colleague.open("/banja-luka/rad/")
    colleague.check("desk")

    visitor.open("/banja-luka/rad/ljudi/")
    visitor.page.locator("tr", has_text="nova@example.org").get_by_role("link").last.click()
    visitor.check("end")
    visitor.press(_("End work in the service"))
    visitor.check("ended")
    with cast.sees_all():
        assert not Membership.objects.current().filter(user__email="nova@example.org").exists()
    colleague.expected.add(404)
    assert colleague.open("/banja-luka/rad/").status == 404
    colleague.check("no-more")

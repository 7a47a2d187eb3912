"""After a training: what people thought of it, and the paper that somebody may check years later."""

import pytest
from django.core import mail
from django.utils.translation import gettext as _

from notifications.delivery import deliver_due
from tests import cast
from tests.browser.conftest import DESK
from tests.browser.letters import link_in
from tests.trainings.held import held_training
from trainings.evaluations import LEAST
from trainings.models import Certificate


@pytest.fixture
def held(banja_luka, jelena, novi_krug, nemanja):
    people = {f"Osoba {number + 1}": f"osoba{number + 1}@example.org" for number in range(LEAST)}
    return held_training(banja_luka, jelena, novi_krug, nemanja, people, title="Vođenje grupe")


def test_people_answer_by_the_link_of_a_letter_and_staff_read_all_together(visit, width, nemanja, held):
    scripts = width == DESK
    deliver_due()
    links = [link_in(letter, "/evaluacija/") for letter in mail.outbox if "/evaluacija/" in letter.body]
    assert len(links) == LEAST

    person = visit(width, scripts)
    for number, link in enumerate(links):
        person.open(link)
        if number == 0:
            person.check("questions")
            person.press(_("Send the answers"))
            person.check("refused")
        for code, mark in {"korisnost": 5, "jasnoca": 4, "tempo": 3, "organizacija": 4}.items():
            person.page.locator(f"[name={code}][value='{mark}']").check()
        person.page.locator("[name=preporuka][value=da]").check()
        person.type(_("What was most useful"), f"Vježba {number + 1}")
        person.press(_("Send the answers"))
        person.reads(_("Thank you for your answers"))
    person.check("thanks")

    staff = visit(width, scripts)
    staff.is_signed_in_as(nemanja)
    staff.open(f"/banja-luka/rad/obuke/{held.pk}/")
    staff.check("held")
    staff.follow(_("Evaluation"), within="main")
    staff.check("results")
    rows = staff.page.locator("main table tbody tr")
    assert [rows.nth(n).locator("td").first.inner_text() for n in range(4)] == ["5", "4", "3", "4"]
    staff.reads("Vježba 5")


def test_a_certificate_is_issued_opened_checked_by_anybody_and_withdrawn(visit, width, nemanja, held):
    scripts = width == DESK
    staff = visit(width, scripts)
    staff.is_signed_in_as(nemanja)
    staff.open(f"/banja-luka/rad/obuke/{held.pk}/")
    staff.follow(_("Certificates"), within="main")
    staff.check("who-can-get-one")
    staff.press(_("Issue certificates to those ticked"))
    staff.check("issued")
    with cast.sees_all():
        certificate = Certificate.objects.order_by("pk").first()
    staff.follow(certificate.number)
    staff.check("certificate")
    name, paper = staff.downloads("PDF", exact=True)
    assert (name, paper[:5]) == (f"{certificate.number}.pdf", b"%PDF-")

    anybody = visit(width, scripts)
    anybody.open("/sertifikati/")
    anybody.check("check")
    anybody.type(_("Number"), certificate.number)
    anybody.type(_("Code"), certificate.key)
    anybody.press(_("Check the certificate"))
    assert anybody.path == certificate.get_absolute_url()
    anybody.reads(_("The certificate is valid"))
    anybody.reads(certificate.holder_name)
    anybody.check("valid")

    staff.follow(_("Withdraw the certificate"))
    staff.check("withdrawing")
    staff.type(_("Reason"), "Izdat je pogrešnoj osobi.")
    staff.press(_("Withdraw the certificate"))
    staff.check("withdrawn")
    anybody.page.reload()
    anybody.reads(_("The certificate has been withdrawn"))
    assert "Izdat je pogrešnoj osobi." not in anybody.text
    anybody.check("withdrawn")

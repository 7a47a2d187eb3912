"""Pages of certificates: at the desk, in the account of an organizer, and the public check."""

import pypdfium2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.prepared import prepare_due
from tests.cast import asking, make_programme, sees_all
from tests.files import content_of
from tests.html import Page
from tests.trainings.held import ABSENT, PRESENT, held_training, issue
from tests.trainings.helpers import fresh
from trainings.models import Certificate
from trainings.operations.certificates import correct_certificate, withdraw_certificate

NAMES = ["Đurđa Ćetković", "Mira Gajić"]


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def held(banja_luka, novi_krug, jelena, nemanja):
    programme = make_programme(banja_luka, certificate_share=80, certificate_months=24)
    training = held_training(
        banja_luka, jelena, novi_krug, nemanja, NAMES, [PRESENT, ABSENT], programme=programme
    )
    training.there, training.away = training.people
    return training


@pytest.fixture
def certificate(held, nemanja):
    (made,) = issue(held, nemanja, {held.there.pk: "latn"})
    return made


def text_of(response):
    return Page(response.text, "sr-Latn").text


def at_desk(name, row):
    return reverse(f"trainings:{name}", args=["banja-luka", row.pk])


# --- the public check --------------------------------------------------------------------------
def state_on(client, certificate):
    page = text_of(client.get(certificate.get_absolute_url()))
    found = [
        words
        for words in (
            "Sertifikat je važeći",
            "Sertifikat je istekao",
            "Sertifikat je povučen",
        )
        if words in page
    ]
    return found, page


def test_the_page_shows_what_the_paper_shows_and_nothing_more(client, certificate, novi_krug, jelena):
    response = client.get(certificate.get_absolute_url())

    assert response.status_code == 200
    for told in [NAMES[0], certificate.number, "4 od 4 sati", "Lokalni volonterski servis Banja Luka"]:
        assert told in response.text
    # Who sent the person, and how to reach them, does not stand on the paper.
    for kept in [novi_krug.name, jelena.full_name, jelena.email, NAMES[1], certificate.seat.booking.number]:
        assert kept not in response.text
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store")
    assert response["Referrer-Policy"] == "no-referrer"


def test_valid_expired_and_withdrawn_are_told_apart(client, certificate, nemanja):
    assert state_on(client, certificate)[0] == ["Sertifikat je važeći"]

    with sees_all():
        Certificate.objects.filter(pk=certificate.pk).update(
            expires_on=timezone.localdate() - timezone.timedelta(days=1)
        )
    assert state_on(client, certificate)[0] == ["Sertifikat je istekao"]

    with asking(nemanja):
        withdraw_certificate(certificate, actor=nemanja, reason="Tajni razlog.")
    found, page = state_on(client, certificate)
    assert found == ["Sertifikat je povučen"]
    assert "Tajni razlog" not in page


def test_the_old_one_leads_to_the_corrected_one(client, certificate, nemanja):
    with asking(nemanja):
        new = correct_certificate(certificate, actor=nemanja, holder_name="Đurđica Ćetković", script="cyrl")

    response = client.get(certificate.get_absolute_url())

    assert new.get_absolute_url() in Page(response.text).links
    assert state_on(client, certificate)[0] == ["Sertifikat je povučen"]
    assert state_on(client, new)[0] == ["Sertifikat je važeći"]


@pytest.mark.parametrize("key", ["0" * 16, "nema", "' or 1=1 --", "F" * 16])
def test_an_unknown_key_is_a_plain_page_that_says_how_to_ask(client, certificate, key):
    response = client.get(reverse("trainings:certificate", args=[key]))

    assert response.status_code == 404
    assert "Takav sertifikat ne postoji" in response.text
    assert reverse("services:list") in Page(response.text).links


def typed(client, number, code):
    return client.get(reverse("trainings:check_certificate"), {"broj": number, "kod": code})


def test_number_and_code_are_taken_however_they_are_typed(client, certificate):
    number, key = certificate.number, certificate.key
    cyrillic = str.maketrans("abcdef", "абцдеф")

    for broj, kod in [
        (number, certificate.typed_key),
        (f"  {number.lower()} ", key.upper()),
        (number.replace("-", " "), "-".join([key[:8], key[8:]])),
        (number.replace("BL-S", "БЛ-С"), certificate.typed_key.translate(cyrillic)),
    ]:
        assert typed(client, broj, kod).headers.get("Location") == certificate.get_absolute_url(), (broj, kod)


def test_a_number_that_belongs_to_another_code_is_unknown(client, certificate):
    response = typed(client, "DO-S-2026-0001", certificate.key)

    assert (response.status_code, "Takav sertifikat ne postoji" in response.text) == (404, True)
    assert "DO-S-2026-0001" in response.text  # what was typed stays


def test_a_code_that_cannot_be_one_is_an_error_at_its_field(client, banja_luka):
    response = typed(client, "BL-S-2026-0001", "123")

    assert response.status_code == 422
    assert "Unesite svih šesnaest znakova" in response.text


def test_guessing_is_stopped(client, certificate):
    statuses = [
        client.get(reverse("trainings:certificate", args=[f"{number:016x}"])).status_code
        for number in range(62)
    ]

    assert statuses == [404] * 60 + [429] * 2
    assert client.get(certificate.get_absolute_url()).status_code == 429


def test_of_a_withdrawn_one_there_is_no_file(client, certificate, nemanja):
    file = reverse("trainings:certificate_pdf", args=[certificate.key])
    assert client.get(file)["Content-Type"] == "application/pdf"

    with asking(nemanja):
        withdraw_certificate(certificate, actor=nemanja, reason="Greška.")

    assert client.get(file).status_code == 404


# --- of a training -----------------------------------------------------------------------------
def test_the_desk_says_who_may_get_one_and_why_not(client, held, nemanja):
    client.force_login(nemanja)

    page = text_of(client.get(at_desk("desk_training_certificates", held)))

    assert "Može ga dobiti" in page
    assert "Prisustvo: 0 od 4 sati (0%); program traži 80%." in page


def test_certificates_are_issued_to_those_ticked_in_their_script(client, held, nemanja):
    client.force_login(nemanja)
    sent = {"osoba": [held.there.pk], f"pismo-{held.there.pk}": "cyrl"}

    response = client.post(at_desk("desk_issue_certificates", held), sent)

    assert response.headers["Location"] == at_desk("desk_training_certificates", held)
    with sees_all():
        made = Certificate.objects.get()
    assert (made.holder_name, made.script) == ("Ђурђа Ћетковић", "cyrl")


def test_a_refusal_keeps_what_was_ticked(client, held, nemanja):
    client.force_login(nemanja)
    sent = {"osoba": [held.there.pk, held.away.pk], f"pismo-{held.there.pk}": "cyrl"}

    response = client.post(at_desk("desk_issue_certificates", held), sent)

    assert response.status_code == 422
    assert "Mira Gajić: " in response.text
    assert '<option value="cyrl" selected>' in response.text
    with sees_all():
        assert not Certificate.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"osoba": "x"}, {"osoba": "9" * 30}])
def test_ticking_nobody_is_told(client, held, nemanja, sent):
    client.force_login(nemanja)

    assert client.post(at_desk("desk_issue_certificates", held), sent).status_code == 422


def test_all_certificates_of_a_training_are_one_file(client, held, nemanja):
    client.force_login(nemanja)
    address = at_desk("desk_certificates_file", held)
    assert client.get(address).status_code == 404

    issue(held, nemanja, {held.there.pk: "latn"})

    response = client.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert f"sertifikati-{held.slug}.pdf" in response["Content-Disposition"]


def test_many_certificates_are_drawn_in_the_background(
    client, held, nemanja, banja_luka, jelena, novi_krug, monkeypatch
):
    monkeypatch.setattr("trainings.views.desk_certificates.AT_ONCE", 1)
    both = held_training(
        banja_luka, jelena, novi_krug, nemanja, ["Đurđa Ćetković", "Mira Savić"], programme=held.programme
    )
    issue(both, nemanja)
    client.force_login(nemanja)
    address = at_desk("desk_certificates_file", both)
    board = at_desk("desk_training_certificates", both)
    assert f'<form method="post" action="{address}">' in client.get(board).text
    assert client.get(address).url == board

    page = client.post(address).url
    prepare_due()
    file = client.get(f"{page}preuzimanje/")

    assert board in client.get(page).text
    assert f"sertifikati-{both.slug}.pdf" in file["Content-Disposition"]
    papers = pypdfium2.PdfDocument(content_of(file))
    assert [
        name in papers[place].get_textpage().get_text_range()
        for place, name in enumerate(["Đurđa Ćetković", "Mira Savić"])
    ] == [True, True]
    assert cache.get(f"prepared:{page.rstrip('/').rsplit('/', 1)[1]}") == (2, 2)


# --- one, at the desk --------------------------------------------------------------------------
def test_staff_withdraw_with_a_reason(client, certificate, nemanja):
    client.force_login(nemanja)
    address = at_desk("desk_withdraw_certificate", certificate)

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Izdat greškom."})

    assert fresh(certificate).withdraw_reason == "Izdat greškom."
    page = text_of(client.get(at_desk("desk_certificate", certificate)))
    assert "Izdat greškom." in page
    assert client.get(address).headers["Location"] == at_desk("desk_certificate", certificate)
    people = client.get(at_desk("desk_training_certificates", certificate.training)).context["people"]
    assert [one["ticked"] for one in people if one["row"].certificate == certificate] == [False]


def test_staff_correct_a_name(client, certificate, nemanja):
    client.force_login(nemanja)
    address = at_desk("desk_correct_certificate", certificate)

    refused = client.post(address, {"holder_name": certificate.holder_name, "script": "latn"})
    done = client.post(address, {"holder_name": "Đurđica Ćetković", "script": "latn"})

    assert refused.status_code == 422
    with sees_all():
        new = Certificate.objects.get(replaces=certificate)
    assert done.headers["Location"] == at_desk("desk_certificate", new)
    assert at_desk("desk_certificate", new) in client.get(at_desk("desk_certificate", certificate)).text


# --- lists -------------------------------------------------------------------------------------
def test_the_list_of_a_service_costs_the_same_however_long_it_is(
    client, banja_luka, novi_krug, jelena, nemanja
):
    client.force_login(nemanja)
    address = reverse("trainings:desk_certificates", args=["banja-luka"])
    issue(held_training(banja_luka, jelena, novi_krug, nemanja, ["Osoba 1"]), nemanja)
    client.get(address)

    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    issue(held_training(banja_luka, jelena, novi_krug, nemanja, ["Osoba 2", "Osoba 3"]), nemanja)
    with CaptureQueriesContext(connection) as of_three:
        page = client.get(address)

    assert len(of_three) == len(of_one)
    assert all(name in page.text for name in ("Osoba 1", "Osoba 2", "Osoba 3"))


def test_the_list_is_narrowed_by_words_state_and_day(client, banja_luka, novi_krug, jelena, nemanja):
    training = held_training(banja_luka, jelena, novi_krug, nemanja, NAMES)
    first, second = issue(training, nemanja)
    with asking(nemanja):
        withdraw_certificate(second, actor=nemanja, reason="Greška.")
    client.force_login(nemanja)
    address = reverse("trainings:desk_certificates", args=["banja-luka"])

    def found(**conditions):
        listing = client.get(address, conditions).context["listing"]
        return [row.number for row in listing]

    assert found() == [second.number, first.number]
    assert found(q="ћетковић") == [first.number]
    assert found(q=second.number) == [second.number]
    assert found(stanje="valid") == [first.number]
    assert found(stanje="withdrawn") == [second.number]
    assert found(stanje="expired") == []
    assert found(od="1. 1. 2040.") == []


def test_an_organizer_has_all_of_its_people_with_files(client, certificate, jelena, ana):
    client.force_login(jelena)
    page = client.get(reverse("trainings:my_certificates"))
    file = client.get(reverse("trainings:my_certificates"), {"izvoz": "csv"})

    assert reverse("trainings:certificate_pdf", args=[certificate.key]) in Page(page.text).links
    assert certificate.number in b"".join(file.streaming_content).decode()

    client.force_login(ana)
    assert certificate.number not in client.get(reverse("trainings:my_certificates")).text

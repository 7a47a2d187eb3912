"""The PDF: its text can be copied in both scripts, its code leads to the public page."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

from trainings.certificate_pdf import pdf_of
from trainings.models import Certificate
from vsrs.text import to_cyrillic

AIMS = ["opisati volontersku poziciju", "voditi uvod i praćenje, šaliti se, žuriti, đaci"]


def a_certificate(service, script="latn", **fields):
    in_script = to_cyrillic if script == "cyrl" else str
    said = {
        "holder_name": in_script("Đurđa Ćetković-Šljivić Žunjić Džomba"),
        "programme_title": in_script("Koordinacija volontera: osnove"),
        "content": {
            "parts": [],
            "aims": [in_script(aim) for aim in AIMS],
            "service": in_script(service.name),
            "place": in_script("Dom omladine, Banja Luka"),
            "trainers": [in_script("Milica Đurić")],
            "hours_held": "6.0",
        },
    }
    return Certificate(
        service=service,
        script=script,
        number="BL-S-2026-0012",
        key="3f2a91bc77de0a1b",
        hours=Decimal("5.5"),
        held_from=date(2026, 11, 19),
        held_until=date(2026, 11, 20),
        issued_on=date(2026, 11, 23),
        expires_on=date(2028, 11, 20),
        **(said | fields),
    )


def opened(*certificates):
    return pypdfium2.PdfDocument(pdf_of(certificates, title="Sertifikati"))


def words_on(page):
    return " ".join(page.get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("latn", ["Đurđa Ćetković-Šljivić Žunjić Džomba", "voditi uvod i praćenje, šaliti se, žuriti, đaci"]),
        ("cyrl", ["Ђурђа Ћетковић-Шљивић Жуњић Џомба", "водити увод и праћење, шалити се, журити, ђаци"]),
    ],
)
def test_its_text_is_copied_with_the_right_letters(banja_luka, script, told):
    (page,) = opened(a_certificate(banja_luka, script))

    text = words_on(page)

    for words in [*told, "BL-S-2026-0012", "3f2a 91bc 77de 0a1b"]:
        assert words in text


@pytest.mark.parametrize(("script", "title"), [("latn", "Sertifikat"), ("cyrl", "Сертификат")])
def test_its_own_words_are_in_its_script_too(banja_luka, script, title):
    text = words_on(opened(a_certificate(banja_luka, script))[0])

    assert title in text
    assert ("5,5 od 6 sati" if script == "latn" else "5,5 од 6 сати") in text


@pytest.mark.parametrize(("script", "prefix"), [("latn", ""), ("cyrl", "/sr")])
def test_its_code_leads_to_the_public_page(banja_luka, script, prefix):
    image = opened(a_certificate(banja_luka, script))[0].render(scale=2).to_pil()

    (code,) = zxingcpp.read_barcodes(image)

    assert code.text == f"{settings.SITE_URL}{prefix}/sertifikati/3f2a91bc77de0a1b/"


def test_each_stands_on_one_page_however_much_it_says(banja_luka):
    content = a_certificate(banja_luka).content | {"aims": [f"{n}. {AIMS[1]} " * 3 for n in range(40)]}
    long = a_certificate(banja_luka, holder_name="Aleksandra " * 10, programme_title="Veoma dug naziv " * 10)
    long.content = content

    document = opened(long, a_certificate(banja_luka, "cyrl"))

    assert len(document) == 2
    assert "39. voditi" in words_on(document[0])


def test_what_somebody_typed_is_no_markup(banja_luka):
    typed = a_certificate(banja_luka, holder_name="<b>Ana</b> & Co", programme_title="1 < 2")

    text = words_on(opened(typed)[0])

    assert "<b>Ana</b> & Co" in text


def test_the_same_certificate_is_the_same_file(banja_luka):
    assert pdf_of([a_certificate(banja_luka)], title="a") == pdf_of([a_certificate(banja_luka)], title="a")

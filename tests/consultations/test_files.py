"""Files of a thread: looked at before anything is kept, given out with care."""

import struct
from uuid import uuid4

import pytest

from consultations.models import Attachment, Message, Request
from tests.cast import sees_all
from tests.consultations.helpers import answered, asked, last_of
from tests.files import PDF, content_of, office, packed, sent

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def bomb():
    """A document that says it unpacks to four gigabytes."""
    package = bytearray(office(**{"word/media/a.bin": b"\0" * 1000}))
    at = package.rindex(b"PK\x01\x02")
    package[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)
    return bytes(package)


BAD = {
    "svg with a script": (SVG, "logo.svg", "kodom"),
    "svg that says it is a picture": (SVG, "logo.png", "kodom"),
    "web page that says it is a document": (b"<!doctype html><script>1</script>", "ugovor.pdf", "kodom"),
    "program that says it is a document": (b"MZ\x90\x00\x03", "ugovor.pdf", "ne primaju"),
    "empty": (b"", "ugovor.pdf", "prazna"),
    "zip": (packed({"a.txt": "x"}), "ugovor.docx", "ne primaju"),
    "bomb": (bomb(), "ugovor.docx", "raspak"),
    "macros": (office(**{"word/vbaProject.bin": "x"}), "ugovor.docx", "makro"),
    "damaged": (office()[:-20], "ugovor.docx", "oštećen"),
}


@pytest.fixture
def advice(novi_krug, jelena, nemanja):
    return asked(jelena, novi_krug)


def forms(advice, organizer, jelena, nemanja):
    """Every form that takes files: who sends it, where, what else it holds, its field of files."""
    key, desk = str(uuid4()), f"/banja-luka/rad/savjetovanje/{advice.number}/"
    ask = {"form_key": key, "organizer": organizer.pk, "topic": "ugovor", "subject": "Naslov"}
    ask |= {"question": "Pitanje", "way": "written"}
    written = {"form_key": key, "body": "Napisano", "seen": last_of(advice)}
    note = {"note-form_key": key, "note-body": "Napisano"}
    return {
        "question": (jelena, "/banja-luka/savjetovanje/novi/", ask, "uploads"),
        "reply": (jelena, advice.get_absolute_url(), written, "uploads"),
        "answer": (nemanja, f"{desk}odgovor/", written, "uploads"),
        "note": (nemanja, f"{desk}biljeska/", note, "note-uploads"),
    }


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("where", ["question", "reply", "answer", "note"])
def test_a_bad_file_refuses_the_form_in_a_sentence_and_nothing_is_kept(
    client, advice, novi_krug, jelena, nemanja, tmp_path, where, bad
):
    person, link, said, field = forms(advice, novi_krug, jelena, nemanja)[where]
    content, name, sentence = BAD[bad]
    client.force_login(person)

    response = client.post(link, said | {field: [sent(PDF, "dobar.pdf"), sent(content, name)]})

    assert response.status_code == 422
    assert 'class="error-summary"' in response.text
    assert sentence in response.text
    assert "Napisano" in response.text or "Pitanje" in response.text
    with sees_all():
        assert (Request.objects.count(), Message.objects.count(), Attachment.objects.count()) == (1, 1, 0)
    assert not list((tmp_path / "files").rglob("*.*"))


@pytest.mark.parametrize("where", ["question", "reply", "answer", "note"])
def test_too_many_and_too_large_files_are_refused(
    client, advice, novi_krug, jelena, nemanja, tmp_path, settings, where
):
    person, link, said, field = forms(advice, novi_krug, jelena, nemanja)[where]
    client.force_login(person)
    many = client.post(link, said | {field: [sent(PDF, f"{n}.pdf") for n in range(6)]})
    settings.UPLOAD_BYTES = len(PDF)
    large = client.post(link, said | {field: [sent(PDF + b"\n", "velika.pdf")]})

    assert (many.status_code, large.status_code) == (422, 422)
    assert "najviše 5" in many.text
    assert "veća od" in large.text
    assert not list((tmp_path / "files").rglob("*.*"))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "..\\..\\boot.pdf",
        "ugovor.pdf\r\nSet-Cookie: a=b",
        "ugovor‮fdp.exe",
        '"><script>alert(1)</script>.pdf',
        "con.pdf",
        "š" * 300 + ".pdf",
    ],
)
def test_a_hostile_name_does_no_harm(client, advice, novi_krug, jelena, nemanja, tmp_path, name):
    person, link, said, field = forms(advice, novi_krug, jelena, nemanja)["reply"]
    client.force_login(person)
    page = client.post(link, said | {field: [sent(PDF, name)]}, follow=True)
    with sees_all():
        (row,) = Attachment.objects.all()
    file = client.get(f"{advice.get_absolute_url()}prilozi/{row.pk}/")

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert not any(sign in row.file_name for sign in '/\\<>"\r\n‮')
    assert row.file_name.endswith(".pdf")
    assert len(row.file_name) <= 110
    (stored,) = (tmp_path / "files").rglob("*.pdf")
    assert stored.parent == tmp_path / "files" / "consultations"
    assert content_of(file) == PDF
    assert file["Content-Disposition"].startswith("attachment; ")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in file["Content-Disposition"].split("filename")[0]


def test_when_the_answer_is_kept_back_its_files_are_not_kept(
    client, advice, novi_krug, jelena, nemanja, milica, tmp_path
):
    person, link, said, field = forms(advice, novi_krug, jelena, nemanja)["answer"]
    answered(advice, milica)
    client.force_login(person)

    assert client.post(link, said | {field: [sent(PDF)]}).status_code == 422
    assert not list((tmp_path / "files").rglob("*.*"))

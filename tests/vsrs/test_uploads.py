"""Files people send in: what is taken, what is refused and in which words, under which name they are kept."""

import zlib
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.files import JPEG, PDF, PNG, WEBP, content_of, office, open_document, packed, sent
from vsrs.errors import page_not_found
from vsrs.uploads import FileIsMissing, UploadField, clean_name, download, examine, stored

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


TAKEN = {
    "pdf": PDF,
    "jpg": JPEG,
    "png": PNG,
    "webp": WEBP,
    "docx": office(),
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "odt": open_document(),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "txt": "Čišćenje obale, šest ljudi.\n".encode(),
}


@pytest.mark.parametrize("extension", TAKEN)
def test_a_file_is_known_by_its_content_and_named_by_it(extension):
    upload = examine(sent(TAKEN[extension], name="radni list.exe", claims="text/html"))

    assert upload.extension == extension
    assert upload.name == f"radni list.{extension}"
    assert upload.size == len(TAKEN[extension])
    assert upload.file.read() == TAKEN[extension]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 60, "not accepted"),
        (b"\x7fELF" + b"\x01" * 60, "not accepted"),
        (b"GIF89a" + b"\x00" * 60, "not accepted"),
        (SVG, "drawings with code"),
        (b"\xef\xbb\xbf  \n" + SVG, "drawings with code"),
        (b"<!DOCTYPE html><p>zdravo", "Web pages"),
        (b"tekst\n<SCRIPT>alert(1)</SCRIPT>", "Web pages"),
        ("Ћирилица".encode("utf-16"), "not accepted"),
        (packed({"a.txt": "a"}), "not accepted"),
        (packed({"mimetype": "application/epub+zip"}), "not accepted"),
        (office(**{"word/vbaProject.bin": "x"}), "macros"),
        (office(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (office(**{"word/activeX/activeX1.xml": "x"}), "macros"),
        (open_document(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        (office()[:-30], "damaged"),
        (b"PK\x03\x04" + b"\x00" * 40, "damaged"),
    ],
)
def test_what_could_harm_is_refused_in_a_sentence(content, words):
    with pytest.raises(ValidationError, match=words):
        examine(sent(content))


def test_a_document_that_unpacks_to_far_too_much_is_refused():
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            for _ in range(310):
                part.write(bytes(2**20))
    assert out.tell() < 2**20

    with pytest.raises(ValidationError, match="unpacks"):
        examine(sent(out.getvalue()))


def test_a_document_that_lies_about_its_size_is_refused():
    content = bytearray(office("word/document.xml", **{"word/media/a.bin": bytes(2**20)}))
    size = (2**20).to_bytes(4, "little")
    assert content.count(size) == 2  # in the local header and in the central directory
    lying = bytes(content.replace(size, (10).to_bytes(4, "little")))

    with pytest.raises(ValidationError, match="damaged"):
        examine(sent(lying))


def test_a_document_of_thousands_of_files_is_refused():
    with pytest.raises(ValidationError, match="unpacks"):
        examine(sent(office(**{f"media/{n}": "" for n in range(4001)})))


def test_a_locked_document_is_refused():
    content = bytearray(office())
    # The flag of encryption, in the local header and in the central directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(ValidationError, match="locked"):
        examine(sent(bytes(content)))


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_BYTES = 2**20
    assert examine(sent(PDF + b" " * (2**20 - len(PDF)))).size == 2**20

    with pytest.raises(ValidationError, match="larger than 1 MB"):
        examine(sent(PDF + b" " * 2**20))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Izvještaj 2026.pdf", "Izvještaj 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ana\\plan.docx", "plan.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("списак.pdf", "списак.pdf"),
        ("", "dokument.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("CON.pdf", "dokument CON.pdf"),
        ('<img src="x">.pdf', "img src= x.pdf"),
        ("ž" * 300 + ".pdf", "ž" * 100 + ".pdf"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(typed, kept):
    assert clean_name(typed, "pdf") == kept


@given(st.text(max_size=200))
def test_no_name_keeps_a_sign_that_means_something_to_a_system(typed):
    name = clean_name(typed, "pdf")

    assert name.endswith(".pdf")
    assert len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\r\n\x00')
    assert name.isprintable()
    assert not name.startswith(".")


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content):
    for beginning in (b"", b"PK\x03\x04", office()[:40], zlib.compress(content)):
        with suppress(ValidationError):
            assert examine(sent(beginning + content)).extension in TAKEN


def test_a_field_gives_the_upload_or_its_own_words():
    class Form(forms.Form):
        file = UploadField(required=False)

    assert Form({}, {}).is_valid()
    form = Form({}, {"file": sent(PDF)})
    assert form.is_valid()
    assert form.cleaned_data["file"].mime == "application/pdf"
    assert "empty" in str(Form({}, {"file": sent(b"")}).errors)


def test_what_fails_after_storing_leaves_no_file():
    upload = examine(sent(PDF))
    with stored(upload, "proba") as name:
        assert default_storage.exists(name)
        assert "radni" not in name

    upload.file.seek(0)
    with pytest.raises(RuntimeError), stored(upload, "proba") as other:
        raise RuntimeError
    assert not default_storage.exists(other)
    assert default_storage.exists(name)


def test_a_file_is_given_out_as_a_download_only():
    with stored(examine(sent(PDF)), "proba") as name:
        response = download(name, name="izvještaj.pdf", mime="application/pdf")

    assert content_of(response) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_is_not_on_the_disk_is_missing_in_words():
    with pytest.raises(FileIsMissing) as missing:
        download("proba/nema.pdf", name="izvještaj.pdf", mime="application/pdf")

    answer = page_not_found(RequestFactory().get("/"), missing.value)

    assert answer.status_code == 404
    assert "The file is not here" in answer.text
    assert "nema.pdf" not in answer.text

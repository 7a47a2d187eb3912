"""Files people send in: known by what is inside and not by their name, kept outside of the web's folder,
given out only by a view that has checked the reader's right.

`UploadField` in a form gives an `Upload`, `UploadsField` several; an operation keeps each with `stored`
after its last refusal;
`download` is the answer of the view. What is refused says why beside the field, and nothing is stored.
"""

import logging
import re
import unicodedata
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4
from zipfile import BadZipFile, LargeZipFile, ZipFile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

logger = logging.getLogger(__name__)

MEGABYTE = 2**20
# An office file is a zip: what it would unpack to, and how many files it may hold.
MOST_UNPACKED = 300 * MEGABYTE
MOST_PACKED_FILES = 4000
LONGEST_NAME = 100

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# What is inside -> (extension, type).
BY_SIGNATURE = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}
BY_MAIN_PART = {
    "word/document.xml": ("docx", f"{OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{OFFICE}spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", f"{OFFICE}presentationml.presentation"),
}
BY_MIMETYPE = {
    f"{OPEN_DOCUMENT}text": ("odt", f"{OPEN_DOCUMENT}text"),
    f"{OPEN_DOCUMENT}spreadsheet": ("ods", f"{OPEN_DOCUMENT}spreadsheet"),
    f"{OPEN_DOCUMENT}presentation": ("odp", f"{OPEN_DOCUMENT}presentation"),
}
TEXT = ("txt", "text/plain; charset=utf-8")
MARKUP = re.compile(r"^\s*<|<(?:script|html|svg|iframe|body|!doctype|\?xml)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MACROS = re.compile(r"vbaproject|vbadata|^basic/|^scripts/|activex", re.IGNORECASE)
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp,.txt"
RESERVED_NAMES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    """A file that has been looked at; `name` is clean and ends as its content says."""

    file: object
    name: str
    extension: str
    mime: str
    size: int


# --- looking at it -----------------------------------------------------------------------------
def examine(file):
    """An `Upload`, or a ValidationError that says what is wrong with the file."""
    if not file.size:
        raise ValidationError(_("The file is empty."))
    if file.size > settings.UPLOAD_BYTES:
        raise ValidationError(_too_large())
    extension, mime = _kind_of(file)
    file.seek(0)
    return Upload(file, clean_name(file.name, extension), extension, mime, file.size)


def _too_large():
    most = settings.UPLOAD_BYTES // MEGABYTE
    return ngettext(
        "The file is larger than %(most)d MB. Send a smaller one, or a link to it.",
        "The file is larger than %(most)d MB. Send a smaller one, or a link to it.",
        most,
    ) % {"most": most}


def _kind_of(file):
    file.seek(0)
    head = file.read(16)
    for signature, kind in BY_SIGNATURE.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp", "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    return _text_kind(file)


def _unknown():
    return ValidationError(
        _("Files of this kind are not accepted. Send a PDF, an office document, a picture or plain text.")
    )


def _text_kind(file):
    file.seek(0)
    content = file.read(settings.UPLOAD_BYTES + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unknown() from None
    if CONTROL.search(text):
        raise _unknown()
    if MARKUP.search(text):
        raise ValidationError(
            _("Web pages and drawings with code inside are not accepted. Save it as PDF and send that.")
        )
    return TEXT


def _office_kind(file):
    file.seek(0)
    try:
        with ZipFile(file) as package:
            entries = package.infolist()
            _refuse_bomb(entries)
            # Unpacks all of it once: a part that is larger than it says, or damaged, does not add up.
            if package.testzip():
                raise BadZipFile("a part does not add up")
            names = {entry.filename for entry in entries}
            kind = _kind_by_parts(package, names)
            if any(MACROS.search(name) for name in names) or _says_macros(package, names):
                raise ValidationError(
                    _("Documents with macros are not accepted. Save it without macros, or as PDF.")
                )
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        # Broken, of several disks, packed in an unknown way, or locked by a password.
        raise ValidationError(_("The document is damaged or locked, so it cannot be looked at.")) from None
    return kind


def _refuse_bomb(entries):
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or len(entries) > MOST_PACKED_FILES:
        raise ValidationError(_("The document unpacks to far more than it should, so it is not accepted."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadZipFile("encrypted")


def _kind_by_parts(package, names):
    if "[Content_Types].xml" in names:
        for part, kind in BY_MAIN_PART.items():
            if part in names:
                return kind
    if "mimetype" in names:
        mimetype = _beginning(package, "mimetype", 100).decode("ascii", "replace").strip()
        if mimetype in BY_MIMETYPE:
            return BY_MIMETYPE[mimetype]
    raise _unknown()


def _says_macros(package, names):
    """A document may call its macros by any name; its list of contents tells their type."""
    if "[Content_Types].xml" not in names:
        return False
    listed = _beginning(package, "[Content_Types].xml", MEGABYTE).lower()
    return b"macroenabled" in listed or b"vbaproject" in listed


def _beginning(package, name, most):
    with package.open(name) as part:
        return part.read(most)


# --- names -------------------------------------------------------------------------------------
def clean_name(name, extension):
    """A name that is safe on every system and ends as the content says: `izvještaj.pdf`."""
    name = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rsplit("/", 1)[-1]
    # Control and format characters: line ends in headers, signs that turn the direction of the text.
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    stem = " ".join(re.sub(r'[<>:"|?*%;$`~\'&]+', " ", stem).split()).strip(". ")[:LONGEST_NAME].strip(". ")
    if not stem or RESERVED_NAMES.fullmatch(stem):
        stem = f"dokument {stem}".strip()
    return f"{stem}.{extension}"


# --- in forms ----------------------------------------------------------------------------------
class UploadField(forms.FileField):
    """One file; the cleaned value is an `Upload`."""

    widget = forms.FileInput

    def __init__(self, **named):
        named.setdefault("help_text", gettext_lazy("PDF, office document, picture or plain text."))
        super().__init__(**named)
        self.widget.attrs.setdefault("accept", ACCEPT)

    def clean(self, data, initial=None):
        # Empty files are ours to refuse, in our own words.
        self.allow_empty_file = True
        file = super().clean(data, initial)
        return examine(file) if file else None


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files at one go; the cleaned value is a list of `Upload`. One that is refused refuses all."""

    widget = FilesInput

    def clean(self, data, initial=None):
        clean_one = super().clean
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) < 2:
            return [upload for upload in map(clean_one, files) if upload]
        uploads, refusals = [], []
        for file in files:
            try:
                uploads.append(clean_one(file))
            except ValidationError as refusal:
                refusals += [f"{file.name}: {words}" for words in refusal.messages]
        if refusals:
            raise ValidationError(refusals)
        return uploads


# --- keeping and giving out --------------------------------------------------------------------
@contextmanager
def stored(upload, folder):
    """`with stored(upload, "trainings/materials") as name:` the file is kept under a name nobody can guess;
    when the block fails it is removed again."""
    name = default_storage.save(f"{folder}/{uuid4().hex}.{upload.extension}", upload.file)
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


class FileIsMissing(Http404):
    """A row names a file that is not on the disk: a database was copied or restored without its files."""


def download(stored_name, *, name, mime):
    """The file as a download, never shown as a page of ours. Check the reader's right before."""
    try:
        file = default_storage.open(stored_name)
    except FileNotFoundError as missing:
        logger.error("The file of a row is not on the disk: %s", stored_name)
        raise FileIsMissing(name) from missing
    response = FileResponse(file, as_attachment=True, filename=name, content_type=mime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""The rows of a list as files: CSV (BOM, semicolons) and XLSX, streamed with flat memory.

A column is `(header, what)`, where `what` is a function of the row or a dotted attribute.
"""

import csv
import datetime as dt
import tempfile
from decimal import Decimal

import xlsxwriter
from django.db import transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vsrs import dates
from vsrs.lists import EXPORT, ORDER, PAGE
from vsrs.text import slug

CHUNK = 2000
# What a spreadsheet would take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LIMIT = 32_767
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def respond(request, listing, *, name, columns):
    """The file that `?izvoz=` of a list asks for."""
    write = {"csv": csv_response, "xlsx": xlsx_response}[listing.export]
    return write(request, filename(name, request.GET), columns, listing.queryset)


def filename(name, conditions):
    """obuke-tema-koordinacija-slobodno-1-2026-11-22: the conditions stand in the name."""
    parts = [name]
    for key in conditions:
        if key not in {EXPORT, ORDER, PAGE}:
            parts += [f"{key}-{value}" for value in conditions.getlist(key) if value]
    words = slug("-".join(parts))[:100].strip("-")
    return f"{words}-{timezone.localdate():%Y-%m-%d}"


def csv_response(request, name, columns, queryset):
    headers, getters = _read(columns)
    language, scope = translation.get_language(), request.tenant_scope

    def lines():
        writer = csv.writer(_Echo(), delimiter=";")
        yield "\ufeff" + writer.writerow([safe_text(header) for header in headers])
        # The page's transaction has closed by the time this runs: ask again as the same person.
        with translation.override(language), scope(), transaction.atomic():
            for row in queryset.iterator(chunk_size=CHUNK):
                yield writer.writerow([_csv_value(get(row)) for get in getters])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    return _as_file(response, f"{name}.csv")


def lines_response(name, headers, rows):
    """A short CSV of rows that are there already: tuples of values, one a header."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([safe_text(header) for header in headers])
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return _as_file(response, f"{name}.csv")


def xlsx_response(request, name, columns, queryset):
    headers, getters = _read(columns)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats = {
            dt.date: book.add_format({"num_format": "d. m. yyyy."}),
            dt.datetime: book.add_format({"num_format": "d. m. yyyy. h:mm"}),
        }
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headers) - 1, 22)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, safe_text(header), bold)
        for number, row in enumerate(queryset.iterator(chunk_size=CHUNK), 1):
            for column, get in enumerate(getters):
                _write_cell(sheet, number, column, get(row), formats)
    file.seek(0)
    return _as_file(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def safe_text(value):
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """A file for the csv writer that only hands the line back."""

    def write(self, line):
        return line


def _read(columns):
    getters = [what if callable(what) else _attribute(what) for _header, what in columns]
    return [str(header) for header, _what in columns], getters


def _attribute(path):
    names = path.split(".")

    def get(row):
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        return row() if callable(row) else row

    return get


def _csv_value(value):
    value = _plain(value)
    if isinstance(value, Decimal | float):
        # A reader who separates columns by semicolons writes decimals with a comma.
        return str(value) if dates.language() == "en" else str(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, int | dt.date):
        return str(value)
    return safe_text(value)


def _write_cell(sheet, row, column, value, formats):
    value = _plain(value)
    if isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif value != "":
        sheet.write_string(row, column, safe_text(value)[:CELL_LIMIT])


def _plain(value):
    """Moments on Sarajevo's clock without a zone, yes and no in words, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return dates.local(value).replace(tzinfo=None)
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return str(value)


def _as_file(response, name):
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response

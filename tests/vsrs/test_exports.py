"""The rows of a list as files: what a spreadsheet must not do with them, and whose rows they are."""

import csv
import datetime as dt
import io
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from services.models import Service
from services.tenancy import Actor, acting_as, current_actor
from tests import cast
from vsrs import exports

DANGEROUS = ["=1+1", "+38751", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://evil.example")']
MOMENT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)


class Rows(list):
    """Stands for a queryset."""

    def iterator(self, chunk_size):
        return iter(self)


def asked(scope=None):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.tenant_scope = scope or (lambda: acting_as(Actor.public()))
    return request


def read_csv(columns, rows):
    response = exports.csv_response(asked(), "x", columns, Rows(rows))
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def read_xlsx(columns, rows):
    response = exports.xlsx_response(asked(), "x", columns, Rows(rows))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    response.close()
    return [[cell.value for cell in row] for row in book.active.iter_rows()], book


@pytest.mark.django_db
def test_text_never_becomes_a_formula():
    columns = [("Naziv", "name")]
    rows = [SimpleNamespace(name=text) for text in DANGEROUS]

    in_csv = [row[0] for row in read_csv(columns, rows)[1:]]
    in_xlsx, book = read_xlsx(columns, rows)

    assert in_csv == [f"'{text}" for text in DANGEROUS]
    assert all(row[0].startswith("'") for row in in_xlsx[1:])
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}


@pytest.mark.django_db
def test_numbers_and_moments_stay_numbers_and_moments():
    columns = [(str(n), lambda row, n=n: row[n]) for n in range(7)]
    row = (-3, Decimal("1250.50"), 0, None, True, dt.date(2026, 11, 22), MOMENT)

    with translation.override("sr-latn"):
        in_csv = read_csv(columns, [row])[1]
    with translation.override("en"):
        english = read_csv(columns, [row])[1]
        in_xlsx = read_xlsx(columns, [row])[0][1]

    assert in_csv[:4] == ["-3", "1250,50", "0", ""]
    assert in_csv[5:] == ["2026-11-22", "2026-11-26 10:00"]
    assert english == ["-3", "1250.50", "0", "", "yes", "2026-11-22", "2026-11-26 10:00"]
    assert in_xlsx == [
        -3,
        1250.5,
        0,
        None,
        "yes",
        dt.datetime(2026, 11, 22),
        dt.datetime(2026, 11, 26, 10, 0),
    ]


@pytest.mark.django_db
def test_a_column_is_a_function_or_a_path_and_headers_are_safe_too():
    row = SimpleNamespace(service=SimpleNamespace(town="Doboj"), nobody=None)
    columns = [("=Grad", "service.town"), ("Ništa", "nobody.name"), ("Dva", lambda row: 2)]

    assert read_csv(columns, [row]) == [["'=Grad", "Ništa", "Dva"], ["Doboj", "", "2"]]


@pytest.mark.django_db
def test_semicolons_quotes_and_long_text_survive():
    text = 'a;b "c"\nd' + "x" * 40_000

    assert read_csv([("T", lambda row: row)], [text])[1] == [text]
    assert read_xlsx([("T", lambda row: row)], [text])[0][1][0] == text[:32_767]


@pytest.mark.django_db
def test_the_rows_are_asked_for_as_the_same_person_after_the_page_has_closed():
    seen = []
    actor = Actor(user_id=7, services=(3,))

    class Watching(Rows):
        def iterator(self, chunk_size):
            seen.append(current_actor())
            yield from self

    response = exports.csv_response(asked(lambda: acting_as(actor)), "x", [("T", str)], Watching(["a"]))
    assert seen == []

    content = b"".join(response.streaming_content)

    assert seen == [actor]
    assert b"a" in content
    assert current_actor() != actor


def test_a_file_of_many_rows_is_streamed(db, django_assert_num_queries):
    for n in range(3):
        cast.make_service(f"s{n}", f"Town {n}", f"S{n}")
    response = exports.csv_response(asked(), "x", [("Grad", "town")], Service.objects.order_by("pk"))

    assert response.streaming
    lines = b"".join(response.streaming_content).decode().splitlines()

    assert lines[1:] == ["Town 0", "Town 1", "Town 2"]


@pytest.mark.django_db
def test_the_language_of_the_reader_holds_while_the_file_is_written():
    with translation.override("en"):
        response = exports.csv_response(asked(), "x", [("T", lambda row: True)], Rows([1]))
    with translation.override("sr"):
        assert b"yes" in b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "obuke"),
        ("tema=koordinacija&slobodno=1&red=-datum&strana=2&izvoz=csv", "obuke-tema-koordinacija-slobodno-1"),
        ("q=Đurđevdan šetnja", "obuke-q-djurdjevdan-setnja"),
        ("q=Ђурђевдан", "obuke-q-djurdjevdan"),
        ('q=../../x"\r\nSet-Cookie: a', "obuke-q-x-set-cookie-a"),
    ],
)
def test_the_name_of_the_file_carries_the_conditions(query, name):
    today = dt.datetime.now(ZoneInfo("Europe/Sarajevo")).date()

    assert exports.filename("obuke", QueryDict(query)) == f"{name}-{today:%Y-%m-%d}"


@pytest.mark.django_db
def test_the_answer_is_a_download():
    response = exports.csv_response(asked(), "obuke", [("T", str)], Rows([]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="obuke.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    b"".join(response.streaming_content)

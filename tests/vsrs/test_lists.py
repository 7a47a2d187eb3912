"""List pages from their address: whatever stands in it, a page comes out, for the same number of queries."""

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from django.utils import translation

from services.models import Service
from services.tenancy import Actor, acting_as
from tests import cast
from vsrs.lists import FilterForm, listing

ORDERING = {"naziv": ["town", "pk"], "sifra": ["code", "pk"]}


class ServiceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="town", lookup_expr="icontains", label="Search")
    stanje = django_filters.MultipleChoiceFilter(
        field_name="status",
        choices=Service.Status.choices,
        label="State",
        widget=forms.CheckboxSelectMultiple,
    )
    vrsta = django_filters.ChoiceFilter(field_name="kind", choices=Service.Kind.choices, label="Kind")
    godina = django_filters.NumberFilter(field_name="established_year", label="Founded in")
    broj = django_filters.ModelChoiceFilter(
        method="unchanged", queryset=Service.objects.all(), label="Service"
    )
    od = django_filters.DateFromToRangeFilter(method="unchanged", label="Day")
    samo = django_filters.BooleanFilter(method="unchanged", label="Only some", widget=forms.CheckboxInput)

    class Meta:
        model = Service
        fields = []
        form = FilterForm

    def unchanged(self, queryset, name, value):
        return queryset


@pytest.fixture(autouse=True)
def _a_reader_of_english(db):
    with translation.override("en"), transaction.atomic(), acting_as(Actor.public()):
        yield


@pytest.fixture
def five(db):
    towns = ["Banja Luka", "Doboj", "Laktaši", "Srbac", "Trebinje"]
    return [cast.make_service(f"s{n}", town, f"S{n}") for n, town in enumerate(towns)]


def shown(query="", **options):
    request = RequestFactory().get(f"/?{query}")
    request.user = AnonymousUser()
    options = {"ordering": ORDERING, "default_order": "naziv", "per_page": 2} | options
    return listing(request, Service.objects.all(), ServiceFilter, **options)


def towns(result):
    return [service.town for service in result]


def test_a_list_has_pages_in_a_stable_order(five):
    first, last = shown(), shown("strana=3")

    assert (towns(first), first.count, first.total) == (["Banja Luka", "Doboj"], 5, 5)
    assert towns(last) == ["Trebinje"]


@pytest.mark.parametrize("page", ["99", "-1", "0", "9" * 30])
def test_a_page_that_does_not_exist_is_the_last_one(five, page):
    assert towns(shown(f"strana={page}")) == ["Trebinje"]


@pytest.mark.parametrize("page", ["", "x", "1.5", "%00", "9" * 5000])
def test_a_page_that_is_no_number_is_the_first_one(five, page):
    assert towns(shown(f"strana={page}")) == ["Banja Luka", "Doboj"]


def test_a_minus_turns_the_order_around(five):
    assert towns(shown("red=-naziv", per_page=9)) == towns(shown("red=naziv", per_page=9))[::-1]


@pytest.mark.parametrize("order", ["", "x", "--naziv", "pk", "password", "naziv,sifra", "%00"])
def test_an_unknown_order_falls_back(five, order):
    result = shown(f"red={order}")

    assert result.order == "naziv"
    assert towns(result) == ["Banja Luka", "Doboj"]


def test_filters_narrow_and_say_so(five):
    result = shown("q=do&stanje=active&stanje=closed&strana=1&nepoznato=7")

    assert towns(result) == ["Doboj"]
    assert (result.count, result.total) == (1, 5)
    assert [(chip.label, chip.url) for chip in result.chips] == [
        ("Search: do", "?stanje=active&stanje=closed&nepoznato=7"),
        ("active", "?q=do&stanje=closed&nepoznato=7"),
        ("closed", "?q=do&stanje=active&nepoznato=7"),
    ]
    assert result.clear_url == "?nepoznato=7"


def test_chips_for_every_kind_of_filter(five):
    result = shown(
        f"vrsta=local&godina=2010&broj={five[1].pk}&od_after=2026-11-01&od_before=2026-11-22&samo=on"
    )

    assert [chip.label for chip in result.chips] == [
        "local service",
        "Founded in: 2,010",
        str(five[1]),
        "Day: 1–22 November 2026",
        "Only some",
    ]
    assert "od_after" not in result.chips[3].url
    assert "od_before" not in result.chips[3].url


@pytest.mark.parametrize(
    "query",
    [
        "stanje=nonsense",
        "vrsta=%27%20OR%201=1",
        "godina=abc",
        "godina=99999999999999999999999999",
        "godina=1e400",
        "godina=NaN",
        "broj=99999999999999999999999999",
        "broj=abc",
        "broj=%00",
        "q=%00",
        "q=%ED%A0%80",
        "od_after=yesterday",
        "od_after=0001-01-01&od_before=9999-12-31",
        "stanje=active&stanje=%00",
    ],
)
def test_a_wrong_value_never_breaks_the_page(five, query):
    result = shown(query)

    assert result.page.paginator.count >= 0
    assert list(result) is not None
    assert isinstance(result.chips, list)


def test_a_wrong_value_is_left_out_and_told_beside_its_field(five):
    result = shown("godina=abc&q=doboj")

    assert towns(result) == ["Doboj"]
    assert [chip.label for chip in result.chips] == ["Search: doboj"]
    assert 'class="error"' in result.form["godina"].as_field_group()
    assert 'value="abc"' in str(result.form["godina"])


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_whatever_its_length(db, django_assert_num_queries, rows):
    for n in range(rows):
        cast.make_service(f"s{n}", f"Town {n}", f"S{n}")

    with django_assert_num_queries(3):  # how many match, the page, how many there are
        result = shown("q=town", per_page=25)
        assert len(towns(result)) == min(rows, 25)
        assert result.total == rows


def test_addresses_carry_the_conditions_on(five):
    result = shown("q=a&strana=2&red=-naziv")

    assert result.querystring_without_page == "q=a&red=-naziv"
    assert result.export_url("csv") == "?q=a&red=-naziv&izvoz=csv"
    assert result.hidden == [("q", "a")]
    assert result.export is None
    assert shown("izvoz=xlsx").export == "xlsx"
    assert shown("izvoz=exe").export is None

import django_filters
import pytest
from django.utils import translation

from organizers.models import Municipality, Organizer
from tests.cast import make_organizer, sees_all
from vsrs.fields import NamedChoiceField
from vsrs.filters import SearchFilter, holding
from vsrs.text import fold, sort_key

pytestmark = pytest.mark.django_db


class ByName(django_filters.FilterSet):
    q = SearchFilter(max_length=20)
    ime = SearchFilter(columns=("search", "email"), max_length=20)

    class Meta:
        model = Organizer
        fields = []


@pytest.fixture
def organizers(banja_luka, jelena):
    for name, email in [("Bijela ruža", "ruza@example.org"), ("Mladi Bileće", "mladi@example.org")]:
        make_organizer(banja_luka, name, registered_by=jelena, email=email)


def names(**query):
    with sees_all():
        found = ByName(query, queryset=Organizer.objects.order_by("sort"))
        return [organizer.name for organizer in found.qs]


@pytest.mark.parametrize("query", ["bij", "БИЈЕ", "ruza", "bije ru", "ruža bi"])
def test_each_word_of_a_query_may_be_cut_anywhere(organizers, query):
    assert names(q=query) == ["Bijela ruža"]


def test_a_word_may_stand_in_any_of_the_columns(organizers):
    assert names(ime="ruza example") == ["Bijela ruža"]
    assert names(ime="mladi example") == ["Mladi Bileće"]
    assert names(ime="mladi ruza") == []


def test_nothing_typed_leaves_the_list_as_it_is(organizers):
    assert names(q="  ") == ["Bijela ruža", "Mladi Bileće"]
    assert not holding("", "search")


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("sr-latn", ["Čajniče", "Gacko", "Višegrad", "Zvornik"]),
        ("sr", ["Вишеград", "Гацко", "Зворник", "Чајниче"]),
        ("en", ["Čajniče", "Gacko", "Višegrad", "Zvornik"]),
    ],
)
def test_a_choice_among_names_stands_in_the_readers_script_and_alphabet(banja_luka, language, listed):
    for name in ["Zvornik", "Čajniče", "Gacko", "Višegrad"]:
        slug = fold(name)
        Municipality.objects.create(slug=slug, name=name, sort=sort_key(name), home_service=banja_luka)
    field = NamedChoiceField(queryset=Municipality.objects.order_by("sort"), empty_label="-")

    with translation.override(language):
        assert [label for _value, label in field.choices] == ["-", *listed]


def test_control_characters_are_refused_beside_the_field(organizers):
    found = ByName({"q": "a\x00b"})

    assert "q" in found.errors

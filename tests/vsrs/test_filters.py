import django_filters
import pytest

from organizers.models import Organizer
from tests.cast import make_organizer, sees_all
from vsrs.filters import SearchFilter, holding

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


def test_control_characters_are_refused_beside_the_field(organizers):
    found = ByName({"q": "a\x00b"})

    assert "q" in found.errors

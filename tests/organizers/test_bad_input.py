"""Every form of this room, given what people and machines send: an answer in words, never an error page."""

from itertools import cycle

import pytest
from django.urls import reverse

from organizers.models import Organizer, Person, RepresentativeInvitation
from tests.cast import make_person, sees_all
from tests.organizers.helpers import application, town

LONG = "Ž" * 5000
ODD = {
    "control characters": "Ime\x00\x07prezime",
    "bidi override": "Ime \u202eprezime",
    "zero width": "Ime\u200bprezime",
}
KEPT = {
    "script": "<script>alert(1)</script> & ime",
    "emoji": "Ime 👩‍🏫 prezime",
    "cyrillic": "Ђорђе Његош",
}


@pytest.fixture
def forms(banja_luka, doboj, jelena, milica, novi_krug):
    """name → (who, address, good form, its text fields)"""
    elsewhere = town(doboj, "Teslić", "teslic")
    person = make_person(novi_krug, "Petar Vuković")
    with sees_all():
        good = application(novi_krug.municipality, jib="4400123450999", name="Zeleni talas")
        good["municipality"] = good["municipality"].pk
        returned = Organizer.objects.create(
            service=banja_luka,
            name="Vraćeni",
            kind="association",
            jib="4400000009999",
            registration_number="1",
            municipality=novi_krug.municipality,
            email="v@example.org",
            status="returned",
            registered_by=jelena,
        )
        returned.representatives.create(service=banja_luka, user=jelena, role="representative")
    desk = [banja_luka.slug, novi_krug.pk]
    human = {"full_name": "Novo Ime", "position": "član", "email": "n@example.org", "phone": "051 000 000"}
    contacts = {key: good[key] for key in ("address", "email", "phone", "responsible_person")}
    words = ["name", "name_cyrl", "jib", "registration_number", "email", "phone", "address"]
    own = novi_krug.own_query
    return elsewhere, {
        "register": (jelena, reverse("organizers:register"), good, words),
        "correct": (jelena, reverse("organizers:correct") + returned.own_query, good, words),
        "contacts": (jelena, reverse("organizers:organization") + own, contacts, list(contacts)),
        "add person": (jelena, reverse("organizers:add_person") + own, human, list(human)),
        "change person": (jelena, reverse("organizers:change_person", args=[person.pk]), human, list(human)),
        "invite": (
            jelena,
            reverse("organizers:invite") + own,
            {"email": "x@example.org", "role": "contact"},
            ["email"],
        ),
        "desk invite": (
            milica,
            reverse("organizers:desk_invite", args=desk),
            {"email": "x@example.org", "role": "contact"},
            ["email"],
        ),
        "desk change": (milica, reverse("organizers:desk_change", args=desk), good, words),
        "return": (milica, reverse("organizers:return", args=[banja_luka.slug, returned.pk]), {}, []),
        "pause": (milica, reverse("organizers:pause", args=desk), {"reason": "Razlog"}, ["reason"]),
        "close": (milica, reverse("organizers:close", args=desk), {"reason": "Razlog"}, ["reason"]),
    }


NAMES = [
    "register",
    "correct",
    "contacts",
    "add person",
    "change person",
    "invite",
    "desk invite",
    "desk change",
    "return",
    "pause",
    "close",
]


def rows():
    with sees_all():
        return [model.objects.count() for model in (Organizer, Person, RepresentativeInvitation)]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_form_is_answered_with_words_beside_the_fields(client, forms, name):
    who, url, _, _ = forms[1][name]
    client.force_login(who)
    before = rows()

    answer = client.post(url, {})

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert 'class="error"' in answer.text
    assert rows() == before


@pytest.mark.parametrize("name", NAMES)
def test_characters_nobody_can_see_are_refused_and_the_rest_is_kept(client, forms, name):
    who, url, good, words = forms[1][name]
    client.force_login(who)
    for field, odd in zip(words, cycle(ODD.values()), strict=False):
        answer = client.post(url, good | {field: odd})
        assert (answer.status_code, field) == (422, field)
        others = [value for key, value in good.items() if key in words and key != field]
        assert [value for value in others if str(value) not in answer.text] == []


@pytest.mark.parametrize("name", NAMES)
def test_too_long_is_refused_beside_the_field(client, forms, name):
    who, url, good, words = forms[1][name]
    client.force_login(who)
    for field in words:
        assert client.post(url, good | {field: LONG}).status_code == 422


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("name", NAMES)
def test_unusual_words_are_accepted_or_refused_and_always_escaped(client, forms, name, kept):
    who, url, good, words = forms[1][name]
    client.force_login(who)
    odd = dict.fromkeys(words, KEPT[kept])

    refused = client.post(url, good | odd | {"is_another": "on"})
    accepted = client.post(url, good | odd | {"is_another": "on"} | strict(good), follow=True)

    assert (refused.status_code, accepted.status_code) in {(422, 200), (422, 422), (302, 200), (302, 422)}
    assert "<script>alert" not in refused.text + accepted.text


def strict(good):
    """The fields that take no words."""
    names = ("jib", "registration_number", "email", "phone")
    return {name: good[name] for name in names if name in good}


@pytest.mark.parametrize("name", ["register", "correct", "desk change"])
@pytest.mark.parametrize(
    "value", ["", "x", "-1", "0", "99999999999999999999999", "1\x00", "<b>", "elsewhere"]
)
def test_a_municipality_is_chosen_from_the_list(client, forms, name, value):
    elsewhere, table = forms
    who, url, good, _ = table[name]
    client.force_login(who)

    answer = client.post(url, good | {"municipality": elsewhere.pk if value == "elsewhere" else value})

    # Anybody may register anywhere; a record does not move to another service.
    allowed = name == "register" and value == "elsewhere"
    assert answer.status_code == (302 if allowed else 422)


@pytest.mark.parametrize("field", ["kind", "fields_of_work", "revision", "role", "conditions"])
@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_choice_or_number_is_no_error_page(client, forms, name, field):
    who, url, good, _ = forms[1][name]
    client.force_login(who)
    for value in ["x", "9" * 40, "\x00"]:
        assert client.post(url, good | {field: value}).status_code in {302, 422}


@pytest.mark.parametrize(
    "jib", ["440012345000", "44001234500088", "44001234500O8", "٤٤٠٠١٢٣٤٥٠٠٠٨", "4400123450008 1"]
)
def test_a_jib_has_thirteen_plain_digits(client, forms, jib):
    who, url, good, _ = forms[1]["register"]
    client.force_login(who)
    answer = client.post(url, good | {"jib": jib})
    assert answer.status_code == 422
    assert "JIB ima 13 cifara" in answer.text


@pytest.mark.parametrize("jib", ["4400 123 450 998", "44-001.23450998", " 4400123450998 "])
def test_a_jib_may_be_spaced(client, forms, jib):
    who, url, good, _ = forms[1]["register"]
    client.force_login(who)
    assert client.post(url, good | {"jib": jib}).status_code == 302
    with sees_all():
        assert Organizer.objects.filter(jib="4400123450998").exists()


@pytest.mark.parametrize("value", ["", "x", "%00", "999999"])
def test_an_organizer_that_is_not_ones_own_is_not_found(client, forms, value):
    who = forms[1]["register"][0]
    client.force_login(who)
    assert client.get(reverse("organizers:people") + f"?organizator={value}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "a" * 3000, "?stanje=x&vrsta=y&opstina=z&oblast=w", "?strana=-1", "?red=%27"]
)
def test_an_odd_address_of_a_list_still_shows_it(client, forms, query):
    who = forms[1]["desk change"][0]
    client.force_login(who)
    assert client.get(f"/banja-luka/rad/organizatori/{query}").status_code == 200


def test_a_company_without_its_conditions_is_told_which_field(client, forms):
    who, url, good, _ = forms[1]["register"]
    client.force_login(who)
    answer = client.post(url, good | {"kind": "company", "conditions": ["willing", "no-profit"]})
    assert answer.status_code == 422
    assert "Potrebno je svih šest uslova" in answer.text
    # What was ticked stays, and the part for companies stands open.
    assert answer.text.count("checked") >= 3
    assert "<details open>" in answer.text

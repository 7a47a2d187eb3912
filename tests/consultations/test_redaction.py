"""What tells who asked is found in every script and case, and words stand in its place."""

import pytest

from consultations.names import Name, Names
from consultations.redaction import contacts_in, people_in, redact, still_in
from vsrs.text import to_cyrillic

NAMES = Names(
    [
        Name("Jelena", "[ime]"),
        Name("Marić", "[ime]"),
        Name("Petar", "[ime]"),
        Name("Ana", "[ime]"),
        Name("Banja Luka", "[mjesto]"),
        Name("Srbac", "[mjesto]"),
        Name("Doboj", "[mjesto]"),
        Name("Jezero", "[mjesto]", only_capital=True),
        Name("Novi krug", "[organizator]"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jelena, Jeleni, Jelenu, Jelenom, Jelenin", 5),
        ("Marić Marića Mariću Marićem Marićeva MARIĆ", 6),
        ("bez kvačica: Maric, Marica", 2),
        ("jelena marić", 2),
        ("Petar i Petru", 2),
        ("Ana, Ane, Ani, Anin; an ana ane", 4),
        ("iz Banje Luke, u Banjoj Luci, Banjom-Lukom", 3),
        ("u Srpcu, iz Srpca, srbački", 3),
        ("dobojski, Doboju", 2),
        ("na Jezeru; na jezeru", 1),
        ("„Novi krug“, Novog kruga, novim krugom, NOVI KRUG", 4),
        ("novi volonteri u krug", 0),
        ("mart, marka, maraton, petak, jelen", 0),
    ],
)
@pytest.mark.parametrize("script", [str, to_cyrillic], ids=["latin", "cyrillic"])
def test_names_are_found_in_every_form(text, found, script):
    assert len(NAMES.find(script(text))) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Piše Vam Jelena Marić.", "Piše Vam [ime]."),
        ("Volonterka Sanja Petrović i Marko Kovač dolaze.", "Volonterka [ime] i [ime] dolaze."),
        ("Радимо у Бањој Луци и Новом кругу.", "Radimo u [mjesto] i [organizator]."),
        (
            "Pišite na jelena.maric@novikrug.org ili www.novikrug.org.",
            "Pišite na [e-mail] ili [adresa na internetu].",
        ),
        ("Tel. 065/123-456, +387 51 222 333", "Tel. [telefon], [telefon]"),
        ("JIB 4400123450008, zahtjev BL-Z-2026-0031", "JIB [JIB], zahtjev [broj]"),
        ("Od 5. 12. 2026. do 12.12.2026. i 3. maja", "Od [datum] do [datum] i [datum]"),
        ("Počinje 5. 12. 2026. Da li je to rano?", "Počinje [datum]. Da li je to rano?"),
        ("Ima 16 godina i 25 korisnika.", "Ima [broj] godina i [broj] korisnika."),
        ("Akcija „Zelena subota“ i riječ „naknada“", "Akcija [naziv] i riječ „naknada“"),
        (
            "Član 8 Zakona (Službeni glasnik Republike Srpske, broj 89/13)",
            "Član 8 Zakona (Službeni glasnik Republike Srpske, broj 89/13)",
        ),
        ("Za Božić pitamo Republiku Srpsku.", "Za Božić pitamo Republiku Srpsku."),
    ],
)
def test_words_in_brackets_take_their_place(text, expected):
    assert redact(text, NAMES) == expected


def test_people_nobody_knows_are_noticed_and_places_are_none():
    places = Names([Name("Teslić", "[mjesto]"), Name("Banja Luka", "[mjesto]")])

    found = people_in("Sanja Petrović i Nikola iz Teslića rade u Banjoj Luci.", places)

    assert found == {"Sanja Petrović", "Petrović", "Nikola"}


def test_what_still_tells_who_asked_is_listed_once():
    contacts = contacts_in("Zovite 051/222-333 ili +387 65 123 456, ured@Novi-krug.org, 3 dana")

    told = still_in(
        "jelena iz Doboja, Jelena: 065 123-456, URED@novi-krug.org; 3 dana, 051 999 999", NAMES, contacts
    )

    assert told == ["jelena", "Doboja", "Jelena", "065 123-456", "URED@novi-krug.org"]

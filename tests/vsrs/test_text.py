import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vsrs.text import clean_words, fold, needles, normalise_email, phone, sort_key, sort_key_cyrillic


@pytest.mark.parametrize(
    "same",
    [
        ["Đorđe", "Djordje", "đorđe", "ЂОРЂЕ", "Dorde", "  Đorđe. "],
        ["mlijeko", "mleko", "млијеко", "MLEKO"],
        ["Izvještaj", "izveštaj", "izvjestaj", "ИЗВЈЕШТАЈ"],
        ["nedjelja", "nedelja", "Недјеља"],
        ["gdje", "gde", "гдје"],
        ["Džemal Čolić", "dzemal colic", "Џемал Чолић", "DŽEMAL  ČOLIĆ"],
        ["d.o.o. Novi krug", "doo Novi krug", "D.O.O. „Novi krug“"],
        ["C.E.Z.A.R.", "Cezar", "CEZAR"],
        ["Banja-Luka", "Banja Luka", "Бања Лука", "banja\u00a0luka"],
        ["s\u030cator", "šator", "sator"],
        ["ﬁlm", "film"],
        ["Łódź", "lodz"],
    ],
)
def test_one_word_written_in_many_ways_is_one_word_to_a_search(same):
    assert {fold(text) for text in same} == {fold(same[0])}


def test_different_words_stay_different():
    words = ["Jelena", "Elena", "akcija", "akcije", "Marija", "Mara", "Bojan", "Boban", "2025", "2026"]

    assert len({fold(word) for word in words}) == len(words)


def found(query, text):
    return all(any(form in fold(text) for form in forms) for forms in needles(query))


NAMES = ["Bijeljina", "Бијељина", "Mjesto", "Srijeda", "Primjer", "Volontiranje djece", "Njegoš", "Ljubinje"]


@pytest.mark.parametrize("name", [*NAMES, "Prijedor", "Opština Višegrad", "Izvještaj", "d.o.o. Cvijet"])
def test_a_name_is_found_by_as_much_of_it_as_is_typed_so_far(name):
    misses = [name[:length] for length in range(1, len(name) + 1) if not found(name[:length], name)]

    assert misses == []


def test_a_cut_word_does_not_find_everything_with_its_letters():
    assert [name for name in ["Bijeljina", "Bileća", "Banja Luka", "Doboj"] if found("bij", name)] == [
        "Bijeljina"
    ]


@given(st.text(max_size=60))
def test_folding_gives_plain_words(text):
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


IN_LATIN_ORDER = [
    *("2 koraka", "Akcija", "Cazin", "Cvijet", "Čajniče", "Čelinac", "Ćuprija", "Dabar", "Duga", "Dvorište"),
    *("Džep", "Đak", "Edukacija", "Lipa", "Luka", "Ljubinje", "Maglaj", "Novi Grad", "Novi krug", "Njegoš"),
    *("Opština", "Quest", "Rast", "Sunce", "Šamac", "Tuzla", "Višegrad", "Web", "Zvornik", "Žepče"),
]
IN_CYRILLIC_ORDER = [
    *(
        "Аница",
        "Бијељина",
        "Вид",
        "Гацко",
        "Добој",
        "Ђурђа",
        "Ера",
        "Жепче",
        "Зворник",
        "Иво",
        "Јања",
        "Кнез",
    ),
    *(
        "Лука",
        "Љубиње",
        "Мркоњић",
        "Нови",
        "Његош",
        "Обуд",
        "Пале",
        "Рудо",
        "Срб",
        "Требиње",
        "Ћифт",
        "Укрина",
    ),
    *("Фоча", "Хан", "Цер", "Чајниче", "Џеп", "Шамац"),
]


@pytest.mark.parametrize(
    ("key", "ordered"),
    [
        (sort_key, IN_LATIN_ORDER),
        (sort_key_cyrillic, [*IN_CYRILLIC_ORDER, "Quest"]),
        # Two letters, not one, so it stands before every nj.
        (sort_key, ["injekcija", "inozemstvo", "inženjer", "inje"]),
        (sort_key, ["Čačak", "Čapljina", "Čavić"]),
    ],
)
def test_names_stand_in_the_order_of_a_serbian_dictionary(key, ordered):
    shuffled = random.Random(7).sample(ordered, len(ordered))

    assert sorted(shuffled, key=lambda name: key(name).encode()) == ordered


def test_the_script_of_a_name_does_not_move_it_in_a_list():
    assert sort_key("Љубиња Џеп") == sort_key("Ljubinja Džep")
    assert sort_key_cyrillic("Ljubinja Džep") == sort_key_cyrillic("Љубиња Џеп")


def test_quotes_and_case_do_not_move_a_name_in_a_list():
    assert sort_key("Udruženje „Novi krug“") == sort_key("UDRUŽENJE NOVI KRUG")


@given(st.text(max_size=40))
def test_keys_are_plain_ascii(text):
    assert sort_key(text).isascii()
    assert sort_key_cyrillic(text).isascii()


@pytest.mark.parametrize(
    "text",
    [
        "Đurđa Ćetković",
        "Радослав Џакула",
        "Hvala 👍🏽, učiteljice 👩🏽‍🏫 i pravnici ⚖️",
        "<script>alert(1)</script>",
        "O'Brien & sinovi; DROP TABLE",
        "مرحبا, 你好",
    ],
)
def test_words_of_any_language_and_emoji_pass_unchanged(text):
    assert clean_words(text) == text


def test_letters_typed_in_two_parts_are_stored_as_one():
    assert clean_words("s\u030cator") == "šator"


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00",
        "\x07",
        "\n",
        "\t",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\ud800",
    ],
)
def test_what_cannot_be_seen_is_refused_with_a_sentence(hidden):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            clean_words(f"Ana{hidden}Anić")
        said = refused.value.messages

    assert said == ["Remove the invisible characters: type this text again instead of pasting it."]


def test_lines_keep_their_ends_and_lose_the_carriage_returns_of_browsers():
    assert clean_words("prvi\r\ndrugi\tkraj\rtreći", lines=True) == "prvi\ndrugi\tkraj\ntreći"


def test_two_spellings_of_an_address_are_one_person():
    assert normalise_email(" Ana.Anić@PRIMJER.ba ") == normalise_email("ana.anic\u0301@primjer.ba")


@pytest.mark.parametrize(
    ("stored", "here", "in_english"),
    [
        ("051 000 000", "051 000 000", "+387 51 000 000"),
        ("+381 11 000 0000", "+381 11 000 0000", "+381 11 000 0000"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_telephone_number_is_shown_as_its_reader_dials_it(stored, here, in_english):
    with translation.override("sr-latn"):
        shown = [phone(stored)]
    with translation.override("en"):
        shown.append(phone(stored))

    assert shown == [here, in_english]

"""The small markup: what it draws, and that nothing a person types becomes HTML."""

import pytest
from django.utils import translation

from vsrs.ui.marked import lead_of, marked


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Jedan\nred\n\nDrugi", "<p>Jedan<br>red</p>\n<p>Drugi</p>"),
        ("## Naslov\nTekst", "<h2>Naslov</h2>\n<p>Tekst</p>"),
        ("- prvo\n- drugo", "<ul><li>prvo</li><li>drugo</li></ul>"),
        ("Uvod:\n1. prvo\n2) drugo\nkraj", "<p>Uvod:</p>\n<ol><li>prvo</li><li>drugo</li></ol>\n<p>kraj</p>"),
        ("**Važno** je", "<p><strong>Važno</strong> je</p>"),
        ("[kalendar](/obuke/)", '<p><a href="/obuke/">kalendar</a></p>'),
        (
            "[zakon](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2">zakon</a></p>',
        ),
        ("", ""),
        ("5 * 3 ** 2", "<p>5 * 3 ** 2</p>"),
    ],
)
def test_markup(text, drawn):
    assert marked(text) == drawn


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**<img src=x onerror=alert(1)>**",
        "[x](javascript:alert(1))",
        "[x](//zlo.example)",
        '[x](https://a.example/"onclick="alert(1))',
        "[<b>](/obuke/)",
        "- <svg onload=alert(1)>",
        "[a](data:text/html,x)",
    ],
)
def test_nothing_typed_becomes_html(text):
    drawn = marked(text)

    for harm in ("<script", "<img", "<svg", "<b>", 'href="javascript', 'href="//', 'href="data', '"onclick'):
        assert harm not in drawn


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        ("sr", '<p><a href="/sr/obuke/">календар</a> <strong>обука</strong></p>'),
        ("en", '<p><a href="/en/obuke/">kalendar</a> <strong>obuka</strong></p>'),
    ],
)
def test_it_speaks_the_script_and_language_of_the_page(code, drawn):
    with translation.override(code):
        assert marked("[kalendar](/obuke/) **obuka**") == drawn


def test_the_lead_is_the_first_paragraph_in_plain_words():
    assert lead_of("## Naslov\n\n**Volonter** je [ovdje](/obuke/).\n\nDalje") == "Volonter je ovdje."
    assert lead_of("## Odgovor\n\nPoštovane kolege,\n\nDovoljno je četiri.") == "Dovoljno je četiri."
    assert lead_of("riječ " * 60).endswith("riječ…")
    assert len(lead_of("riječ " * 60)) <= 201

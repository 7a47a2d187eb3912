"""Tags that do what Django's do with less work, and parts of a page that are drawn once."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch
from django.utils import translation

LANGUAGES = ("sr-latn", "sr", "en")


def drawn(source, **values):
    return Template(source).render(Context(values))


def in_django(source, **values):
    """The same drawn by the tags of Django itself."""
    own = "{% load i18n %}" + source
    template = Template(own)
    return template.render(Context(values))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Trainings" %}',
        '{% translate "Book" context "verb" %}',
        '{% translate "Order" context "list" as word %}<{{ word }}>',
        '{% translate "100% & more" %}',
        '{% translate "Trainings" noop %}',
        "{% translate word %}",
        '{% translate "trainings"|capfirst %}',
        '{% trans "No such words at all" %}',
    ],
)
def test_words_are_those_of_django(language, source):
    with translation.override(language):
        assert drawn(source, word="Trainings & <b>") == in_django(source, word="Trainings & <b>")


def test_addresses_follow_the_language():
    source = '{% url "services:page" slug %}'
    for language, prefix in (("sr-latn", ""), ("sr", "/sr"), ("en", "/en"), ("sr-latn", "")):
        with translation.override(language):
            assert drawn(source, slug="doboj") == f"{prefix}/doboj/"
            assert drawn('{% url "services:page" slug="doboj" as here %}{{ here }}') == f"{prefix}/doboj/"


def test_an_address_that_does_not_exist_is_an_error_unless_it_is_kept_in_a_word():
    with pytest.raises(NoReverseMatch):
        drawn('{% url "no-such-page" %}')

    assert drawn('{% url "no-such-page" as here %}[{{ here }}]') == "[]"


def test_a_kept_part_is_drawn_once_for_each_value_and_language():
    template = Template("{% kept key %}{% firstof said %}{% endkept %}")

    def draw(**values):
        return template.render(Context(values))

    assert draw(key=1, said="one") == "one"
    assert draw(key=1, said="another") == "one"
    assert draw(key=(1, "x"), said="two") == "two"
    with translation.override("en"):
        assert draw(key=1, said="three") == "three"
    assert draw(key=1, said="four") == "one"


def test_a_kept_part_ends_somewhere():
    with pytest.raises(TemplateSyntaxError, match="endkept"):
        Template("{% kept key %}never")

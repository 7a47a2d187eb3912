import datetime as dt
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailField
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext, to_locale

from vsrs import messages
from vsrs.messages import build, entry_problems, messages_in_python, messages_in_template, problems, write


def found(messages):
    return [(*message.key, message.plural) for message in messages]


def test_words_are_found_in_python():
    source = """
_("One"); gettext_lazy("Two " "halves"); ngettext("%(n)s seat", "%(n)s seats", n)
pgettext("button", "Search"); npgettext("c", "a", "b", 3); _("long " + "line");
translation.gettext("attribute"); _(computed); _(f"{x}"); other("no"); _("")
"""

    assert found(messages_in_python(source)) == [
        (None, "One", None),
        (None, "Two halves", None),
        (None, "%(n)s seat", "%(n)s seats"),
        ("button", "Search", None),
        ("c", "a", "b"),
        (None, "long line", None),
        (None, "attribute", None),
    ]


def test_words_are_found_in_templates():
    source = """
{% translate "Plain" %} {% trans 'Old' %} {% translate "Search" context "button" %} {{ _("In a variable") }}
{% tag _("Draft") "warning" title=_("It's") %} {{ x|default:_("none") }} _("just text") gettext("text too")
{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}
{% blocktranslate trimmed count n=seats %}
  {{ n }} seat
{% plural %}
  {{ n }} seats
{% endblocktranslate %}
{% blocktranslate context "c" %}100% sure{% endblocktranslate %}
{% comment %}{% translate "no" %}{% endcomment %}
"""

    assert found(messages_in_template(source)) == [
        (None, "Plain", None),
        (None, "Old", None),
        ("button", "Search", None),
        (None, "In a variable", None),
        (None, "Draft", None),
        (None, "It's", None),
        (None, "none", None),
        (None, "Hello %(name)s", None),
        (None, "%(n)s seat", "%(n)s seats"),
        ("c", "100%% sure", None),
    ]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project of one app and shared templates, without other people's packages."""
    monkeypatch.setattr(messages, "THIRD_PARTY", [])
    (tmp_path / "trainings").mkdir()
    (tmp_path / "trainings" / "views.py").write_text('_("Seat")\n_("Row")\n')
    (tmp_path / "templates" / "trainings").mkdir(parents=True)
    (tmp_path / "templates" / "trainings" / "list.html").write_text(
        "{% blocktranslate count n=n %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}"
    )
    (tmp_path / "templates" / "base.html").write_text('{% translate "Seat" %}')
    (tmp_path / "vsrs").mkdir()
    return tmp_path


def latin(project, folder="trainings/locale"):
    return project / folder / "sr_Latn" / "LC_MESSAGES" / "django.po"


def fill(path, **forms):
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        form = forms.get(entry.msgid.replace("%(n)s ", ""))
        if isinstance(form, list):
            entry.msgstr_plural = dict(enumerate(form))
        elif form:
            entry.msgstr = form
    catalogue.save()


def translated(project):
    write(build(project))
    fill(latin(project), Seat="Mjesto", Row="Red", seat=["%(n)s mjesto", "%(n)s mjesta", "%(n)s mjesta"])
    write(build(project))
    return project


def test_a_new_catalogue_waits_for_translators(project):
    write(build(project))
    catalogue = polib.pofile(str(latin(project)))

    assert [(entry.msgid, entry.translated()) for entry in catalogue] == [
        ("%(n)s seat", False),
        ("Row", False),
        ("Seat", False),
    ]
    assert any("is not translated" in problem for problem in problems(project, build(project)))


def test_the_same_words_elsewhere_take_the_same_translation(project):
    shared = polib.pofile(str(latin(translated(project), "locale")))

    assert [(entry.msgid, entry.msgstr) for entry in shared] == [("Seat", "Mjesto")]


def test_cyrillic_is_made_from_latin_and_compiled(project):
    folder = translated(project) / "trainings" / "locale" / "sr" / "LC_MESSAGES"
    compiled = polib.mofile(str(folder / "django.mo"))

    assert {entry.msgid: entry.msgstr or list(entry.msgstr_plural.values()) for entry in compiled} == {
        "%(n)s seat": ["%(n)s мјесто", "%(n)s мјеста", "%(n)s мјеста"],
        "Row": "Ред",
        "Seat": "Мјесто",
    }


def test_doing_it_again_changes_nothing(project):
    assert write(build(translated(project))) == []
    assert problems(project, build(project)) == []


def test_words_that_left_the_code_leave_the_catalogue(project):
    (translated(project) / "trainings" / "views.py").write_text('_("Seat")\n')
    write(build(project))

    assert [entry.msgid for entry in polib.pofile(str(latin(project)))] == ["%(n)s seat", "Seat"]


def test_a_compiled_file_that_lags_behind_is_told(project):
    fill(latin(translated(project)), Row="Vrsta")

    assert problems(project, build(project)) == [
        f"trainings/locale/{path} is out of date; run manage.py messages."
        for path in (
            "sr_Latn/LC_MESSAGES/django.mo",
            "sr/LC_MESSAGES/django.po",
            "sr/LC_MESSAGES/django.mo",
        )
    ]


def test_one_msgid_translated_in_two_ways_is_told(project):
    fill(latin(translated(project), "locale"), Seat="Sjedište")
    write(build(project))

    assert problems(project, build(project)) == [
        "“Seat” is translated in more than one way: ('Mjesto',) / ('Sjedište',)"
    ]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "complaint"),
    [
        ("Hello %(name)s", "Zdravo %(ime)s", "other placeholders"),
        ("Hello %s", "Zdravo", "other placeholders"),
        ("<b>{n}</b> seats", "{n} mjesta", "other placeholders"),
        ("Report", "Izveštaj", "izvještaj"),
        ("Sunday", "nedelja", "nedjelja"),
        ("Wednesday", "sreda", "srijeda"),
        ("Send", "Pošalji ", "pošaljite"),
        ("Done", "Uspješno!", "exclamation"),
        ("Enter your name", "Unesite vaše ime", "Vi, Vaš"),
        ("Place", "Mesto", "mjesto"),
    ],
)
def test_a_translation_that_breaks_or_offends_is_told(msgid, msgstr, complaint):
    told = entry_problems(polib.POEntry(msgid=msgid, msgstr=msgstr))

    assert [complaint in problem for problem in told] == [True]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Your seats: %(n)s", "Vaša mjesta: %(n)s"),
        ("Weekly", "Sedmično"),
        ("100%%", "100%%"),
        (":?.!", ":?.!"),
    ],
)
def test_a_good_translation_passes(msgid, msgstr):
    assert entry_problems(polib.POEntry(msgid=msgid, msgstr=msgstr)) == []


def test_the_portal_is_translated_whole_and_the_files_are_up_to_date():
    assert problems(settings.BASE_DIR, build(settings.BASE_DIR)) == []


SEATS = {
    "sr-latn": {
        1: "mjesto",
        2: "mjesta",
        5: "mjesta",
        11: "mjesta",
        21: "mjesto",
        22: "mjesta",
        25: "mjesta",
    },
    "sr": {1: "мјесто", 2: "мјеста", 5: "мјеста", 11: "мјеста", 21: "мјесто", 22: "мјеста", 25: "мјеста"},
    "en": {1: "seat", 2: "seats", 5: "seats", 11: "seats", 21: "seats", 22: "seats", 25: "seats"},
}
DAYS = {
    "sr-latn": {1: "dan", 2: "dana", 5: "dana", 11: "dana", 21: "dan", 22: "dana", 25: "dana"},
    "sr": {1: "дан", 2: "дана", 5: "дана", 11: "дана", 21: "дан", 22: "дана", 25: "дана"},
    "en": {1: "day", 2: "days", 5: "days", 11: "days", 21: "days", 22: "days", 25: "days"},
}


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_plurals_have_the_forms_of_their_language(language):
    with translation.override(language):
        days = {n: (ngettext("%(num)d day", "%(num)d days", n) % {"num": n}).split()[1] for n in DAYS["en"]}
        seats = {
            n: ngettext("{total} seat", "{total} seats", n).removeprefix("{total} ") for n in SEATS["en"]
        }

    assert days == DAYS[language]
    assert seats == SEATS[language]


def test_english_never_falls_back_to_serbian():
    template = Template(
        '{% load i18n %}{% translate "This field is required." %} '
        "{% blocktranslate count n=n %}{{ n }} training{% plural %}{{ n }} trainings{% endblocktranslate %}"
    )
    with translation.override("en"):
        shown = [template.render(Context({"n": n})) for n in (1, 2)]
        shown += [gettext("Sign Out"), pgettext("abbrev. month", "Nov."), gettext("no such msgid")]

    assert shown == [
        "This field is required. 1 training",
        "This field is required. 2 trainings",
        *("Sign Out", "Nov.", "no such msgid"),
    ]


def test_django_looks_for_serbian_latin_where_we_keep_it():
    assert (to_locale("sr-latn"), to_locale("sr")) == (messages.LATIN, messages.CYRILLIC)


@pytest.mark.parametrize(
    ("language", "required", "address", "password"),
    [
        (
            "sr-latn",
            "Popunite ovo polje.",
            "Unesite adresu e-pošte, na primjer ana@primjer.ba.",
            "Lozinka je prekratka. Unesite najmanje 10 znakova.",
        ),
        (
            "sr",
            "Попуните ово поље.",
            "Унесите адресу е-поште, на примјер ana@primjer.ba.",
            "Лозинка је прекратка. Унесите најмање 10 знакова.",
        ),
        (
            "en",
            "This field is required.",
            "Enter a valid email address.",
            "This password is too short. It must contain at least 10 characters.",
        ),
    ],
)
def test_djangos_own_refusals_speak_our_way(language, required, address, password):
    said = []
    with translation.override(language):
        for refuse, value in (
            (CharField().clean, ""),
            (EmailField().clean, "nije adresa"),
            (MinimumLengthValidator(10).validate, "kratka"),
        ):
            with pytest.raises(ValidationError) as refused:
                refuse(value)
            said += refused.value.messages

    assert said == [required, address, password]


def test_all_that_others_can_say_in_serbian_is_said_by_us():
    """Nothing that a page of Django, allauth or django-filter shows falls through to their translation."""
    ours = polib.pofile(str(Path(settings.BASE_DIR, "locale/sr_Latn/LC_MESSAGES/django.po")))
    known = {(entry.msgctxt, entry.msgid) for entry in ours if entry.translated()}
    packages = Path(polib.__file__).parent
    wanted = {
        message.key
        for place in messages.THIRD_PARTY
        for path in messages._sources(packages / place)
        for message in messages.messages_in(path)
    }

    assert len(wanted) > 400
    assert wanted <= known


@pytest.mark.parametrize(
    ("passed", "latin", "cyrillic", "english"),
    [
        ({"seconds": 1}, "prije 1_sekundu", "прије 1_секунду", "a second ago"),
        ({"minutes": 5}, "prije 5_minuta", "прије 5_минута", "5_minutes ago"),
        ({"hours": 21}, "prije 21_sat", "прије 21_сат", "21_hours ago"),
        ({"days": 2}, "prije 2_dana", "прије 2_дана", "2_days ago"),
        ({"weeks": 1}, "prije 1_sedmicu", "прије 1_седмицу", "1_week ago"),
    ],
)
def test_how_long_ago_is_told_in_the_right_case(passed, latin, cyrillic, english):
    moment = timezone.now() - dt.timedelta(**passed, milliseconds=100)
    said = []
    for language in ("sr-latn", "sr", "en"):
        with translation.override(language):
            said.append(naturaltime(moment).replace("\u00a0", "_"))

    assert said == [latin, cyrillic, english]

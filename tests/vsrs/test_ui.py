"""The interface kit: what its tags draw, and that nothing in it lets markup through."""

import datetime as dt
import re
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from vsrs import places
from vsrs.context import Portal
from vsrs.places import Place
from vsrs.ui import charts
from vsrs.ui.geometry import on_map, on_sign, thread
from vsrs.ui.sign import sign
from vsrs.ui.writing import two_lines

TOWNS = {
    "banja-luka": ("Banja Luka", "Бања Лука", 44.7722, 17.191),
    "bijeljina": ("Bijeljina", "Бијељина", 44.7587, 19.2144),
    "derventa": ("Derventa", "Дервента", 44.9783, 17.9075),
    "doboj": ("Doboj", "Добој", 44.7318, 18.087),
    "gradiska": ("Gradiška", "Градишка", 45.1458, 17.2539),
    "laktasi": ("Laktaši", "Лакташи", 44.9081, 17.3014),
    "mrkonjic-grad": ("Mrkonjić Grad", "Мркоњић Град", 44.4173, 17.0869),
    "novi-grad": ("Novi Grad", "Нови Град", 45.0464, 16.3781),
    "srbac": ("Srbac", "Србац", 45.0978, 17.5256),
    "srebrenica": ("Srebrenica", "Сребреница", 44.1064, 19.2972),
    "trebinje": ("Trebinje", "Требиње", 42.7117, 18.3436),
}
ELEVEN = tuple(
    Place(pk, slug, f"LVS {latin}", f"ЛВС {cyrillic}", latin, cyrillic, lat, lon)
    for pk, (slug, (latin, cyrillic, lat, lon)) in enumerate(TOWNS.items(), 1)
)
MOMENT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Sarajevo"))
NASTY = '<script>alert("x")</script>'

# As the design drew them: the eleven towns stand where the hand-made sign and map had them.
DRAWN_SIGN = {
    "banja-luka": (13.5, 10.1),
    "bijeljina": (37.3, 10.4),
    "derventa": (22.0, 6.8),
    "doboj": (24.1, 10.8),
    "gradiska": (14.3, 4.0),
    "laktasi": (14.8, 7.9),
    "mrkonjic-grad": (12.3, 16.0),
    "novi-grad": (4.0, 5.6),
    "srbac": (17.5, 4.8),
    "srebrenica": (38.3, 21.1),
    "trebinje": (27.1, 44.0),
}
DRAWN_MAP = {"banja-luka": (36.23, 22.34), "srebrenica": (88.11, 45.30), "trebinje": (64.62, 93.39)}


@pytest.fixture(autouse=True)
def _eleven(settings):
    settings.ROOT_URLCONF = "tests.vsrs.urls_for_ui"
    settings.PLACES_SECONDS = 1000
    places.remember([(p.pk, p.slug, p.name, p.name_cyrl, p.town, p.town_cyrl, p.lat, p.lon) for p in ELEVEN])
    yield
    places.forget()


def asked(path="/", **extra):
    request = RequestFactory().get(path, **extra)
    request.user = AnonymousUser()
    return request


def render(source, request=None, **context):
    return engines["django"].from_string(source).render(context, request or asked())


# --- the sign and the map -----------------------------------------------------------------------


def test_the_eleven_towns_land_where_the_design_drew_them():
    assert {place.slug: on_sign(place) for place in ELEVEN} == DRAWN_SIGN
    assert {slug: on_map(place) for place in ELEVEN if (slug := place.slug) in DRAWN_MAP} == DRAWN_MAP


def test_the_thread_joins_the_eleven_as_drawn_and_ties_in_a_twelfth():
    twelfth = Place(12, "foca", "LVS Foča", "ЛВС Фоча", "Foča", "Фоча", 43.5065, 18.7785)

    joined = thread((*ELEVEN, twelfth))

    assert len(thread(ELEVEN)) == 10
    assert len(joined) == 11
    assert ("srebrenica", "foca") in {tuple(sorted((a.slug, b.slug), reverse=True)) for a, b in joined}


def test_the_thread_closes_over_a_service_that_has_closed():
    without_doboj = tuple(place for place in ELEVEN if place.slug != "doboj")

    joined = thread(without_doboj)

    assert len(joined) == 9
    assert {slug for pair in joined for slug in (pair[0].slug, pair[1].slug)} == {
        p.slug for p in without_doboj
    }


def test_the_sign_has_a_dot_for_each_service_and_lights_one():
    drawn = sign(ELEVEN, "doboj")

    assert drawn.count("<circle") == 11
    assert drawn.count('class="here"') == 1
    assert sign(ELEVEN).count('class="here"') == 0


def test_a_town_beyond_the_edge_stays_on_the_sign():
    away = Place(13, "x", "X", "X", "X", "X", 40.0, 25.0)

    assert on_sign(away) == (39.0, 45.0)
    assert on_map(away) == (98.0, 98.0)


def test_circles_of_the_map_grow_by_area_and_a_twelfth_town_gets_its_label():
    points = [
        {"slug": "doboj", "name": "Doboj", "lat": 44.7, "lon": 18.0, "url": "/d/", "value": 100},
        {"slug": "foca", "name": "Foča", "lat": 43.5, "lon": 18.8, "url": "/f/", "value": 25},
        {"slug": "novo", "name": "Novo", "lat": 43.6, "lon": 18.9, "value": 0},
    ]

    drawn = charts.network_map(points, key="m", title="Polaznici")

    radii = [float(r) for r in re.findall(r'class="place-dot"[^>]* r="([\d.]+)%"', drawn)]
    assert radii[0] == pytest.approx(2 * radii[1], rel=0.01)
    assert radii[2] == 0.9
    assert drawn.count("<a ") == 2
    assert "Foča" in drawn


# --- charts -------------------------------------------------------------------------------------


def test_bars_start_at_zero_and_tell_missing_from_none():
    drawn = charts.bars(
        [{"label": "A", "value": 50}, {"label": "B", "value": 0}, {"label": "C", "value": None}]
    )

    assert re.findall(r'class="fill-1" width="([\d.]+)%"', drawn) == ["100.0", "0.0"]
    assert '<span class="num">0</span>' in drawn
    assert 'class="no-data"' in drawn


def test_all_drawings_bear_nothing_at_all():
    assert "<li" not in charts.bars([])
    assert charts.spark([]) == ""
    assert charts.spark([None, 3]) == ""
    assert "<li" not in charts.small_multiples([])
    assert "<svg" in charts.line_chart([], [], key="k", title="T")
    assert "<svg" in charts.line_chart(["a"], [{"name": "x", "values": [None]}], key="k", title="T")
    assert "<svg" in charts.network_map([], key="k", title="T")
    assert "<svg" in charts.target(None, 0)
    assert "<svg" in charts.steps(0, 0)


def test_a_line_breaks_where_there_is_no_data():
    drawn = charts.line_chart("abcde", [{"name": "x", "values": [1, 2, None, 4, 5]}], key="k", title="T")

    assert drawn.count("<polyline") == 2


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (91, [0, 25, 50, 75, 100]),
        (3, [0, 1, 2, 3]),
        (0, [0, 1]),
        (1612, [0, 500, 1000, 1500, 2000]),
    ],
)
def test_the_axis_ends_on_round_numbers(top, ticks):
    assert charts.nice_top(top) == (ticks[-1], ticks)


def test_a_scale_with_its_own_ends_is_drawn_between_them():
    lines = [{"name": "x", "values": [1, 3, 5]}]

    drawn = charts.line_chart("abc", lines, key="k", title="T", ticks=(1, 2, 3, 4, 5))

    axis = re.findall(r'<text x="[^"]*" y="([\d.]+)%" dy="4"[^>]*>([^<]*)<', drawn)
    assert axis == [("86.0", "1"), ("66.5", "2"), ("47.0", "3"), ("27.5", "4"), ("8.0", "5")]
    assert drawn.count('class="axis"') == 1
    (points,) = re.findall(r'points="([^"]+)"/></svg>', drawn)
    assert [point.split(",")[1] for point in points.split()] == ["86.00", "47.00", "8.00"]


def test_names_at_the_ends_of_lines_do_not_overlap():
    lines = [{"name": str(n), "values": [10, 10 + n / 10]} for n in range(3)]

    drawn = charts.line_chart("ab", lines, key="k", title="T")

    heights = sorted(int(y) for y in re.findall(r'class="end strong"[^>]* y="(\d+)"', drawn))
    assert [b - a for a, b in pairwise(heights)] == [32, 32]


def test_numbers_in_drawings_keep_the_point_whatever_the_language():
    with translation.override("sr-latn"):
        drawn = charts.bars([{"label": "A", "value": 3}, {"label": "B", "value": 1}])

    assert 'width="33.3%"' in drawn


def test_nothing_in_a_drawing_lets_markup_through():
    row = {"label": NASTY, "name": NASTY, "url": NASTY, "text": NASTY, "value": 1, "values": [1, 2]}
    point = row | {"slug": "x", "lat": 44, "lon": 18}
    drawn = [
        charts.bars([row]),
        charts.small_multiples([row]),
        charts.line_chart([NASTY], [row], key="k", title=NASTY, description=NASTY, unit=NASTY),
        charts.network_map([point], key="k", title=NASTY),
        render("{% tag x %}", x=NASTY),
        render("{% notice title=x %}{{ x }}{% endnotice %}", x=NASTY),
        render("{% panel title=x url=x link=x %}{{ x }}{% endpanel %}", x=NASTY),
        render("{% figure title=x sub=x source=x csv=x %}{{ x }}{% endfigure %}", x=NASTY),
        render("{% empty_state title=x %}{{ x }}{% endempty_state %}", x=NASTY),
        render("{% breadcrumbs x x x %}", x=NASTY),
        render("{% tile label=x value=x url=x unit=x change=1 change_text=x %}", x=NASTY),
        render('{% nav_link x "home" count=x %}', x=NASTY),
    ]

    assert [text for text in drawn if "<script" in text] == []


def test_no_drawing_or_shape_uses_inline_styles_or_handlers():
    page = render_to_string("ui/parts.html", _parts_context(), asked("/izgled/dijelovi/"))

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|data:", page)


def _parts_context():
    from vsrs.parts import SampleForm, samples

    return samples() | {"wrong": SampleForm({"hours": "12oo"}), "empty": SampleForm()}


# --- small shapes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "kind", "width"),
    [
        ("free=7 total=20", "seats", "65.0"),
        ("free=2 total=16", "seats small", "87.5"),
        ("free=0 total=16", "seats is-full", "100.0"),
        ("free=-1 total=16", "seats is-full", "100.0"),
        ("free=0 total=0", "seats is-full", "0.0"),
    ],
)
def test_seats_show_how_full_it_is(arguments, kind, width):
    drawn = render(f"{{% seats {arguments} %}}")

    assert f'<div class="{kind}">' in drawn
    assert f'class="fill" width="{width}%"' in drawn


def test_seats_say_it_in_words():
    with translation.override("en"):
        assert "<b>7</b> of 20 seats free" in render("{% seats free=7 total=20 %}")
        assert "Full, waiting list" in render("{% seats 0 16 waiting=True %}")
        assert ">20 seats<" in render("{% seats 20 20 opened=False %}")


def test_an_unknown_icon_or_kind_of_tag_fails_loudly():
    with pytest.raises(KeyError):
        render('{% icon "no-such-icon" %}')
    with pytest.raises(ValueError, match="No such kind"):
        render('{% tag "x" "purple" %}')


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("sr-latn", ("čet", "26", "nov"), "četvrtak26."),
        ("sr", ("чет", "26", "нов"), "четвртак26."),
        ("en", ("Thu", "26", "Nov"), "Thursday26"),
    ],
)
def test_the_date_block_speaks_three_languages(language, short, long):
    with translation.override(language):
        assert _words(render("{% date_block m %}", m=MOMENT)) == "".join(short)
        assert _words(render('{% date_block m weekday="long" %}', m=MOMENT)) == long


def _words(markup):
    return re.sub(r"<[^>]+>|\s", "", markup)


def test_breadcrumbs_end_with_the_page_itself():
    drawn = render('{% breadcrumbs "Obuke" "/obuke/" "Koordinacija" %}')

    assert '<a href="/obuke/">Obuke</a>' in drawn
    assert '<li aria-current="page">Koordinacija</li>' in drawn


def test_a_tile_tells_good_news_by_direction_and_zero_change_in_words():
    with translation.override("en"):
        assert 'class="up">▲ 14%' in render('{% tile label="x" value=1 change=14 %}')
        assert 'class="down">▼ 9%' in render('{% tile label="x" value=1 change=-9 %}')
        assert 'class="up">▼ 9%' in render('{% tile label="x" value=1 change=-9 better="down" %}')
        assert "no change" in render('{% tile label="x" value=1 change=0.2 %}')
        assert "no data" in render('{% tile label="x" value=none %}', none=None)


# --- writing ------------------------------------------------------------------------------------


def test_stored_text_follows_the_script_of_the_page():
    source = "{{ name }}|{{ name|script }}|{{ place|script }}|{{ place|town }}"
    with translation.override("sr"):
        assert render(source, name="Njegoš", place=ELEVEN[0]) == "Njegoš|Његош|ЛВС Бања Лука|Бања Лука"
    with translation.override("en"):
        assert render(source, name="Njegoš", place=ELEVEN[0]) == "Njegoš|Njegoš|LVS Banja Luka|Banja Luka"


def test_text_typed_in_cyrillic_is_latin_on_a_latin_page():
    person = SimpleNamespace(full_name="Љиљана Ђукић")
    shown = {}
    for language in ("sr-latn", "en", "sr"):
        with translation.override(language):
            shown[language] = render("{{ person.full_name|script }}", person=person)

    assert shown == {"sr-latn": "Ljiljana Đukić", "en": "Ljiljana Đukić", "sr": "Љиљана Ђукић"}


def test_stored_text_says_its_language_on_an_english_page_only():
    for language, said in (("en", ' lang="sr-Latn"'), ("sr", ""), ("sr-latn", "")):
        with translation.override(language):
            assert render("<h1{% in_serbian %}></h1>") == f"<h1{said}></h1>"


def test_script_does_not_make_markup_safe():
    with translation.override("sr"):
        assert "<script" not in render("{{ x|script }}", x=NASTY)


def test_a_long_name_breaks_in_the_middle():
    assert two_lines("Lokalni volonterski servis Banja Luka") == ("Lokalni volonterski", "servis Banja Luka")
    assert two_lines("Volonterski servis Republike Srpske") == ("Volonterski servis", "Republike Srpske")
    assert two_lines("VSRS") == ("VSRS", "")


# --- finding one's way --------------------------------------------------------------------------


def test_language_links_keep_the_page_and_its_conditions():
    def links(path):
        return [item["url"] for item in Portal(asked(path)).languages]

    expected = ["/obuke/?tema=1&q=%C4%8D", "/sr/obuke/?tema=1&q=%C4%8D", "/en/obuke/?tema=1&q=%C4%8D"]
    assert links("/obuke/?tema=1&q=%C4%8D") == expected
    assert links("/sr/obuke/?tema=1&q=%C4%8D") == expected
    assert links("/en/obuke/?tema=1&q=%C4%8D") == expected
    # A service whose slug only begins like a language
    assert links("/srbac/") == ["/srbac/", "/sr/srbac/", "/en/srbac/"]
    assert links("/sr/") == ["/", "/sr/", "/en/"]
    # Nobody is led out of the portal by what stands after the language
    assert links("/sr//elsewhere.example/") == [
        "/elsewhere.example/",
        "/sr/elsewhere.example/",
        "/en/elsewhere.example/",
    ]


@pytest.mark.parametrize(("language", "lang"), [("sr-latn", "sr-Latn"), ("sr", "sr-Cyrl"), ("en", "en")])
def test_the_page_names_its_language_and_script(language, lang):
    with translation.override(language):
        page = render_to_string("base_public.html", {}, asked())

    assert f'<html lang="{lang}"' in page
    assert ("heading-cyrillic" in page) == (language == "sr")


def test_navigation_marks_the_page_and_those_below_it():
    below = render('{% nav_link "x" "trainings:catalogue" %}', asked("/obuke/nesto/"))
    desk = render('{% nav_link "x" "services:desk" "doboj" exact=True %}', asked("/doboj/rad/zadaci/"))

    assert 'aria-current="page"' in below
    assert "aria-current" not in desk


@pytest.mark.parametrize("name", ["public", "service", "network"])
@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_each_base_template_stands(name, language):
    with translation.override(language):
        page = render_to_string(f"base_{name}.html", {"service": ELEVEN[0]}, asked("/obuke/"))

    assert page.count("<main") == 1
    assert page.count('id="sadrzaj"') == 1
    assert page.index('class="skip-link"') < page.index("<header")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_demo_says_so_on_every_page(settings):
    settings.DEMO = True
    assert "demo-ribbon" in render_to_string("base_public.html", {}, asked())
    settings.DEMO = False
    assert "demo-ribbon" not in render_to_string("base_public.html", {}, asked())


def test_sign_in_comes_back_to_the_page():
    assert Portal(asked("/obuke/?tema=1")).login_url.endswith("?dalje=%2Fobuke%2F%3Ftema%3D1")
    assert "dalje" not in Portal(asked("/nalog/rezervacije/")).login_url


# --- appearance ---------------------------------------------------------------------------------


def test_the_choice_of_colours_is_kept_in_a_cookie_and_shown(client, db, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "LoginRequired" not in name]

    answer = client.post("/izgled/", {"izgled": "tamno", "nazad": "/obuke/?tema=1"})

    assert (answer.status_code, answer.url) == (302, "/obuke/?tema=1")
    assert client.cookies["izgled"].value == "tamno"
    assert 'data-theme="dark"' in client.get("/izgled/").text

    client.post("/izgled/", {"izgled": "uredjaj"})
    assert "data-theme" not in client.get("/izgled/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_choice_of_colours_leads_nowhere_else(client, db, back):
    assert client.post("/izgled/", {"izgled": "tamno", "nazad": back}).url == "/izgled/"


def test_a_colour_that_does_not_exist_is_refused_in_words(client, db):
    answer = client.post("/izgled/", {"izgled": "zeleno"})

    assert answer.status_code == 422
    assert "data-error-summary" in answer.text
    assert "izgled" not in client.cookies


def test_the_parts_page_exists_for_builders_and_in_the_demo_only(client, db, settings):
    settings.DEBUG = settings.DEMO = False
    assert client.get("/izgled/dijelovi/").status_code == 404
    settings.DEMO = True
    assert client.get("/izgled/dijelovi/").status_code == 200

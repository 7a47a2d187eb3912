"""What a first visit loads stays small, and comes from nowhere else."""

import ast
import gzip
import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from vsrs.statics import Storage, smaller

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
APPS = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]
# Letters are styled inline, because mail programs know nothing else.
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if path.parent.name != "email"]


CODE = [
    path
    for room in APPS
    for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
    if "migrations" not in path.parts
]
NAME = r"[A-Za-z_][\w-]*"
# Put together while drawing: `from-{clock}` in the week, `dot-{kind}` and `text-{kind}` in charts.
PUT_TOGETHER = re.compile(r"(from|to)-\d{4}|(dot|text)-(\d|ref|open)")


def stylesheet():
    css = (STATIC / "css/portal.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def shapes_of_the_stylesheet():
    selectors = re.sub(r"\{[^{}]*\}", "{}", stylesheet())
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", selectors))


def shapes_in(text):
    """Classes named outright: what a template or a call fills in is left out."""
    for value in re.findall(r"""class=["']((?:\{%.*?%\}|\{\{.*?\}\}|\{\w*\}|[^"'{}])*)["']""", text):
        value = re.sub(r"\{%.*?%\}", " ", value)
        yield from re.sub(r"\S*(\{\{.*?\}\}|\{\w*\})\S*", " ", value).split()


def test_the_stylesheet_and_scripts_keep_within_their_limits():
    css = smaller((STATIC / "css/portal.css").read_text(encoding="utf-8"))
    assert len(gzip.compress(css.encode(), 9)) <= 12_000
    assert sum(path.stat().st_size for path in (STATIC / "js").glob("*.js")) <= 8 * 1024


def test_the_stylesheet_asks_for_nothing_from_elsewhere():
    css = (STATIC / "css/portal.css").read_text(encoding="utf-8")

    assert {url for url in re.findall(r"url\(([^)]+)\)", css) if not url.startswith("../fonts/")} == set()
    assert "@import" not in css
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_needs_what_the_security_policy_refuses(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:|hx-on|src=["']data:""", text)


def test_every_class_on_a_page_has_its_look():
    named = {name for path in [*PAGES, *CODE] for name in shapes_in(path.read_text(encoding="utf-8"))}

    assert named - shapes_of_the_stylesheet() == set()


def test_the_stylesheet_holds_nothing_that_no_page_uses():
    words = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(re.findall(NAME, node.value))
    for path in [*PAGES, *(STATIC / "js").glob("*.js")]:
        # An attribute, or an input of a tag.
        for quoted in re.findall(r'"[^"\n]*"', path.read_text(encoding="utf-8")):
            words.update(re.findall(NAME, quoted))

    unused = {name for name in shapes_of_the_stylesheet() - words if not PUT_TOGETHER.fullmatch(name)}
    assert unused == set()


def test_the_built_stylesheet_says_the_same_in_less(tmp_path):
    css = """/* a note; { } */
    @media (min-width: 20em) and (max-width: 40em) {
      .a > .b:not(.c, .d)::before { content: "a ;  b: c"; margin: calc(1rem + 2px) auto; color: red; }
    }
    """
    storage = Storage(location=tmp_path)

    file = ContentFile(css.encode())
    file.read()
    storage.save("a.css", file)

    assert (tmp_path / "a.css").read_text() == (
        "@media (min-width:20em) and (max-width:40em){.a>.b:not(.c,.d)::before"
        '{content:"a ;  b: c";margin:calc(1rem + 2px) auto;color:red}}'
    )
    assert smaller(smaller(css)) == smaller(css)

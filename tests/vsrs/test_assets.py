"""What a first visit loads stays small, and comes from nowhere else."""

import gzip
import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
# Letters are styled inline, because mail programs know nothing else.
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if path.parent.name != "email"]


def packed(*paths):
    return len(gzip.compress(b"".join(path.read_bytes() for path in paths), 9))


def test_the_stylesheet_and_scripts_keep_within_their_limits():
    assert packed(STATIC / "css/portal.css") <= 13_000
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

"""Somebody who only looks: home, a service, the catalogue, a training; languages and colours."""

import re

from django.utils.translation import gettext as _

from network.operations import recount_everything
from tests.browser import scenes
from tests.browser.conftest import DESK


def choose(visitor, *conditions):
    """Tick filters of the catalogue; without a script, and on a phone, they are sent by a button."""
    page = visitor.page
    opener = page.locator("main a.phone-only[href='#filteri']").first
    if opener.is_visible():
        opener.click()
    for condition in conditions:
        page.locator("#filteri").get_by_label(condition).check()
    if visitor.scripts:
        page.wait_for_url(re.compile(r"\?.+"))
        page.locator("main a[href='#rezultati'].phone-only").dispatch_event("click")
    else:
        visitor.press(_("Show trainings"))


def titles(visitor):
    return visitor.page.locator("#rezultati h3 a").all_inner_texts()


def test_anyone_finds_a_training_by_its_service_and_by_filters(
    visitor, banja_luka, doboj, republic, nemanja, jelena, novi_krug
):
    scenes.catalogue(banja_luka, doboj)
    scenes.held_training(banja_luka, nemanja, novi_krug, jelena)
    recount_everything()

    visitor.open("/")
    visitor.check()
    visitor.follow(_("Find your service"))
    visitor.check()
    visitor.follow("Banja Luka", within="main .log")
    assert visitor.path == "/banja-luka/"
    visitor.check()
    visitor.follow(_("About the service"))
    visitor.check()
    visitor.follow(_("Trainings"), within=".main-nav")
    assert titles(visitor) == ["Koordinacija volontera", "Vođenje grupe"]

    visitor.open("/obuke/")
    visitor.check("catalogue")
    choose(visitor, _("Volunteer coordination"), _("Only with free seats"))
    visitor.page.locator("#rezultati .chip").nth(1).wait_for()
    assert titles(visitor) == ["Koordinacija volontera"]
    visitor.check("filtered")
    visitor.page.locator("#rezultati .chip").first.click()
    visitor.page.wait_for_function("document.querySelectorAll('#rezultati .chip').length === 1")
    assert len(titles(visitor)) == 3

    visitor.follow("Koordinacija volontera")
    visitor.check("training")
    visitor.reads("Snežana Đurić")
    assert visitor.page.locator("#rezervacija .button").first.inner_text() == _("Sign in and book")


def test_the_same_page_is_read_in_two_scripts_and_in_english(visit, width, banja_luka, doboj):
    training = scenes.catalogue(banja_luka, doboj)
    visitor = visit(width, scripts=width == DESK)
    visitor.open(training.get_absolute_url())

    for lang, prefix, title in [
        ("sr-Cyrl", "/sr", "Координација волонтера"),
        ("en", "/en", "Koordinacija volontera"),
        ("sr-Latn", "", "Koordinacija volontera"),
    ]:
        visitor.page.locator(f".languages a[hreflang='{lang}']").click()
        visitor.page.wait_for_url(f"**{prefix}{training.get_absolute_url()}")
        assert visitor.page.locator("html").get_attribute("lang") == lang
        assert visitor.page.locator("h1").inner_text() == title
        visitor.check(f"training-{lang}")


def test_colours_follow_the_device_and_then_the_choice(visit, width, banja_luka, doboj):
    scenes.catalogue(banja_luka, doboj)
    visitor = visit(width, scripts=width == DESK, dark=True)

    def paper():
        return visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")

    visitor.open("/")
    assert paper() == "rgb(21, 18, 29)"
    visitor.check("dark")
    visitor.follow(_("Appearance: as on the device"), within="footer")
    visitor.check("dark")
    visitor.tick(_("light"))
    visitor.press(_("Save"))
    assert visitor.path == "/"
    assert paper() == "rgb(250, 247, 242)"
    visitor.check("light")

"""What a browser says of itself, in words. Only what people would say: the browser and the system."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

# The first sign that occurs counts: others name the browsers they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent):
    """“Firefox on Android”; “another browser” for what is not known."""
    browser, system = _named(BROWSERS, user_agent), _named(SYSTEMS, user_agent)
    if browser and system:
        return format_html(_("{browser} on {system}"), browser=_as_it_is(browser), system=_as_it_is(system))
    if known := browser or system:
        return _as_it_is(known)
    return _("Another browser")


def _named(signs, user_agent):
    return next((name for sign, name in signs if sign in user_agent), "")


def _as_it_is(name):
    return format_html('<span translate="no">{}</span>', name)

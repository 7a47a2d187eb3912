"""What every page may ask for. Nothing is worked out before a template asks for it."""

from functools import cached_property
from itertools import count
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vsrs import places
from vsrs.appearance import chosen_theme
from vsrs.dates import language

HTML_LANG = {"sr-latn": "sr-Latn", "sr": "sr-Cyrl", "en": "en"}
# Code, prefix of the address, long name, short name for a phone. Each in its own script.
LANGUAGES = (
    ("sr-latn", "/", "Latinica", "Lat"),
    ("sr", "/sr/", "Ћирилица", "Ћир"),
    ("en", "/en/", "English", "EN"),
)


def portal(request):
    return {"portal": Portal(request)}


class Portal:
    """`portal` in the templates."""

    def __init__(self, request, *, offline=False):
        self.request = request
        # An error page may stand on a broken transaction: then nothing here asks the database.
        self.offline = offline
        self.numbers = count(1)  # for ids within the page

    demo = property(lambda self: settings.DEMO)
    html_lang = property(lambda self: HTML_LANG[language()])
    cyrillic = property(lambda self: language() == "sr")
    theme = property(lambda self: chosen_theme(self.request))

    @property
    def site_name(self):
        return _("Volunteer Service of Republika Srpska")

    @cached_property
    def languages(self):
        """The same page in the three languages, with the conditions it was asked for."""
        address = self.request.get_full_path()
        for _code, prefix, _long, _short in LANGUAGES[1:]:
            if address.startswith(prefix):
                # `//elsewhere` after the prefix would be an address of somebody else.
                address = "/" + address.removeprefix(prefix).lstrip("/")
                break
        return [
            {
                "lang": HTML_LANG[code],
                "url": prefix.rstrip("/") + address,
                "long": long,
                "short": short,
                "current": code == language(),
            }
            for code, prefix, long, short in LANGUAGES
        ]

    @cached_property
    def places(self):
        return places.known() if self.offline else places.network()

    @cached_property
    def mark_points(self):
        return tuple(place for place in self.places if place.is_local)

    @property
    def service_count(self):
        return len(self.mark_points)

    @cached_property
    def person(self):
        """The person signed in, or None. Offline only if somebody was known before things broke."""
        user = getattr(self.request, "_cached_user" if self.offline else "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def frame(self):
        """All that the head of a page depends on besides its service: `{% kept portal.frame … %}`."""
        name = self.person.get_short_name() if self.person else None
        works_in = self.actor.services if self.actor else ()
        level = self.actor.level if self.actor else ""
        return (self.request.get_full_path(), name, works_in, level, self.places, self.offline)

    @property
    def login_url(self):
        """Sign-in that comes back to this page, unless the page is one of the account itself."""
        url, account = reverse("account_login"), reverse("organizers:account")
        here = self.request.get_full_path()
        return url if self.offline or here.startswith(account) else f"{url}?{urlencode({'dalje': here})}"

    @cached_property
    def actor(self):
        return getattr(self.request, "actor", None) if self.person else None

    @cached_property
    def desks(self):
        """The services this person works in."""
        mine = self.actor.services if self.actor else ()
        return [place for place in self.places if place.pk in mine]

    @property
    def oversees(self):
        return bool(self.actor) and self.actor.level in {"coordinator", "observer"}

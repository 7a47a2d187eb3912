"""What a certificate says, the same on paper and on its public page, in the script it was issued in."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from trainings.models import Certificate
from trainings.operations.people import NOBODY
from vsrs import dates

LANGUAGES = {Certificate.Script.LATIN: ("sr-latn", "sr-Latn"), Certificate.Script.CYRILLIC: ("sr", "sr-Cyrl")}


@dataclass(frozen=True)
class Paper:
    lang: str
    network: str
    service: str
    title: str
    to_whom: str
    holder: str
    for_what: str
    programme: str
    facts: list[tuple[str, str]]
    lists: list[tuple[str, list[str]]]
    marks: list[tuple[str, str]]  # number, dates, code
    check: str
    address: str  # of the public page


def paper_of(certificate):
    language, lang = LANGUAGES[certificate.script]
    with translation.override(language):
        return Paper(
            lang=lang,
            network=_("Volunteer Service of Republika Srpska"),
            service=certificate.content["service"],
            title=_("Certificate"),
            to_whom=_("This certificate is issued in the name of"),
            holder=_holder(certificate),
            for_what=_("for the completed training"),
            programme=certificate.programme_title,
            facts=_known(_facts(certificate)),
            lists=_known(
                [
                    (_("What people learn"), certificate.content["aims"]),
                    (_("Parts of the training"), certificate.content["parts"]),
                ]
            ),
            marks=_known(_marks(certificate)),
            check=_("Whether it is valid is seen at the address in the code, or at %(address)s")
            % {"address": f"{settings.SITE_URL}/sertifikati/".partition("://")[2]},
            address=settings.SITE_URL + certificate.get_absolute_url(),
        )


def _holder(certificate):
    """The dash that erasing leaves would look like a fault of the page."""
    return _("(the name is erased)") if certificate.holder_name == NOBODY else certificate.holder_name


def _facts(certificate):
    content = certificate.content
    yield _("Held"), dates.date_range(certificate.held_from, certificate.held_until)
    yield (
        _("Attended"),
        _("%(there)s of %(held)s hours")
        % {
            "there": dates.number(certificate.hours),
            "held": dates.number(Decimal(content["hours_held"])),
        },
    )
    yield _("Place"), content["place"]
    yield _("Led by"), ", ".join(content["trainers"])


def _marks(certificate):
    yield _("Number"), certificate.number
    yield _("Issued on"), dates.short_date(certificate.issued_on)
    yield _("Valid until"), dates.short_date(certificate.expires_on)
    yield _("Code"), certificate.typed_key


def _known(pairs):
    return [(name, value) for name, value in pairs if value]

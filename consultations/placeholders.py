"""What stands in a template of an answer for the facts of a request."""

import re

from django.utils.translation import gettext_lazy as _

# The names are part of stored texts, so they are Serbian in every language of the portal.
KNOWN = {
    "organizator": _("name of the organizer"),
    "ime": _("who asked"),
    "broj": _("number of the request"),
    "naslov": _("the question in one line"),
    "servis": _("name of the service"),
    "savjetnik": _("your name"),
}
IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


def unknown_in(text):
    """Those of `text` that would be sent as they stand, braces and all."""
    found = [f"{{{name}}}" for name in IN_BRACES.findall(text) if name not in KNOWN]
    return list(dict.fromkeys(found))


def filled(text, request, writer):
    """`text` about `request`, as `writer` would send it. Names that are not known stay as they are."""
    facts = {
        "organizator": request.organizer_name,
        "ime": str(request.asked_by),
        "broj": request.number,
        "naslov": request.subject,
        "servis": request.service.name,
        "savjetnik": str(writer),
    }
    return IN_BRACES.sub(lambda match: facts.get(match[1], match[0]), text)

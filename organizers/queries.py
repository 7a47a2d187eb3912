"""Reads that pages and operations share."""

import re
from difflib import SequenceMatcher

from allauth.account.models import EmailAddress

from accounts.models import User
from organizers.models import Municipality, Organizer, Person, Representative, RepresentativeInvitation
from services.models import Membership
from vsrs.text import fold

# Say what an organizer is, not which one it is.
_COMMON = (
    "udruzene gradana ug nvo ngo fondacija fond javna ustanova ju os osnovna srednja skola skolski centar "
    "opstina opstinska grad gradska lokalna organizacija za i u"
)
COMMON_WORDS = frozenset(_COMMON.split())
ALIKE = 0.86


def municipalities():
    """All of them with the service that looks after each."""
    return Municipality.objects.select_related("home_service").order_by("sort")


def staff_of(service):
    """The people who now work in a service, for notices; needs the right to see its memberships."""
    return _in_roles(service, [Membership.Role.STAFF, Membership.Role.MANAGER])


def managers_of(service):
    return _in_roles(service, [Membership.Role.MANAGER])


def _in_roles(service, roles):
    rows = Membership.objects.current().filter(service=service, role__in=roles)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk")


def representatives_of(organizer):
    """Those who represent it fully, for notices."""
    rows = Representative.objects.current().filter(
        organizer=organizer, role=Representative.Role.REPRESENTATIVE
    )
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk")


def acting_for(user, organizer):
    """Who acts for it now, for its record."""
    rows = Representative.objects.visible_to(user).current().filter(organizer=organizer)
    return rows.select_related("user").order_by("role", "pk")


def open_invitations(user, organizer):
    return RepresentativeInvitation.objects.visible_to(user).open().filter(organizer=organizer)


def people_of(user, organizer):
    return Person.objects.visible_to(user).listed().filter(organizer=organizer)


def account_with(email):
    """The account whose owner has proved that the address is theirs."""
    if not email:
        return None
    known = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    return next((address.user for address in known.select_related("user")), None)


def name_key(full_name):
    """One for a name in both scripts, with or without marks, and with the surname first."""
    return " ".join(sorted(fold(full_name).split()))[:300]


def phone_key(phone):
    """The number as it is dialled from here, without spaces: +387 51 000 000 and 051/000-000 are one."""
    digits = re.sub(r"\D", "", phone)
    digits = re.sub(r"^(00)?387", "0", digits)
    return digits[:40] if len(digits) >= 6 else ""


def core_of(name):
    """The name without the words every second organizer has: “Udruženje „Novi krug“” is “novi krug”."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in COMMON_WORDS) or " ".join(words)


def alike(one, other):
    """Whether two names are so near that they may be one organizer."""
    one, other = core_of(one), core_of(other)
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    # Numbers part what letters do not: “Vrtić 1” and “Vrtić 2”.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def similar_names(service, name, *, besides=None):
    """Names in the register of `service` that may be the same organizer, three at most."""
    rows = Organizer.objects.filter(service=service).exclude(status=Organizer.Status.CLOSED)
    names = rows.exclude(pk=besides).order_by("sort").values_list("name", flat=True)
    return [known for known in names if alike(known, name)][:3]

"""How a service comes to be."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import open_account
from services import history
from services.addresses import RESERVED
from services.models import Membership, Service
from services.tenancy import MEMBER, Actor, acting_as
from vsrs import places
from vsrs.refusals import Refused
from vsrs.text import normalise_email, sort_key, to_cyrillic
from vsrs.transactions import operation

# What rooms above do for a new service, in the transaction that founds it: functions service -> anything.
after_founding: list[Callable] = []


@operation
def found_service(
    *, slug, code, town, name, lat, lon, manager_email, manager_name="", kind=Service.Kind.LOCAL, **fields
):
    """Found a service and give it its first manager, who signs in with a code by e-mail.

    Safe to repeat: a service with this address is returned as it is. Called from the command line
    and by the demo, where nobody is signed in yet.
    """
    if slug in RESERVED:
        raise Refused(_("This address belongs to the portal itself. Choose another."), field="slug")
    with acting_as(Actor.founder()):
        service = Service.objects.filter(slug=slug).first()
        if service is not None:
            return service
        fields.setdefault("name_cyrl", to_cyrillic(name))
        fields.setdefault("town_cyrl", to_cyrillic(town))
        service = Service.objects.create(
            slug=slug,
            code=code,
            town=town,
            name=name,
            lat=lat,
            lon=lon,
            kind=kind,
            sort=sort_key(town),
            **fields,
        )
        for begin in after_founding:
            begin(service)
    manager = _account_of(manager_email, manager_name)
    with acting_as(Actor(services=(service.pk,), level=MEMBER)):
        Membership.objects.create(service=service, user=manager, role=Membership.Role.MANAGER)
        history.record(service=service, actor=None, verb="service.founded", subject=service)
    places.forget()
    return service


def _account_of(email, full_name):
    email = normalise_email(email)
    user = User.objects.filter(email__iexact=email).first()
    return user or open_account(email=email, full_name=full_name, language="sr-latn")

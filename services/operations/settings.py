"""What a service says about itself."""

from django.utils.translation import gettext_lazy as _

from services import history
from services.models import Service
from vsrs.refusals import Refused
from vsrs.transactions import operation

EDITABLE = ("host", "about", "address", "office_hours", "email", "phone")


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile. `theirs` is {field: what stands there now}."""

    def __init__(self, theirs):
        super().__init__(_("Somebody else changed this meanwhile. Choose what stays."))
        self.theirs = theirs


@operation
def change_settings(service, *, actor, expected, **fields):
    """Save what `actor` changed. `expected` is what they saw before changing it.

    Fields they left alone are left alone, so two people may change different things at once. When
    both changed the same one, nothing is written and Conflict carries what stands there now.
    """
    service = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    wanted = {name: value for name, value in fields.items() if name in EDITABLE and value != expected[name]}
    stored = {name: getattr(service, name) for name in wanted}
    theirs = {name: now for name, now in stored.items() if now not in {expected[name], wanted[name]}}
    if theirs:
        raise Conflict(theirs)
    changes = {name: [stored[name], value] for name, value in wanted.items() if stored[name] != value}
    if not changes:
        return service
    for name, (_before, after) in changes.items():
        setattr(service, name, after)
    service.save(update_fields=list(changes))
    history.record(service=service, actor=actor, verb="service.changed", subject=service, changes=changes)
    return service

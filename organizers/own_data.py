"""What this room keeps about a person with an account, and how it lets go of it."""

from organizers.models import Organizer, Person, Representative
from organizers.operations.representatives import end_representation
from services.tenancy import on_behalf_of


def export(user):
    # An organizer they have left is no longer theirs to read.
    mine = Organizer.objects.visible_to(user)
    rows = Representative.objects.filter(user=user, organizer__in=mine).select_related("organizer")
    return {
        "organizers": [
            {
                "organizer": row.organizer.name,
                "role": row.role,
                "from": row.starts_on.isoformat(),
                "until": row.ends_on.isoformat() if row.ends_on else None,
            }
            for row in rows.order_by("starts_on", "pk")
        ]
    }


def erase(user):
    """End what they still do; refuse while an organizer would be left without a representative."""
    rows = Representative.objects.current().filter(user=user).select_related("organizer__service", "user")
    for representation in rows:
        with on_behalf_of(representation.organizer.service):
            end_representation(representation, actor=user)
            Person.objects.filter(user=user, organizer=representation.organizer).update(user=None)

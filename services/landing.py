"""Where a person lands after signing in."""

from django.urls import reverse

from services.models import Membership
from services.tenancy import actor_of


def landing_of(user):
    """Coordinators and the observer see the network, staff their desk, organizers their account."""
    actor = actor_of(user)
    if actor.is_coordinator or actor.is_observer:
        return reverse("network:overview")
    if actor.services:
        own = Membership.objects.current().filter(user=user, service__in=actor.services)
        slug = own.order_by("service__sort").values_list("service__slug", flat=True)[:1]
        return reverse("services:desk", args=[slug[0]])
    return reverse("organizers:account" if actor.organizers else "organizers:register")

"""Who sees the whole network, and how much of it."""

from django.http import Http404

from network.figures import figure_by_code
from services.access import can_oversee
from services.tenancy import actor_of


def require_overseer(user):
    """Coordinators and the observer; for everybody else the page does not exist."""
    if not can_oversee(user):
        raise Http404


def require_coordinator(user):
    """Rows with names: coordinators only. The observer reads aggregates."""
    if not actor_of(user).is_coordinator:
        raise Http404


def get_figure(code):
    if figure := figure_by_code(code):
        return figure
    raise Http404


def get_figure_in_sums(user, code):
    """Public figures for everybody; the others for those who see their numbers in the overview."""
    figure = get_figure(code)
    if not figure.is_public and not can_oversee(user):
        raise Http404
    return figure

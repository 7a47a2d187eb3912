"""Whom to propose as adviser: who has solved most about the topic lately, then who has least to do."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import Request
from organizers.queries import staff_of
from vsrs.ui.writing import written

LATELY = timedelta(days=365)


@dataclass(frozen=True)
class Suggestion:
    person: object
    solved: int
    has_open: int

    @property
    def reason(self):
        """“Nemanja Ilić: 4 solved about this topic in the last year, 2 open now.”"""
        solved = ngettext(
            "%(n)d solved about this topic in the last year",
            "%(n)d solved about this topic in the last year",
            self.solved,
        ) % {"n": self.solved}
        has_open = ngettext("%(n)d open now", "%(n)d open now", self.has_open) % {"n": self.has_open}
        facts = {"person": written(self.person), "solved": solved, "open": has_open}
        return _("Proposed: %(person)s (%(solved)s, %(open)s).") % facts


def suggested(user, request):
    """A Suggestion, or None where nobody works."""
    staff = list(staff_of(request.service))
    solved = Q(topic=request.topic, closed_at__gt=timezone.now() - LATELY, merged_into=None)
    rows = Request.objects.visible_to(user).filter(service=request.service_id, adviser__in=staff)
    counted = (
        rows.order_by()
        .values("adviser")
        .annotate(
            solved=Count("pk", filter=solved),
            has_open=Count("pk", filter=~Q(state=Request.State.CLOSED) & ~Q(pk=request.pk)),
        )
    )
    by_person = {row["adviser"]: (row["solved"], row["has_open"]) for row in counted}
    proposals = [Suggestion(person, *by_person.get(person.pk, (0, 0))) for person in staff]
    return min(proposals, key=lambda one: (-one.solved, one.has_open, one.person.pk), default=None)

"""What of this room waits for the staff of a service, and for those who act for an organizer."""

from datetime import timedelta

from django.db.models import BigIntegerField, Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizers import access
from organizers.desk import Number
from organizers.models import Organizer, Person, RepresentativeInvitation, SamePersonDecision
from services.desk import Task, deadline
from services.tenancy import Somebody, ids_of
from vsrs.dates import short_date
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.ui.writing import written

# What the message to the applicant promises, as a rule: three working days.
ANSWER_WITHIN = timedelta(days=5)


def _waiting(user, service):
    rows = Organizer.objects.visible_to(user).filter(service=service, status=Organizer.Status.APPLIED)
    return rows.order_by("created_at", "pk")


WAITING = Prepared(lambda: _waiting(Somebody(), Given("service", BigIntegerField())))


def tasks(user, service):
    """One task for all applications; the oldest gives the deadline."""
    waiting = WAITING.first(200, service=service.pk, **ids_of(user))
    if not waiting:
        return
    oldest = waiting[0]
    oldest.service = service
    due = (oldest.decided_at or oldest.created_at) + ANSWER_WITHIN
    text = ngettext(
        "%(n)d application waits for a decision", "%(n)d applications wait for a decision", len(waiting)
    )
    names = ", ".join(written(organizer) for organizer in waiting[:2])
    one = len(waiting) == 1
    yield Task(
        text=text % {"n": len(waiting)},
        detail=names + ("…" if len(waiting) > 2 else ""),
        url=oldest.get_absolute_url()
        if one
        else reverse("organizers:desk_list", args=[service.slug]) + "?stanje=applied&red=prijava",
        action=_("Decide"),
        icon="handshake",
        due=due,
        **deadline(due, timezone.now()),
    )


def _pairs(user, service):
    open_pairs = SamePersonDecision.objects.visible_to(user).open().within(service).order_by()
    return open_pairs.values(whole=Value(1)).annotate(number=Count("pk")).values_list("number")


PAIRS = Prepared(lambda: _pairs(Somebody(), Given("service", BigIntegerField())))


def double_records(user, service):
    """No deadline: it only makes what people completed count wherever they are."""
    pairs = sum(number for (number,) in PAIRS.rows(service=service.pk, **ids_of(user)))
    if pairs:
        text = ngettext(
            "%(n)d pair of records looks like one person",
            "%(n)d pairs of records look like one person",
            pairs,
        )
        yield Task(
            text=text % {"n": pairs},
            detail=_("Say whether they are one person, so that what was completed counts for both."),
            url=reverse("organizers:desk_pairs", args=[service.slug]),
            action=_("Compare"),
            icon="people",
        )


def counts(user, service):
    return {"organizers": _waiting(user, service).count()}


def organizer_tasks(user, organizer):
    """The application that came back, and what is missing before the first booking."""
    query = f"?organizator={organizer.pk}"
    if access.can_correct_application(user, organizer):
        yield Task(
            text=_("Correct the application"),
            detail=organizer.returned_reason,
            url=reverse("organizers:correct") + query,
            action=_("Correct"),
            icon="edit",
            tone="warning",
            tag=_("sent back"),
        )
    if organizer.is_closed:
        return
    if not organizer.people.active().exists():
        yield Task(
            text=_("Enter the people who will come to trainings"),
            detail=_("Then you only tick them when you book."),
            url=reverse("organizers:add_person") + query,
            action=_("Enter"),
            icon="people",
        )
    if organizer.is_confirmed and not organizer.phone and access.is_representative(user, organizer):
        yield Task(
            text=_("Add the telephone of the organization"),
            detail=_("So that the service can reach you on the day of a training."),
            url=reverse("organizers:organization") + query,
            action=_("Add"),
            icon="phone",
        )


def numbers(user, organizer):
    people = Person.objects.visible_to(user).active().filter(organizer=organizer).count()
    yield Number(_("People"), people, reverse("organizers:people") + organizer.own_query, "people")


def expiring_invitations(user, organizer):
    """Invitations nobody has answered and that end within three days."""
    soon = timezone.now() + timedelta(days=3)
    rows = (
        RepresentativeInvitation.objects.visible_to(user)
        .open()
        .filter(organizer=organizer, expires_at__lt=soon)
    )
    for invitation in rows.order_by("expires_at"):
        yield Task(
            text=_("An invitation is about to end"),
            detail=invitation.email,
            url=f"{reverse('organizers:organization')}?organizator={organizer.pk}#zastupnici",
            action=_("Open"),
            icon="mail",
            due=invitation.expires_at,
            tag=_("by %(day)s") % {"day": short_date(invitation.expires_at)},
        )

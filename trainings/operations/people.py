"""What merging, parting and erasing records of people does to bookings, completions and certificates.

Called by `organizers.operations` through `organizers.person_records`, inside an operation that has checked
the right and may write the rows of every service.
"""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trainings.models import (
    Booking,
    Certificate,
    Completion,
    Seat,
    Training,
    UnmetPrerequisite,
    WaitingEntry,
)
from trainings.models.waiting import IN_LINE
from trainings.operations.seats import search_text
from vsrs.dates import short_date
from vsrs.refusals import Refused

NOBODY = "–"
AT_REQUEST = gettext_noop("The person asked for their data to be erased.")
HELD_ROWS = {"seats": Seat, "completions": Completion, "certificates": Certificate}


# --- two records become one --------------------------------------------------------------------
def refuse_merge(kept, removed):
    """Somebody who holds two seats in one coming training must first give one back."""
    seats = Seat.objects.standing().filter(training__ends_at__gt=timezone.now())
    both = seats.filter(person=removed, training__in=seats.filter(person=kept).values("training"))
    if seat := both.select_related("training").first():
        raise Refused(
            _("Both are booked for the training %(training)s. Take one of them off the booking first.")
            % {"training": seat.training.title}
        )
    for entry in _waiting_with(removed):
        if any(person.get("person") == kept.pk for person in entry.people):
            raise Refused(
                _("Both wait for the training %(training)s. Take one of them off the waiting list first.")
                % {"training": entry.training.title}
            )


def move(removed, kept):
    """Past seats in a training where both were booked stay, because a seat is one person's once."""
    there = Seat.objects.standing().filter(person=kept).values("training")
    moved = {}
    for name, model in HELD_ROWS.items():
        rows = model.objects.filter(person=removed)
        if model is Seat:
            rows = rows.exclude(released_at=None, training__in=there)
        moved[name] = list(rows.order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=moved[name]).update(person=kept)
    moved["waiting"] = [entry.pk for entry in _waiting_with(removed)]
    _wait_as(moved["waiting"], removed.pk, kept.pk)
    known = UnmetPrerequisite.objects.filter(person=kept).values("required")
    unmet = UnmetPrerequisite.objects.filter(person=removed).exclude(required__in=known)
    moved["unmet"] = list(unmet.order_by("pk").values_list("pk", flat=True))
    UnmetPrerequisite.objects.filter(pk__in=moved["unmet"]).update(person=kept)
    return moved | {"kept": kept.pk}


def put_back(moved, removed):
    kept = moved["kept"]
    for name, model in HELD_ROWS.items():
        model.objects.filter(pk__in=moved[name], person=kept).update(person=removed)
    UnmetPrerequisite.objects.filter(pk__in=moved["unmet"], person=kept).update(person=removed)
    _wait_as(moved["waiting"], kept, removed.pk)


def share(humans):
    """{person id: human}: what one of these records completed counts for all with the same human."""
    for person, human in humans.items():
        for model in (Completion, Certificate):
            model.objects.filter(person=person).exclude(human=human).update(human=human)


def _waiting_with(person):
    entries = WaitingEntry.objects.filter(state__in=IN_LINE, people__contains=[{"person": person.pk}])
    return list(entries.select_related("training").order_by("pk"))


def _wait_as(entries, before, after):
    for entry in WaitingEntry.objects.filter(pk__in=entries):
        entry.people = [
            person | {"person": after} if person.get("person") == before else person
            for person in entry.people
        ]
        entry.save(update_fields=["people"])


# --- erasing -----------------------------------------------------------------------------------
def refuse_erase(person):
    """A seat without a name in a training still to come would keep somebody else out."""
    seats = Seat.objects.standing().filter(person=person, training__ends_at__gt=timezone.now())
    seats = seats.exclude(training__state=Training.State.CANCELLED).order_by("training__starts_at", "pk")
    if booked := [seat.training for seat in seats.select_related("training")]:
        raise Refused(
            _("This person is still booked: %(trainings)s. Take them off the booking first.")
            % {"trainings": _named(booked)}
        )
    if waits := [entry.training for entry in _waiting_with(person)]:
        raise Refused(
            _("This person still waits: %(trainings)s. Take them off the waiting list first.")
            % {"trainings": _named(waits)}
        )


def _named(trainings):
    return "; ".join(f"{training.title} ({short_date(training.starts_at)})" for training in trainings)


def erase(people, *, actor):
    """Names and links go; seats, attendance, completions and hours stay, so every count stays."""
    ids = [person.pk for person in people]
    seats = Seat.objects.filter(person__in=ids)
    touched = list(seats.values_list("booking", flat=True))
    forget_holders(Certificate.objects.filter(person__in=ids), actor=actor)
    Completion.objects.filter(person__in=ids).update(person=None, human=None)
    UnmetPrerequisite.objects.filter(person__in=ids).delete()
    seats.update(person=None, full_name=NOBODY, email="", search="", sort="")
    for entry in WaitingEntry.objects.filter(_names_any(ids)):
        entry.people = [_without_name(person, ids) for person in entry.people]
        entry.save(update_fields=["people"])
    search_anew(touched)


def forget_holders(certificates, *, actor):
    """Their public pages then say that they are withdrawn, and of whom they were nobody reads any more."""
    rows = list(certificates)
    with translation.override(settings.LANGUAGE_CODE):
        reason = _(AT_REQUEST)
    certificates.filter(withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=actor, withdraw_reason=reason
    )
    for certificate in rows:
        certificate.holder_name, certificate.search = NOBODY, certificate.number.casefold()
        certificate.person = certificate.human = None
        certificate.save(update_fields=["holder_name", "search", "person", "human"])


def _names_any(ids):
    condition = Q(pk__in=[])
    for pk in ids:
        condition |= Q(people__contains=[{"person": pk}])
    return condition


def _without_name(person, ids):
    if person.get("person") not in ids:
        return person
    return person | {"person": None, "full_name": NOBODY, "email": ""}


def search_anew(bookings):
    """What a booking is found by holds the names of those in it."""
    for booking in Booking.objects.filter(pk__in=bookings):
        rows = booking.seat_rows.standing() if booking.is_standing else booking.seat_rows.all()
        booking.search = search_text(booking, [seat.full_name for seat in rows])
        booking.save(update_fields=["search"])

"""Why a training cannot be what somebody wants it to be, in sentences beside their fields."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.models import Training
from vsrs.dates import local, short_date
from vsrs.refusals import Refused


def refuse_impossible(training):
    """What no training may be, a draft neither."""
    start = training.starts_at
    if training.seats < 1:
        raise Refused(_("Enter at least one seat."), field="seats")
    if training.minimum > training.seats:
        raise Refused(_("The fewest people cannot be more than the seats."), field="minimum")
    if training.organizer_cap is not None and training.organizer_cap < 1:
        raise Refused(
            _("Enter at least one seat for an organizer, or leave it empty."), field="organizer_cap"
        )
    if training.kept_seats > training.seats:
        raise Refused(_("There cannot be fewer seats than are kept for some municipalities."), field="seats")
    _refuse_wrong_kept(training)
    if training.closes_at and training.closes_at > start:
        raise Refused(_("Booking must close before the training begins."), field="closes_at")
    if training.opens_at and training.opens_at >= (training.closes_at or start):
        raise Refused(_("Booking must open before it closes."), field="opens_at")
    if training.cancel_by and training.cancel_by > start:
        raise Refused(_("Free cancellation must end before the training begins."), field="cancel_by")
    if training.decide_on and training.decide_on > local(start).date():
        raise Refused(_("The day of decision must come before the training begins."), field="decide_on")
    if training.follows:
        _refuse_wrong_order(training)


def _refuse_wrong_kept(training):
    if not training.kept_seats:
        return
    if training.kept_until is None:
        raise Refused(_("Enter until when the seats are kept."), field="kept_until")
    if training.kept_until > training.starts_at:
        raise Refused(_("Seats can be kept until the training begins at most."), field="kept_until")


def refuse_kept_for_nobody(training, municipalities):
    """`municipalities` None: they stay as they are."""
    if training.kept_seats and municipalities is not None and not municipalities:
        raise Refused(_("Choose for whom the seats are kept."), field="kept_for")


def _refuse_wrong_order(training):
    earlier = training.follows
    if earlier.service_id != training.service_id:
        raise Refused(_("It can follow only a training of the same service."), field="follows")
    if earlier.starts_at >= training.starts_at:
        raise Refused(
            _("It would begin before the training it follows: %(day)s.")
            % {"day": short_date(earlier.starts_at)},
            field="follows",
        )
    before = {training.pk}
    while earlier:
        if earlier.pk in before:
            raise Refused(_("These trainings would follow one another in a circle."), field="follows")
        before.add(earlier.pk)
        earlier = earlier.follows


def refuse_unready(training):
    """What an announced training must have."""
    if training.form != Training.Form.ONLINE and not training.venue:
        raise Refused(_("Enter where the training takes place."), field="venue")


def refuse_below_taken(training):
    if training.seats < training.taken:
        raise Refused(
            ngettext(
                "%(taken)d seat is booked already, so there cannot be fewer seats than that.",
                "%(taken)d seats are booked already, so there cannot be fewer seats than that.",
                training.taken,
            )
            % {"taken": training.taken},
            field="seats",
        )


def refuse_moving_into_past(training, old_start):
    now = timezone.now()
    if training.starts_at == old_start:
        return
    if old_start <= now:
        raise Refused(_("The training has begun, so its beginning cannot be moved."), field="parts")
    if training.starts_at <= now:
        raise Refused(_("The training would begin in the past. Enter a new date."), field="parts")

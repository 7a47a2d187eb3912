"""Asking those who were there what they think, once, without keeping who said what."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.operations import mark_stale
from notifications.models import Notice
from notifications.outbox import To, notify, together
from services.tenancy import on_behalf_of
from services.tokens import hash_of, new_seed, token_of
from trainings.evaluations import LEAST, MARKS, RECOMMEND, RECOMMENDS, STATEMENTS, STEP, TRAINERS
from trainings.models import Attendance, Evaluation, EvaluationInvitation, EvaluationSum, Seat
from trainings.operations.seats import lock_training
from vsrs.refusals import Refused
from vsrs.transactions import operation

OPEN_FOR = timedelta(days=30)
REMIND_AFTER = timedelta(days=5)
INVITED, REMINDER = "evaluation.invited", "evaluation.reminder"


@together()
def invite_to_evaluate(training):
    """Inside the operation that holds the training locked: everybody who was there for some of it, has an
    address and was not asked yet. Safe to repeat."""
    there = Attendance.objects.filter(training=training, mark=Attendance.Mark.PRESENT).values("seat")
    seats = Seat.objects.standing().filter(training=training, pk__in=there).exclude(email="")
    seats = list(seats.filter(evaluation_invitation=None).select_related("booking__booked_by"))
    today = timezone.localdate()
    seeds = {seat: new_seed() for seat in seats}
    EvaluationInvitation.objects.bulk_create(
        EvaluationInvitation(
            service=training.service,
            training=training,
            seat=seat,
            token_hash=hash_of(token_of(seed)),
            sent_on=today,
            expires_on=today + OPEN_FOR,
        )
        for seat, seed in seeds.items()
    )
    for seat, seed in seeds.items():
        _write(INVITED, training, seat, seed, today + OPEN_FOR)


@operation
def remind_to_evaluate(service):
    """Once, to those who have not answered; by the link of the first letter."""
    today = timezone.localdate()
    due = EvaluationInvitation.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(
        service=service,
        is_used=False,
        reminded_on=None,
        sent_on__lte=today - REMIND_AFTER,
        expires_on__gte=today,
    )
    due = list(due.select_related("training__service", "seat__booking__booked_by").order_by("pk"))
    seeds = _seeds_of(service) if due else {}
    with together():
        for invitation in due:
            # Whose data were erased meanwhile is not written to again.
            seed, seat = seeds.get(invitation.token_hash), invitation.seat
            if seed and seat.email:
                _write(REMINDER, invitation.training, seat, seed, invitation.expires_on)
    EvaluationInvitation.objects.filter(pk__in=[row.pk for row in due]).update(reminded_on=today)
    return len(due)


def _seeds_of(service):
    """{hash of a token: its seed}: the invitation keeps the hash alone, the letter that was owed the seed."""
    since = timezone.now() - OPEN_FOR - timedelta(days=1)
    letters = Notice.objects.filter(service=service, kind=INVITED, created_at__gte=since)
    seeds = [data["seed"] for data in letters.values_list("data", flat=True) if data.get("seed")]
    return {hash_of(token_of(seed)): seed for seed in seeds}


def _write(kind, training, seat, seed, expires_on):
    notify(
        service=training.service,
        kind=kind,
        key=f"{kind}:{seat.pk}",
        to=[To(email=seat.email, name=seat.full_name, language=seat.booking.booked_by.language)],
        data={
            "for": "person",
            "title": training.title,
            "organizer": seat.booking.organizer_name,
            "ended": training.ends_at.isoformat(),
            "expires": expires_on.isoformat(),
            "seed": seed,
        },
    )


# --- answering ---------------------------------------------------------------------------------
@operation
def submit_evaluation(invitation, *, answers, best="", better=""):
    """Whoever holds the link answers once. The answer gets no key to the invitation, and no moment."""
    with on_behalf_of(invitation.service):
        training = lock_training(invitation.training_id)
        # Whoever comes second waited for the lock and now finds it used.
        unused = EvaluationInvitation.objects.filter(pk=invitation.pk, is_used=False)
        if not unused.filter(expires_on__gte=timezone.localdate()).update(is_used=True):
            raise Refused(_("This link has been used already, or its time is over."))
        _check(answers, training)
        Evaluation.objects.create(
            service=invitation.service,
            training=training,
            programme_id=training.programme_id,
            answers=answers,
            best=best.strip(),
            better=better.strip(),
        )
        _show_when_enough(training)


def _show_when_enough(training):
    """Under the lock of the training, so that of two answers at once the second one sees both."""
    answers = Evaluation.objects.filter(training=training)
    shown = answers.shown().count()
    if answers.count() - shown >= (STEP if shown else LEAST):
        answers.filter(is_shown=False).update(is_shown=True)
        _add_up(training)


def _add_up(training):
    """For the figures."""
    yes = Count("pk", filter=Q(answers__contains={RECOMMEND: "da"}))
    sums = (
        Evaluation.objects.shown().filter(training=training).aggregate(answered=Count("pk"), recommended=yes)
    )
    keys = {"service": training.service, "training": training}
    EvaluationSum.objects.update_or_create(**keys, defaults=sums)
    mark_stale(service=training.service, room="trainings")


def _check(answers, training):
    """What the form lets through; anything else would be a mistake of ours."""
    leaders = {str(pk) for pk in training.trainers.values_list("pk", flat=True)}
    marks = {**answers.get(TRAINERS, {}), **{code: answers.get(code) for code in STATEMENTS}}
    fits = (
        answers.keys() <= {*STATEMENTS, TRAINERS, RECOMMEND}
        and answers.get(TRAINERS, {}).keys() <= leaders
        and {*marks.values()} <= {*MARKS}
        and answers.get(RECOMMEND) in RECOMMENDS
    )
    if not fits:
        raise ValueError("These are no answers to the questions of this training.")

"""Waiting lists of the demo: seats are given back, offered, taken, declined, forgotten."""

from datetime import timedelta

from django.utils import timezone

from services.tenancy import Actor, acting_as
from trainings.models import Booking, Offer, Seat, WaitingEntry
from trainings.operations.booking import cancel_booking, change_people
from trainings.operations.offers import decline_offer, take_offer
from trainings.operations.promotion import settle_training
from trainings.operations.waiting import move_in_waiting_list
from vsrs.demo.clock import moment

# Days before a training on which somebody looks at what was offered; the portal itself does so every minute.
LOOKED_AT = (40, 30, 24, 18, 13, 9, 7, 5, 3, 2, 1)
LOOKED_AT_FULL = range(66, 0, -2)
THINKS = timedelta(hours=10)
# What groups do with offers, by the length of their names, so that it is the same every time.
DOES = ("take", "forget", "take", "decline", "take")


def write_line(diary, run):
    """The days of a run in which groups wait."""
    for days in LOOKED_AT_FULL if run.fate == "full" else LOOKED_AT:
        diary.add(moment(run.first - timedelta(days=days), "15.05"), run.staff, lambda: tend(run))
    if run.fate == "freed":
        first_of_all = run.today - timedelta(days=8)
        diary.add(moment(first_of_all, "10.20"), run.staff, lambda: give_back(run))
        for days in (6, 4, 2):
            diary.add(moment(run.today - timedelta(days=days), "15.05"), run.staff, lambda: tend(run))
        diary.add(moment(run.today - timedelta(days=5), "11.30"), run.staff, lambda: one_less(run))
        diary.add(moment(run.today - timedelta(days=3), "9.10"), run.staff, lambda: move_last(run))
        # Nobody has answered yet when the demo begins.
        diary.add(moment(run.today - timedelta(days=1), "13.40"), run.staff, lambda: give_back(run))


def tend(run):
    """Who has thought about an offer answers or forgets it; then the clock does its part."""
    offers = Offer.objects.filter(training=run.training, state=Offer.State.OPEN)
    old = offers.filter(offered_at__lte=timezone.now() - THINKS, expires_at__gt=timezone.now())
    for offer in old.select_related("entry", "service", "training__service").order_by("pk"):
        does = DOES[len(offer.entry.organizer_name) % len(DOES)]
        with acting_as(Actor(link=offer.link_key)):
            if does == "take":
                take_offer(offer, actor=None)
            elif does == "decline":
                decline_offer(offer, actor=None)
    settle_training(run.training)


def give_back(run):
    """Somebody who booked calls and cancels, while others wait."""
    cancel_booking(_booking(run), actor=run.staff)


def one_less(run):
    """One person of a group cannot come: a seat for whoever fits, which larger groups do not."""
    booking = _booking(run, seat_count__gt=1)
    if booking:
        people = [seat.person for seat in Seat.objects.standing().filter(booking=booking).order_by("pk")]
        change_people(booking, actor=run.staff, people=people[:-1])


def move_last(run):
    waiting = WaitingEntry.objects.filter(training=run.training, state=WaitingEntry.State.WAITING)
    last = waiting.select_related("training__service", "service").order_by("joined_at", "pk").last()
    if waiting.count() > 2:
        reason = "Grupa je na prošlu obuku došla, a obuka je otkazana na licu mjesta."
        move_in_waiting_list(last, actor=run.staff, place=2, reason=reason)


def _booking(run, **conditions):
    return Booking.objects.standing().filter(training=run.training, **conditions).order_by("pk").first()

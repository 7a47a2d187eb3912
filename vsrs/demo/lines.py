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

THINKS = timedelta(hours=10)
# What groups do with offers, by the length of their names, so that it is the same every time.
DOES = ("take", "take", "decline", "take", "take", "forget", "take")


def answer_offers(diary, network, first_day, today):
    """Every day groups answer what was offered to them the day before."""
    _, coordinator, _ = network["republika"]
    for number in range((today - first_day).days):
        diary.add(moment(first_day + timedelta(days=number), "15.05"), coordinator, answer)


def write_line(diary, run):
    """What happens to a run in which groups wait and that is still to come."""
    diary.add(moment(run.today - timedelta(days=8), "10.20"), run.staff, lambda: give_back(run))
    diary.add(moment(run.today - timedelta(days=5), "11.30"), run.staff, lambda: one_less(run))
    diary.add(moment(run.today - timedelta(days=3), "9.10"), run.staff, lambda: move_last(run))
    # Nobody has answered yet when the demo begins.
    diary.add(moment(run.today - timedelta(days=1), "13.40"), run.staff, lambda: give_back(run))


def answer():
    """Who has thought about an offer answers or forgets it; then the clock does its part."""
    now = timezone.now()
    offers = Offer.objects.filter(state=Offer.State.OPEN, offered_at__lte=now - THINKS)
    for offer in offers.select_related("entry", "service", "training__service").order_by("pk"):
        does = DOES[len(offer.entry.organizer_name) % len(DOES)]
        if offer.expires_at <= now:
            with acting_as(Actor.for_service(offer.service)):
                settle_training(offer.training)
        elif does != "forget":
            with acting_as(Actor(link=offer.link_key)):
                (take_offer if does == "take" else decline_offer)(offer, actor=None)


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

"""What the booking card of a training says to the person who reads it."""

from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Subquery
from django.utils import timezone

from organizers.access import own_organizers
from organizers.models import Organizer, Person
from services.tenancy import Somebody, actor_of, ids_of
from trainings.access import NAMES, bookable_organizers
from trainings.models import Booking, Seat, Training, WaitingEntry
from trainings.models.waiting import IN_LINE
from trainings.operations.rules import asked_by, lacking_of
from trainings.operations.seats import is_insider
from vsrs.postgresql.prepared import Given, GivenIds, Prepared

# So many of an organizer's people stand in the card; the rest are on the page of the form.
PEOPLE_SHOWN = 8
MOST_TICKED = 60


@dataclass
class Card:
    """`state` says which of the card's faces to show.

    cancelled, held, begun: nothing can be booked any more. early, late: outside the booking window.
    sign_in, register, unconfirmed, elsewhere: this person cannot book it, and why. booked, waiting:
    already in. choose: for which organizer? full: the waiting list. open: the form.
    """

    state: str
    bookings: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    others: list = field(default_factory=list)  # organizers that could still book
    organizer: Organizer | None = None
    unconfirmed: Organizer | None = None

    @property
    def is_requested(self):
        """Whether the bookings still wait for the service."""
        return any(booking.is_requested for booking in self.bookings)

    @property
    def is_offered(self):
        """Seats are held for one of the groups that wait."""
        return any(entry.state == WaitingEntry.State.OFFERED for entry in self.entries)

    @property
    def can_act(self):
        """Whether a phone shows the way to the card at the bottom of the page."""
        return self.state in {"sign_in", "register", "choose", "open", "full"}


def booking_card(user, training, asked=""):
    """`asked`: the organizer chosen in the address, of those the person acts for."""
    over = _over(training)
    # The page of the training knows already; others have to look.
    mine = getattr(training, "is_mine", True)
    bookings = standing_bookings(user, training) if mine else []
    if over:
        return Card(over, bookings=bookings)
    entries = waiting_entries(user, training) if mine else []
    taken = {row.organizer_id for row in (*bookings, *entries)}
    others = [row for row in _bookable(user) if row.pk not in taken and may_attend(row, training)]
    chosen = next((row for row in others if str(row.pk) == asked), None)
    if not chosen and bookings:
        return Card("booked", bookings=bookings, entries=entries, others=_if_open(others, training))
    if not chosen and entries:
        return Card("waiting", entries=entries, others=_if_open(others, training))
    if window := _window(training):
        return Card(window)
    if not user.is_authenticated:
        return Card("sign_in")
    if not others:
        return _cannot(user)
    if not chosen and len(others) > 1:
        return Card("choose", others=others)
    organizer = chosen or others[0]
    return Card("full" if _is_full(training, organizer) else "open", organizer=organizer, others=others)


OF_TRAINING = Given("training", BigIntegerField())
OF_OWN_ORGANIZERS = GivenIds("organizers", BigIntegerField())
STANDING = Prepared(
    lambda: (
        Booking.objects.visible_to(Somebody())
        .standing()
        .filter(training=OF_TRAINING, organizer__in=OF_OWN_ORGANIZERS)
        .order_by("booked_at")
    )
)
WAITING = Prepared(
    lambda: WaitingEntry.objects.visible_to(Somebody()).filter(
        training=OF_TRAINING, organizer__in=OF_OWN_ORGANIZERS, state__in=IN_LINE
    )
)


def standing_bookings(user, training):
    if not actor_of(user).organizers:
        return []
    return STANDING.objects(training=training.pk, **ids_of(user))


def waiting_entries(user, training):
    if not actor_of(user).organizers:
        return []
    entries = WAITING.objects(training=training.pk, **ids_of(user))
    for entry in entries:
        entry.service = training.service
    return entries


def may_attend(organizer, training):
    return training.audience == Training.Audience.NETWORK or organizer.service_id == training.service_id


def _is_full(training, organizer):
    """For this organizer: some seats may be kept for those of other towns."""
    if training.is_full or not training.kept_seats:
        return training.is_full
    return not training.counter.free(insider=is_insider(training, organizer))


def _over(training):
    if training.state == Training.State.CANCELLED:
        return "cancelled"
    if training.state == Training.State.HELD:
        return "held"
    return "begun" if training.has_started() else ""


def _window(training):
    now = timezone.now()
    if not training.is_announced:
        return "draft"
    if training.opens_at and now < training.opens_at:
        return "early"
    return "late" if training.closes_at and now >= training.closes_at else ""


def _if_open(others, training):
    return [] if _window(training) else others


def _bookable(user):
    return bookable_organizers(user) if user.is_authenticated else ()


def _cannot(user):
    mine = list(own_organizers(user))
    if any(row.is_confirmed for row in mine):
        return Card("elsewhere")
    return Card("unconfirmed", unconfirmed=mine[0]) if mine else Card("register")


# --- who comes ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choice:
    """One of the people to tick: `value` is what the form sends."""

    value: str
    person: Person
    ticked: bool = False
    is_me: bool = False
    lacks: tuple = ()  # what the training asks for and they have not completed

    @property
    def shown(self):
        """What its drawing depends on."""
        lacks = tuple(lack.asked.title for lack in self.lacks)
        return (self.value, self.person.full_name, self.ticked, self.is_me, lacks)


OF_ORGANIZER = Given("organizer", BigIntegerField())
PEOPLE = Prepared(
    lambda: (
        Person.objects.visible_to(Somebody())
        .filter(organizer=OF_ORGANIZER)
        .active()
        .annotate(came_last=Exists(_last_seats()))
    )
)


def _last_seats():
    """The seat of a person in the organizer's last booking."""
    bookings = Booking.objects.visible_to(Somebody()).standing().filter(organizer=OF_ORGANIZER)
    last = bookings.order_by("-pk").values("pk")[:1]
    return Seat.objects.standing().filter(booking=Subquery(last), person=OuterRef("pk"))


def people_to_book(user, organizer):
    """The organizer's people; those of its last booking are ticked, otherwise the person who books."""
    people = PEOPLE.objects(organizer=organizer.pk, **ids_of(user))
    mine = {person.pk for person in people if _is_me(person, user)}
    last = [person.pk for person in people if person.came_last][:MOST_TICKED]
    ticked = set(last) or mine
    return [
        Choice(str(person.pk), person, ticked=person.pk in ticked, is_me=person.pk in mine)
        for person in people
    ]


def people_to_choose_from(user, organizer):
    """The same of an organizer read with its people, nobody ticked: a form that was sent says who is."""
    people = [Person.from_db(connection.alias, NAMES, row) for row in organizer.people_rows]
    return [Choice(str(person.pk), person, is_me=_is_me(person, user)) for person in people]


def with_lacks(choices, training):
    """Each with what the training asks for and they have not completed: said before anything is sent."""
    if not (asked := asked_by(training)):
        return choices
    lacking = lacking_of(training, {choice.person.pk for choice in choices} - {None}, asked)
    return [_lacking(choice, lacking.get(choice.person.pk, ())) for choice in choices]


def _lacking(choice, lacks):
    return replace(choice, lacks=tuple(lacks), ticked=choice.ticked and not lacks)


def _is_me(person, user):
    return person.user_id == user.pk or (bool(person.email) and person.email == user.email)


def shown_in_card(choices):
    """The ticked ones first, then others up to the card's limit; and how many are not shown."""
    ticked = [choice for choice in choices if choice.ticked]
    rest = [choice for choice in choices if not choice.ticked]
    shown = {choice.value for choice in (ticked + rest)[: max(PEOPLE_SHOWN, len(ticked))]}
    return [choice for choice in choices if choice.value in shown], len(choices) - len(shown)


def people_in(booking, seats, user=None):
    """Those who come, ticked; for the organizer (not by link) also its other people."""
    choices = []
    for seat in seats:
        person = Person(
            pk=seat.person_id, organizer_id=booking.organizer_id, full_name=seat.full_name, email=seat.email
        )
        value = str(seat.person_id) if seat.person_id else f"mjesto-{seat.pk}"
        choices.append(Choice(value, person, ticked=True))
    if user:
        here = {choice.value for choice in choices}
        known = Person.objects.visible_to(user).filter(organizer=booking.organizer_id).active()
        choices += [Choice(str(row.pk), row) for row in known if str(row.pk) not in here]
    return choices

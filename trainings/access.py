"""The doors of this room: who may see and do what with trainings and bookings. One function a right."""

import re
from contextlib import contextmanager
from secrets import compare_digest

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q
from django.db.models.functions import JSONArray
from django.http import Http404
from django.shortcuts import get_object_or_404

from organizers.models import Organizer, Person
from services.access import get_service_to_work_in
from services.tenancy import Actor, Somebody, acting_as, actor_of, current_actor, ids_of
from services.tokens import hash_of
from trainings.models import (
    Booking,
    Certificate,
    EvaluationInvitation,
    Offer,
    Part,
    Programme,
    Question,
    Seat,
    Trainer,
    Training,
    WaitingEntry,
)
from vsrs.postgresql.prepared import Given, GivenIds, Prepared

NUMBER = re.compile(r"[A-ZČĆĐŠŽ]{1,4}-\d{4}-\d{4,9}")
CERTIFICATE_KEY = re.compile(r"[0-9a-f]{16}")
LINK_KEY = re.compile(r"[A-Za-z0-9_-]{20,40}")
ENTRY_CODE = re.compile(r"[A-Za-z0-9_-]{12,24}")


# --- rights ------------------------------------------------------------------------------------
def can_run(user, training):
    """Plan, publish, cancel, enter attendance: people of the service that holds it, nobody above it."""
    return actor_of(user).works_in(training.service_id)


def can_book_for(user, organizer):
    """Its current representatives and contacts, once its home service has confirmed it.

    Overseeing the network gives no right here: coordinators and observers book nothing.
    """
    return organizer.is_confirmed and actor_of(user).represents(organizer.pk)


def can_change_booking(user, booking):
    """Change who comes, or cancel: the organizer's own people; the service, when asked by phone."""
    actor = actor_of(user)
    return actor.represents(booking.organizer_id) or actor.works_in(booking.service_id)


def can_leave_waiting(user, entry):
    actor = actor_of(user)
    return actor.represents(entry.organizer_id) or actor.works_in(entry.service_id)


def holds_link_to(row):
    """Is the secret link of this booking or offer what the present asker came with?"""
    key = row.link_key  # empty: closed, and nobody's
    return bool(key) and compare_digest(current_actor().link.encode(), key.encode())


BOOKABLE = Prepared(lambda: _bookable())
BOOKABLE_WITH_PEOPLE = Prepared(lambda: _bookable().annotate(people_rows=ArraySubquery(_people())))


def _bookable():
    mine = Organizer.objects.visible_to(Somebody()).filter(pk__in=GivenIds("organizers", BigIntegerField()))
    return mine.confirmed()


def _people():
    people = Person.objects.visible_to(Somebody()).filter(organizer=OuterRef("pk")).active()
    return people.values(row=JSONArray(*NAMES))


# In the order of the model, which `from_db` wants.
NAMES = ("id", "organizer_id", "user_id", "full_name", "email")


def bookable_organizers(user, *, with_people=False):
    """The organizers this user may book for; `with_people` each with `people_rows`: those who can come."""
    statement = BOOKABLE_WITH_PEOPLE if with_people else BOOKABLE
    return statement.objects(**ids_of(user)) if actor_of(user).organizers else []


# --- trainings and programmes ------------------------------------------------------------------
def _by_address():
    return (
        Training.objects.visible_to(Somebody())
        .filter(service__slug=Given("service", CharField()), slug=Given("slug", CharField()))
        .select_related("service", "programme", "version")
        .annotate(has_questions=Exists(Question.objects.filter(training=OuterRef("pk"))))
    )


def _to_book():
    """With `part_rows`, as lists, for the letters."""
    parts = Part.objects.filter(training=OuterRef("pk")).order_by("ordinal")
    return _by_address().annotate(part_rows=ArraySubquery(parts.values(row=JSONArray(*PART))))


def _with_page():
    """Besides `day_rows` and `trainer_rows`, as lists; `is_mine`: an organizer of whoever asks has seats or
    waits."""
    here = {"training": OuterRef("pk")}
    mine = here | {"organizer__in": GivenIds("organizers", BigIntegerField())}
    return _by_address().annotate(
        day_rows=ArraySubquery(Part.objects.filter(**here).order_by("ordinal").values(row=JSONArray(*DAY))),
        trainer_rows=ArraySubquery(
            Trainer.objects.filter(**here).order_by("pk").values(row=JSONArray("full_name", "position"))
        ),
        is_mine=Q(Exists(Booking.objects.filter(**mine))) | Q(Exists(WaitingEntry.objects.filter(**mine))),
    )


DAY = ("title", "starts_at", "ends_at", "place", "agenda")
PART = ("ordinal", "title", "starts_at", "ends_at", "place")
TRAINING_TO_BOOK, TRAINING_WITH_PAGE = Prepared(_to_book), Prepared(_with_page)


def get_training(user, slug_of_service, slug):
    """A training this user may see. A draft of another service looks like none at all: 404."""
    return _get_training(TRAINING_TO_BOOK, user, slug_of_service, slug)


def get_training_to_read(user, slug_of_service, slug):
    """The same with what its page shows besides, in one statement."""
    return _get_training(TRAINING_WITH_PAGE, user, slug_of_service, slug)


def _get_training(statement, user, slug_of_service, slug):
    for training in statement.objects(service=slug_of_service, slug=slug, **ids_of(user)):
        return training
    raise Http404


def get_training_to_run(user, service_slug, pk):
    """A training of a service this user works in; any other service's workspace looks like none: 404."""
    service = get_service_to_work_in(user, service_slug)
    trainings = Training.objects.visible_to(user).select_related("service", "programme", "version")
    return get_object_or_404(trainings, service=service, pk=pk)


def get_part_to_run(user, service_slug, pk, part_pk):
    """A part of a training of a service this user works in, with the training."""
    training = get_training_to_run(user, service_slug, pk)
    part = get_object_or_404(Part.objects.visible_to(user), training=training, pk=part_pk)
    part.training = training
    return part


def get_programme_to_run(user, service, pk):
    """A programme of the service, or one that the republic office shares with all."""
    programmes = Programme.objects.visible_to(user).select_related("service")
    return get_object_or_404(programmes, Q(service=service) | Q(is_shared=True), pk=pk)


def get_programme_to_change(user, service_slug, pk):
    """A programme of a service this user works in; one that others share can be run but not changed: 404."""
    service = get_service_to_work_in(user, service_slug)
    programmes = Programme.objects.visible_to(user).select_related("service")
    return get_object_or_404(programmes, service=service, pk=pk)


# --- bookings ----------------------------------------------------------------------------------
def get_booking(user, number):
    """A booking this user may see, by the number people quote. Anybody else's looks like none: 404."""
    if not NUMBER.fullmatch(number):
        raise Http404
    bookings = Booking.objects.visible_to(user).select_related("service", "training__service")
    return get_object_or_404(bookings, number=number)


def get_booking_to_change(user, number):
    """Seen, but not theirs to change (a coordinator): 403."""
    booking = get_booking(user, number)
    if not can_change_booking(user, booking):
        raise PermissionDenied
    return booking


def get_booking_by_link(number, key):
    """The booking that a secret link of an e-mail opens; a wrong number or key is the same 404.

    The one read without `visible_to`: the key is the right, and the second wall checks it again. What
    the caller then reads of the booking needs `acting_by_link`.
    """
    if not (NUMBER.fullmatch(number) and LINK_KEY.fullmatch(key)):
        raise Http404
    with transaction.atomic(), acting_as(Actor(link=key)):
        bookings = Booking.objects.select_related("service", "training__service")
        booking = bookings.filter(number=number, link_key=key).first()
    if booking is None or not compare_digest(booking.link_key.encode(), key.encode()):
        raise Http404
    return booking


@contextmanager
def acting_by_link(number, key):
    """`with acting_by_link(number, key) as booking:` asks as the link's holder, who sees that booking."""
    booking = get_booking_by_link(number, key)
    with acting_as(Actor(bookings=(booking.pk,), link=key)):
        yield booking


def seat_at_the_door(user, code):
    """The seat of a code, for those who run its training; None for everybody else."""
    if not ENTRY_CODE.fullmatch(code):
        return None
    seats = Seat.objects.visible_to(user).select_related("training__service", "booking")
    seat = seats.filter(code=code).exclude(booking__state=Booking.State.REQUESTED).first()
    return seat if seat and can_run(user, seat) else None


def get_certificate_to_run(user, service_slug, pk):
    """A certificate of a service this user works in; anybody else's looks like none: 404."""
    service = get_service_to_work_in(user, service_slug)
    certificates = Certificate.objects.visible_to(user).filter(service=service)
    related = certificates.select_related("service", "training", "seat__booking", "issued_by", "replaces")
    return get_object_or_404(related, pk=pk)


def find_certificate(key):
    """The certificate whose paper carries this key, or None.

    A read without `visible_to`: the key is the right, and the second wall checks it again.
    """
    if not CERTIFICATE_KEY.fullmatch(key):
        return None
    with transaction.atomic(), acting_as(Actor(link=key)):
        return Certificate.objects.select_related("service").filter(key=key).first()


def find_evaluation_invitation(token):
    """The invitation whose letter carries this link, or None; read by the hash, like `find_certificate`."""
    link = hash_of(token)
    with transaction.atomic(), acting_as(Actor(link=link)):
        found = EvaluationInvitation.objects.select_related("service", "training__service")
        return found.filter(token_hash=link).first()


def get_waiting_entry(user, pk):
    """A place in a waiting list: of one's own organizers, or of a training one's service holds."""
    entries = WaitingEntry.objects.visible_to(user).select_related("service", "training__service")
    return get_object_or_404(entries, pk=pk)


def get_entry_to_run(user, service_slug, pk, entry_pk):
    """A place in the waiting list of a training of a service this user works in."""
    training = get_training_to_run(user, service_slug, pk)
    entry = get_object_or_404(WaitingEntry.objects.visible_to(user), training=training, pk=entry_pk)
    entry.training = training
    return entry


def get_offer(user, pk):
    """Offered seats, for those who may take them and for the service that offers them."""
    actor = actor_of(user)
    concerned = Q(organizer__in=actor.organizers) | Q(service__in=actor.services)
    offers = Offer.objects.visible_to(user).select_related("service", "training__service")
    return get_object_or_404(offers, concerned, pk=pk)


def get_offer_by_link(pk, key):
    """The offer that a secret link of an e-mail opens; a wrong number or key is the same 404."""
    if not LINK_KEY.fullmatch(key):
        raise Http404
    with transaction.atomic(), acting_as(Actor(link=key)):
        offers = Offer.objects.select_related("service", "training__service")
        offer = offers.filter(pk=pk, link_key=key).first()
    if offer is None or not compare_digest(offer.link_key.encode(), key.encode()):
        raise Http404
    return offer

"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "programme.created": _("made the programme"),
    "programme.changed": _("changed the programme"),
    "programme.retired": _("took the programme out of use"),
    "programme.restored": _("brought the programme back"),
    "material.added": _("added a material"),
    "material.removed": _("removed a material"),
    "trainer.added": _("added the trainer"),
    "trainer.changed": _("changed the trainer"),
    "trainer.linked": _("said whose record of a trainer it is"),
    "trainer.retired": _("took the trainer off the list"),
    "trainer.restored": _("brought the trainer back to the list"),
    "training.version": _("took the draft to another version of its programme"),
    "training.planned": _("planned the training"),
    "training.changed": _("changed the training"),
    "training.published": _("published the training"),
    "training.confirmed": _("confirmed that the training will be held"),
    "training.cancelled": _("cancelled the training"),
    "training.held": _("marked the training as held"),
    "training.discarded": _("discarded the draft"),
    "booking.made": _("booked seats"),
    "booking.requested": _("booked seats; waits for approval"),
    "booking.requested:offer": _("took the offered seats; waits for approval"),
    "booking.requested:offer_link": _("took the offered seats, by secret link; waits for approval"),
    "booking.approved": _("approved the booking"),
    "booking.refused": _("did not approve the booking"),
    "needs.erased": _("erased what people needed to take part"),
    "booking.made:offer": _("took the offered seats"),
    "booking.made:offer_link": _("took the offered seats, by secret link"),
    "booking.opened": _("opened the booking with people's data"),
    "booking.handed_over": _("another contact, because the earlier one left the organizer"),
    "booking.changed": _("changed who comes"),
    "booking.changed:link": _("changed who comes, by secret link"),
    "booking.cancelled": _("cancelled the booking"),
    "booking.cancelled:link": _("cancelled the booking, by secret link"),
    "booking.cancelled:training": _("the booking was cancelled together with the training"),
    "waiting.joined": _("joined the waiting list"),
    "waiting.left": _("left the waiting list"),
    "waiting.left:booking": _("left the waiting list by booking seats"),
    "waiting.offered": _("offered seats to the first in line"),
    "waiting.lapsed": _("offered seats were not taken in time"),
    "waiting.declined": _("declined the offered seats"),
    "waiting.declined:link": _("declined the offered seats, by secret link"),
    "waiting.moved": _("moved a group in the waiting list"),
    "waiting.removed": _("took a group off the waiting list"),
    "training.kept_opened": _("opened the kept seats to everybody"),
    "waiting.closed": _("the waiting list was closed together with the training"),
    "interest.said": _("said that the organizer wants the programme"),
    "interest.withdrawn": _("withdrew the wish for the programme"),
    "interest.told": _("told the organizer that the programme has a date"),
    "attendance.marked": _("entered attendance"),
    "completion.corrected": _("changed by correcting attendance who completed the training"),
    "certificate.issued": _("issued certificates"),
    "certificate.withdrawn": _("withdrew the certificate"),
    "certificate.corrected": _("issued a corrected certificate"),
    "certificate.replaced": _("withdrew the certificate, because a corrected one was issued"),
}

FACTS = {
    "gained": _("Now completed it"),
    "lost": _("No longer completed it"),
    "holder_name": _("Name on the certificate"),
    "replaces": _("In place of"),
    "successor": _("The corrected one"),
    "people": _("People"),
    "coming": _("Added"),
    "leaving": _("Taken off"),
    "reason": _("Reason"),
    "places": _("Place in line"),
    "seats": _("Seats"),
    "people_count": _("How many people"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "retired_at": _("No longer run since"),
    "parts": _("Parts"),
    "prerequisites": _("Prerequisites"),
    "copy_of": _("Made from"),
    "material": _("Material"),
    "version": _("Version"),
    "teaches": _("Can lead"),
    "account": _("Account"),
}


def _training(entry, slug):
    return reverse("trainings:desk_training", args=[slug, entry.subject_id])


def _programme(entry, slug):
    return reverse("trainings:desk_programme", args=[slug, entry.subject_id])


def _trainer(entry, slug):
    return reverse("trainings:desk_trainer", args=[slug, entry.subject_id])


def _booking(entry, slug):
    # A booking is kept in the history under its number, which is also its address.
    return reverse("trainings:booking", args=[entry.subject_text])


def _certificate(entry, slug):
    return reverse("trainings:desk_certificate", args=[slug, entry.subject_id])


RECORDS = {
    "trainings.certificate": Record(_certificate),
    "trainings.training": Record(_training),
    "trainings.programme": Record(_programme),
    "trainings.trainerprofile": Record(_trainer),
    "trainings.booking": Record(_booking, overseen=True),
}

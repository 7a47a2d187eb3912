"""The words of what is done in this room, and where its records open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from services.history_words import Record

WORDS = {
    "programme.created": _("made the programme"),
    "programme.changed": _("changed the programme"),
    "training.planned": _("planned the training"),
    "training.changed": _("changed the training"),
    "training.published": _("published the training"),
    "training.confirmed": _("confirmed that the training will be held"),
    "training.cancelled": _("cancelled the training"),
    "training.held": _("marked the training as held"),
    "training.discarded": _("discarded the draft"),
    "booking.made": _("booked seats"),
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
    "waiting.closed": _("the waiting list was closed together with the training"),
    "attendance.marked": _("entered attendance"),
}

FACTS = {
    "people": _("People"),
    "coming": _("Added"),
    "leaving": _("Taken off"),
    "reason": _("Reason"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "retired_at": _("No longer run since"),
}


def _training(entry, slug):
    return reverse("trainings:desk_training", args=[slug, entry.subject_id])


def _programme(entry, slug):
    return reverse("trainings:desk_programme", args=[slug, entry.subject_id])


def _booking(entry, slug):
    # A booking is kept in the history under its number, which is also its address.
    return reverse("trainings:booking", args=[entry.subject_text])


RECORDS = {
    "trainings.training": Record(_training),
    "trainings.programme": Record(_programme),
    "trainings.booking": Record(_booking, overseen=True),
}

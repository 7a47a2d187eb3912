"""What a training asks of those who book, in words for its pages."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.models import KeptFor, Question
from trainings.operations.rules import Lack, asked_by, next_run
from vsrs.dates import short_date
from vsrs.ui.writing import written


def conditions_of(training):
    """For the pages that show the training; trainings without rules are asked nothing more."""
    return {
        "asked": [Lack(one, next_run(one, training)) for one in asked_by(training)],
        "kept": kept_in_words(training),
    }


def has_questions(training):
    return Question.objects.filter(training=training).exists()


def kept_in_words(training):
    """“5 seats are kept for organizers from Srbac and Laktaši until 1. 12.; 0 others are free.”"""
    if not training.kept_seats or training.kept_opened_at or not training.is_announced:
        return ""
    counter = training.counter
    left = max(training.kept_seats - training.taken_kept, 0)
    left = min(left, counter.free(insider=True))
    if not left:
        return ""
    towns = [
        written(row.municipality)
        for row in KeptFor.objects.filter(training=training).select_related("municipality")
    ]
    kept = ngettext(
        "%(n)d seat is kept for organizers from %(towns)s until %(day)s",
        "%(n)d seats are kept for organizers from %(towns)s until %(day)s",
        left,
    ) % {"n": left, "towns": in_a_row(towns), "day": short_date(training.kept_until)}
    free = counter.free(insider=False)
    others = ngettext("%(n)d other is free.", "%(n)d others are free.", free) % {"n": free}
    return f"{kept}; {others}"


def in_a_row(names):
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}

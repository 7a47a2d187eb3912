"""The numbers of this room. Each opens its own rows, which hold nothing of a person or a thread."""

from functools import partial

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations import figure_rows
from network.figures import Figure, register
from network.sources import Source, monthly, rows


def _figure(source, **fields):
    return Figure(
        room="consultations", monthly=partial(monthly, source), rows=partial(rows, source), **fields
    )


def _in_words(field):
    return lambda fact: {True: _("in time"), False: _("late")}[getattr(fact, field)]


SERVICE = (_("Service"), "service.name")
TOPIC = (_("Topic"), lambda row: row.get_topic_display())
ASKED = ((_("Number"), "number"), SERVICE, TOPIC, (_("Asked"), "asked_at"))
FIRST_ANSWERED = (_("First answered"), "first_answered_at")
CLOSED = (_("Closed on"), "closed_at")

FIGURES = (
    _figure(
        Source(figure_rows.requests, "asked_at", Count("pk")),
        code="savjetodavni-zahtjevi",
        name=_("Advisory requests asked"),
        unit=_("requests"),
        counts="count",
        how=_("All advisory requests in the month in which they were asked."),
        columns=(*ASKED, FIRST_ANSWERED, CLOSED),
        is_public=True,
        is_public_by_service=True,
        order=110,
    ),
    _figure(
        Source(figure_rows.solved, "closed_at", Count("pk")),
        code="rijeseni-zahtjevi",
        name=_("Advisory requests solved"),
        unit=_("requests"),
        counts="count",
        how=_(
            "Requests in the month in which they were closed, without those that the organizer withdrew or "
            "did not answer any more, and those that went on under another number."
        ),
        columns=(*ASKED, CLOSED),
        is_public=True,
        is_public_by_service=True,
        order=111,
    ),
    _figure(
        Source(
            figure_rows.answered, "first_answered_at", Sum("first_days"), Count("pk"), spread="first_days"
        ),
        code="do-prvog-odgovora",
        name=_("To the first answer, median"),
        unit=_("working days"),
        counts="median",
        how=_(
            "Half of the requests got their first answer or conversation within so many working days of "
            "eight hours, without holidays and without the time in which the organizer was waited for; in "
            "the month of the first answer."
        ),
        columns=(*ASKED, FIRST_ANSWERED, (_("Working days"), "first_days")),
        row_value=lambda fact: (fact.first_days, 1, {str(fact.first_days): 1}),
        is_public=True,
        is_public_by_service=True,
        order=112,
    ),
    _figure(
        Source(figure_rows.solved, "closed_at", Sum("solution_days"), Count("pk"), spread="solution_days"),
        code="do-rjesenja",
        name=_("To the solution, median"),
        unit=_("working days"),
        counts="median",
        how=_(
            "Half of the solved requests were closed within so many working days, counted in the same way; "
            "in the month in which they were closed."
        ),
        columns=(*ASKED, CLOSED, (_("Working days"), "solution_days")),
        row_value=lambda fact: (fact.solution_days, 1, {str(fact.solution_days): 1}),
        is_public=True,
        is_public_by_service=True,
        order=113,
    ),
    _figure(
        Source(
            figure_rows.answered_or_late,
            "asked_at",
            Count("pk", filter=Q(first_in_time=True)),
            Count("pk"),
        ),
        code="prvi-odgovor-u-roku",
        name=_("First answers in time"),
        unit="%",
        counts="ratio",
        how=_(
            "Requests whose first answer came within the target of their topic, out of those that were "
            "answered or are late, in the month in which they were asked."
        ),
        columns=(*ASKED, FIRST_ANSWERED, (_("First answer"), _in_words("first_in_time"))),
        row_value=lambda fact: (int(fact.first_in_time), 1),
        is_public=True,
        is_public_by_service=True,
        order=114,
    ),
    _figure(
        Source(
            figure_rows.solved_or_late,
            "asked_at",
            Count("pk", filter=Q(solution_in_time=True)),
            Count("pk"),
        ),
        code="rjesenje-u-roku",
        name=_("Solutions in time"),
        unit="%",
        counts="ratio",
        how=_(
            "Requests solved within the target of their topic, out of those that were solved or are late, in "
            "the month in which they were asked."
        ),
        columns=(*ASKED, CLOSED, (_("Solution"), _in_words("solution_in_time"))),
        row_value=lambda fact: (int(fact.solution_in_time), 1),
        is_public=True,
        is_public_by_service=True,
        order=115,
    ),
    _figure(
        Source(figure_rows.scores, "day", Sum("score"), Count("pk"), is_day=True),
        code="zadovoljstvo-savjetom",
        name=_("Satisfaction with the advice"),
        unit=_("of 5"),
        counts="mean",
        how=_(
            "The mean of the scores from 1 to 5 that organizers gave after their request was closed, in the "
            "month in which they gave them. With fewer than five it is not shown."
        ),
        columns=(SERVICE, TOPIC, (_("Day"), "day"), (_("Score"), "score")),
        row_value=lambda row: (row.score, 1),
        order=116,
    ),
    _figure(
        Source(
            figure_rows.advised_to,
            "closed_at",
            Count("pk", filter=Q(depth__in=figure_rows.GOT_FAR)),
            Count("pk"),
        ),
        code="dubina-podrske",
        name=_("Advised up to doing"),
        unit="%",
        counts="ratio",
        how=_(
            "Solved requests after which the organizer was doing it or keeping it up, out of all solved "
            "ones, in the month in which they were closed."
        ),
        columns=(*ASKED, CLOSED, (_("Depth"), lambda fact: fact.get_depth_display())),
        row_value=lambda fact: (int(fact.depth in figure_rows.GOT_FAR), 1),
        order=117,
    ),
    _figure(
        Source(figure_rows.answered_by_articles, "day", Count("pk"), is_day=True),
        code="odgovorili-clanci",
        name=_("Questions answered by an article"),
        unit=pgettext_lazy("count", "questions"),
        counts="count",
        how=_(
            "How often somebody who was about to ask found the answer in an article and said so, for the "
            "service that would have been asked."
        ),
        columns=(SERVICE, TOPIC, (_("Day"), "day")),
        is_public=True,
        order=118,
    ),
)


def register_figures():
    register(*FIGURES)

"""The rule of a waiting list and the reasons of its steps, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.models import WaitingStep
from vsrs.dates import date_time

Kind = WaitingStep.Kind


def rule_of(training):
    """How this list works, one sentence each, for everybody whom it concerns."""
    yield _("Groups stand in the order in which they joined.")
    if training.first_timers_first:
        yield _(
            "Organizers whose people have not completed this programme yet stand before those whose have; "
            "among them the order of joining counts."
        )
    yield _(
        "Seats that become free are offered to the first group for which there are enough. A group that "
        "needs more is passed over and keeps its place; one that said it also comes with fewer is offered "
        "as many as there are."
    )
    yield ngettext(
        "An offer can be taken for %(hours)d hour, counted between 8 and 20 o'clock, and not after booking "
        "closes. Not taken in time, the seats go to the next group.",
        "An offer can be taken for %(hours)d hours, counted between 8 and 20 o'clock, and not after booking "
        "closes. Not taken in time, the seats go to the next group.",
        training.offer_hours,
    ) % {"hours": training.offer_hours}
    yield _(
        "When there is too little time left for an answer, nothing is offered any more: those who wait are "
        "told, and whoever books first has the seats."
    )
    if training.organizer_cap:
        yield ngettext(
            "One organizer is offered at most %(cap)d seat.",
            "One organizer is offered at most %(cap)d seats.",
            training.organizer_cap,
        ) % {"cap": training.organizer_cap}
    if training.counter.kept:
        yield _("Until %(until)s some seats are kept for organizers of some municipalities.") % {
            "until": date_time(training.kept_until)
        }
    yield _("Only the service can move a group, and it has to say why; whoever is moved or passed reads it.")


def reason_of(step):
    """What happened to a group and why, from the numbers of that moment."""
    return _SENTENCES[step.kind](step.facts)


def _offered(facts):
    seats = ngettext(
        "%(seats)d seat was offered, to be taken by %(until)s.",
        "%(seats)d seats were offered, to be taken by %(until)s.",
        facts["seats"],
    ) % {"seats": facts["seats"], "until": _moment(facts["until"])}
    if facts.get("passed"):
        why = ngettext(
            "The group stood at place %(place)d; %(passed)d group before it needed more than was free.",
            "The group stood at place %(place)d; %(passed)d groups before it needed more than was free.",
            facts["passed"],
        ) % {"place": facts["place"], "passed": facts["passed"]}
    elif facts["place"] == 1:
        why = _("The group was the first in line.")
    else:
        why = _("The group stood at place %(place)d; those before it have been offered seats.") % {
            "place": facts["place"]
        }
    return f"{seats} {why}"


def _skipped(facts):
    numbers = {"free": facts["free"], "needed": facts["needed"]}
    if "cap" in facts:
        return ngettext(
            "Passed over: one organizer may have at most %(cap)d seat and the group needs %(needed)d.",
            "Passed over: one organizer may have at most %(cap)d seats and the group needs %(needed)d.",
            facts["cap"],
        ) % (numbers | {"cap": facts["cap"]})
    if "kept" in facts:
        return ngettext(
            "Passed over: %(kept)d free seat is still kept for organizers of some municipalities.",
            "Passed over: %(kept)d free seats are still kept for organizers of some municipalities.",
            facts["kept"],
        ) % {"kept": facts["kept"]}
    return (
        ngettext(
            "Passed over: %(free)d seat was free and the group needs %(needed)d.",
            "Passed over: %(free)d seats were free and the group needs %(needed)d.",
            facts["free"],
        )
        % numbers
    )


def _moved(facts):
    words = (
        _("The service moved another group: place %(place)d instead of %(before)d. Its reason: %(reason)s")
        if facts.get("another")
        else _("The service moved the group from place %(before)d to place %(place)d. Its reason: %(reason)s")
    )
    return words % facts


def _taken(facts):
    return _("The seats were taken: booking %(number)s.") % facts


def _lapsed(facts):
    return _("Nobody answered by %(until)s, so the seats went to the next group.") % {
        "until": _moment(facts["until"])
    }


def _removed(facts):
    return _("The service took the group off the list. Its reason: %(reason)s") % facts


def _moment(text):
    return date_time(datetime.fromisoformat(text))


_SENTENCES = {
    Kind.OFFERED: _offered,
    Kind.SKIPPED: _skipped,
    Kind.MOVED: _moved,
    Kind.TAKEN: _taken,
    Kind.DECLINED: lambda facts: _("The offered seats were declined."),
    Kind.LAPSED: _lapsed,
    Kind.WITHDRAWN: lambda facts: _("The offer was withdrawn."),
    Kind.REMOVED: _removed,
}

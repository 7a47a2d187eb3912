"""Which coming trainings to recommend to an organizer, each with its reason in words."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizers.desk import Suggestion
from organizers.models import FieldOfWork, Person
from trainings.models import Booking, Completion, Interest, Subject, Training, WaitingEntry
from trainings.models.waiting import IN_LINE
from trainings.operations.rules import asked_by, is_met
from vsrs.dates import before_comma, date_range
from vsrs.ui.writing import in_script, written

SHOWN = 4
# How far the search looks: the nearest trainings first.
LOOKED_AT = 200
# Which subjects are near to a field of work of an organizer.
NEAR = {
    FieldOfWork.CHILDREN: {Subject.SCHOOLS},
    FieldOfWork.EDUCATION: {Subject.SCHOOLS},
    FieldOfWork.OLDER: {Subject.INCLUSION},
    FieldOfWork.SOCIAL: {Subject.INCLUSION},
    FieldOfWork.RIGHTS: {Subject.INCLUSION, Subject.POLICY},
    FieldOfWork.COMMUNITY: {Subject.POLICY},
    FieldOfWork.EMERGENCIES: {Subject.RISK},
    FieldOfWork.HEALTH: {Subject.RISK},
    FieldOfWork.SPORT: {Subject.MOTIVATION},
    FieldOfWork.CULTURE: {Subject.PROMOTION},
}


def recommended(user, organizer):
    """One run of each programme, the strongest reason first, then the nearest date."""
    if not organizer.is_confirmed:
        return []
    known = Known(user, organizer)
    found = {}
    for training in _within_reach(user, organizer):
        ranked = known.reason_for(training)
        if ranked and (training.programme_id not in found):
            found[training.programme_id] = (ranked[0], training.starts_at, training, ranked[1])
    best = sorted(found.values(), key=lambda row: (row[0], row[1], row[2].pk))[:SHOWN]
    return [_suggestion(training, reason) for _rank, _start, training, reason in best]


def _within_reach(user, organizer):
    """Announced, open for booking, with a free seat, and not booked or waited for by this organizer."""
    now = timezone.now()
    own = {"training": OuterRef("pk"), "organizer": organizer}
    booked = Booking.objects.visible_to(user).standing().filter(**own)
    waiting = WaitingEntry.objects.visible_to(user).filter(state__in=IN_LINE, **own)
    return (
        Training.objects.visible_to(user)
        .upcoming(now)
        .filter(Q(audience=Training.Audience.NETWORK) | Q(service=organizer.service_id))
        .filter(Q(opens_at=None) | Q(opens_at__lte=now), Q(closes_at=None) | Q(closes_at__gt=now))
        .filter(~Exists(booked), ~Exists(waiting), taken__lt=F("seats"))
        .select_related("programme", "service", "version")
        .order_by("starts_at", "pk")[:LOOKED_AT]
    )


class Known:
    """What the organizer's people have completed, and what it does and wants; three queries."""

    def __init__(self, user, organizer):
        self.organizer = organizer
        people = Person.objects.visible_to(user).active().filter(organizer=organizer)
        self.people = {person.human: person for person in people.order_by("sort", "pk")}
        rows = Completion.objects.visible_to(user).filter(human__in=list(self.people))
        self.completed = defaultdict(dict)  # {programme: {human: day}}
        self.subjects = set()
        for row in rows.select_related("programme").order_by("completed_on"):
            self.completed[row.programme_id][row.human] = row.completed_on
            self.subjects.add(row.programme.subject)
        wanted = Interest.objects.visible_to(user).filter(organizer=organizer, state=Interest.State.OPEN)
        self.wanted = set(wanted.values_list("programme", flat=True))
        fields = organizer.field_codes
        self.near = {subject: code for code in fields for subject in NEAR.get(code, ())}

    def reason_for(self, training):
        """(rank, sentence), or None when nothing speaks for it."""
        programme = training.programme
        asked = asked_by(training)
        ready = [human for human in self.people if all(self._has(human, one, training) for one in asked)]
        if asked and not ready:
            return None
        if programme.pk in self.wanted:
            return 0, _("You said that you want this programme.")
        done = self.completed.get(programme.pk, {})
        if asked and (fresh := [human for human in ready if human not in done]):
            return 1, _("%(person)s has completed what it asks for: %(required)s.") % {
                "person": written(self.people[fresh[0]].full_name),
                "required": ", ".join(written(one.title) for one in asked),
            }
        if done:
            return None
        if programme.subject == Subject.COORDINATION and programme.subject not in self.subjects:
            return 2, _("Nobody of yours has completed a training in volunteer coordination yet.")
        if code := self.near.get(programme.subject):
            return 3, _("It is near to your field of work: %(field)s.") % {"field": FieldOfWork(code).label}
        return None

    def _has(self, human, asked, training):
        return is_met(asked, self.completed.get(asked.programme, {}).get(human), training)


def _suggestion(training, reason):
    days = date_range(training.starts_at, training.ends_at)
    return Suggestion(
        title=training.title,
        url=training.get_absolute_url(),
        detail=f"{before_comma(days)}, {in_script(training.service, 'town')}",
        reason=reason,
    )

"""What is wanted and has no date: said, withdrawn, answered with a date; and who lacked a prerequisite."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizers.models import Organizer
from organizers.operations.same_people import everywhere
from organizers.queries import representatives_of
from services.history import record
from services.tenancy import actor_of, on_behalf_of
from trainings import demand_notices
from trainings.models import Completion, Interest, Training, UnmetPrerequisite, WaitingEntry
from trainings.models.waiting import IN_LINE
from vsrs.refusals import Refused
from vsrs.transactions import operation

MOST_PEOPLE = 200


# --- the organizer -----------------------------------------------------------------------------
@operation
def say_interest(programme, *, actor, organizer, people_count, note=""):
    """`organizer` wants to come to the programme when it has a date. Said again, it is the same interest
    with the new number and words."""
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    if not organizer.is_confirmed:
        raise Refused(
            _("%(organizer)s can say so once its local service has confirmed it.")
            % {"organizer": organizer.name}
        )
    if programme.retired_at:
        raise Refused(_("This programme is no longer run."))
    if not 1 <= people_count <= MOST_PEOPLE:
        raise Refused(
            _("Enter how many people would come, from 1 to %(most)d.") % {"most": MOST_PEOPLE},
            field="people_count",
        )
    with on_behalf_of(organizer.service):
        # One open interest an organizer and programme: whoever says it at the same moment waits here.
        Organizer.objects.select_for_update(no_key=True, of=["self"]).get(pk=organizer.pk)
        known = Interest.objects.filter(organizer=organizer, programme=programme, state=Interest.State.OPEN)
        if interest := known.first():
            return _say_anew(interest, actor, people_count, note)
        interest = Interest.objects.create(
            service=organizer.service,
            programme=programme,
            organizer=organizer,
            people_count=people_count,
            note=note,
            created_by=actor,
        )
        _record(interest, actor, "interest.said", people_count=people_count)
    return interest


@operation
def withdraw_interest(interest, *, actor):
    """Safe to repeat. By the organizer's own people, or by its service when asked by phone."""
    rights = actor_of(actor)
    if not (rights.represents(interest.organizer_id) or rights.works_in(interest.service_id)):
        raise PermissionDenied
    with on_behalf_of(interest.service):
        interest = _locked(interest)
        if interest.state == Interest.State.OPEN:
            _close(interest, Interest.State.WITHDRAWN)
            _record(interest, actor, "interest.withdrawn")
    return interest


@operation
def note_unmet(training, *, actor, organizer, missing):
    """Somebody could not be booked: `missing` is [(person, required programme)]. Counted as demand once a
    person and programme.

    To be called after the booking was refused and its transaction has ended, or it would be undone with it.
    """
    if not actor_of(actor).represents(organizer.pk):
        raise PermissionDenied
    with on_behalf_of(organizer.service):
        UnmetPrerequisite.objects.bulk_create(
            [
                UnmetPrerequisite(
                    service=organizer.service,
                    required=required,
                    organizer=organizer,
                    person=person,
                    training=training,
                )
                for person, required in missing
            ],
            ignore_conflicts=True,
        )


# --- a date ------------------------------------------------------------------------------------
def announce(training):
    """At publishing: those who waited hear of it in the same transaction, before anybody else can look.
    Organizers of other services are told by these, within a minute (`trainings.tasks.tell_of_dates`)."""
    tell_interested(training.service)
    _tell_those_in_line(training)


@operation
def tell_interested(service):
    """Tell organizers of `service` that what they want has a date; those interests are then answered.

    Acts as the service itself and sees its own organizers only: a run that is open to the network is told
    by each service to its own. Safe to repeat.
    """
    now = timezone.now()
    runs = Training.objects.upcoming(now).filter(
        programme=OuterRef("programme"), published_at__gt=OuterRef("created_at")
    )
    runs = runs.filter(Q(audience=Training.Audience.NETWORK) | Q(service=service))
    waiting = Interest.objects.filter(service=service, state=Interest.State.OPEN).filter(Exists(runs))
    told = 0
    for interest in waiting.select_related("organizer", "programme").order_by("created_at", "pk"):
        told += _tell(interest, service, now)
    return told


def _tell_those_in_line(training):
    """Groups that wait for another run of the same programme in this service hear of this one too."""
    entries = WaitingEntry.objects.filter(
        service=training.service, training__programme=training.programme_id, state__in=IN_LINE
    ).exclude(training=training)
    for entry in entries.select_related("joined_by").order_by("joined_at", "pk"):
        demand_notices.date_for_waiting(entry, training)


@operation
def forget_met():
    """Whoever has completed it since lacks it no more. Completions are where the training was held."""
    with everywhere():
        done = Completion.objects.filter(human=OuterRef("person__human"), programme=OuterRef("required"))
        met = UnmetPrerequisite.objects.filter(Exists(done)).values_list("pk", flat=True)
        UnmetPrerequisite.objects.filter(pk__in=list(met)).delete()


def _tell(interest, service, now):
    interest = _locked(interest)
    if interest.state != Interest.State.OPEN:
        return 0
    runs = Training.objects.upcoming(now).filter(programme=interest.programme_id)
    runs = runs.filter(Q(audience=Training.Audience.NETWORK) | Q(service=service))
    training = runs.filter(published_at__gt=interest.created_at).select_related("service").first()
    if training is None:
        return 0
    _close(interest, Interest.State.TOLD, told_of=training)
    demand_notices.date_for_interested(interest, training, representatives_of(interest.organizer))
    _record(interest, None, "interest.told", training=training.title)
    return 1


# --- how ---------------------------------------------------------------------------------------
def _locked(interest):
    rows = Interest.objects.select_for_update(no_key=True, of=["self"])
    return rows.select_related("service", "organizer", "programme", "created_by").get(pk=interest.pk)


def _say_anew(interest, actor, people_count, note):
    if (interest.people_count, interest.note) == (people_count, note):
        return interest
    interest.people_count, interest.note = people_count, note
    interest.save(update_fields=["people_count", "note"])
    _record(interest, actor, "interest.said", people_count=people_count)
    return interest


def _close(interest, state, told_of=None):
    interest.state, interest.closed_at, interest.told_of = state, timezone.now(), told_of
    interest.save(update_fields=["state", "closed_at", "told_of"])


def _record(interest, actor, verb, **facts):
    record(
        service=interest.service,
        actor=actor,
        verb=verb,
        subject=interest.programme,
        organizer_id=interest.organizer_id,
        changes=facts,
    )

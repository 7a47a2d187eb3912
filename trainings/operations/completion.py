"""Who completed a held training: written when it is marked as held, and after each correction."""

from organizers.models import Person
from services.history import record
from services.models import Service
from services.tenancy import on_behalf_of
from trainings.completion import presence_in, terms_of
from trainings.models import Completion, Seat
from vsrs.dates import local


def write_completions(training, *, actor, corrects=False):
    """Inside the operation that holds the training locked.

    A certificate that was issued stays until somebody withdraws it; the desk asks staff to.
    `corrects`: attendance was changed afterwards, so the history says who gained and who lost it.
    """
    presence, needed = presence_in(training), terms_of(training).share
    seats = {seat.pk: seat for seat in Seat.objects.coming().filter(training=training)}
    before = set(Completion.objects.filter(training=training).values_list("seat", flat=True))
    reached = [seat for seat in seats.values() if presence.share(seat.pk) >= needed]
    lost = before - {seat.pk for seat in reached}
    Completion.objects.filter(training=training, seat__in=lost).delete()
    humans = _humans(training, {seat.person_id for seat in reached} - {None})
    Completion.objects.bulk_create(
        [
            Completion(
                service=training.service,
                training=training,
                programme_id=training.programme_id,
                seat=seat,
                organizer_id=seat.organizer_id,
                person_id=seat.person_id,
                human=humans.get(seat.person_id),
                completed_on=local(training.ends_at).date(),
                hours=presence.hours(seat.pk),
                share=presence.share(seat.pk),
            )
            for seat in reached
        ],
        update_conflicts=True,
        unique_fields=["seat"],
        update_fields=["hours", "share", "completed_on"],
    )
    gained = {seat.pk for seat in reached} - before
    if corrects and (gained or lost):
        facts = {"gained": _names(seats, gained), "lost": _names(seats, lost)}
        facts = {name: people for name, people in facts.items() if people}
        record(
            service=training.service,
            actor=actor,
            verb="completion.corrected",
            subject=training,
            changes=facts,
        )


def _humans(training, people):
    """{person: the human being}. Records of people belong to the home services of their organizers."""
    if not people:
        return {}
    # The asker runs the training these people came to; nothing but the number of each is taken.
    with on_behalf_of(training.service, *Service.objects.all()):
        return dict(Person.objects.filter(pk__in=people).values_list("pk", "human"))


def _names(seats, chosen):
    return sorted(seat.full_name for pk, seat in seats.items() if pk in chosen)

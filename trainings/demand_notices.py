"""What is written to those who wanted a programme: it has a date."""

from notifications.outbox import To, notify
from trainings.notices import training_data

KIND = "demand.date"


def date_for_interested(interest, training, representatives):
    """To those who represent the organizer, from its own service."""
    people = {user.pk: user for user in representatives}
    data = training_data(training) | {
        "for": "contact",
        "organizer": interest.organizer.name,
        "wanted": interest.people_count,
        "programme": interest.programme.title,
        "link": "",
    }
    notify(
        service=interest.service,
        kind=KIND,
        key=f"{KIND}:{interest.pk}:{training.pk}",
        to=[To(user=user) for user in people.values()],
        data=data,
        url=data["page"],
    )


def date_for_waiting(entry, training):
    """To whoever put a group on the waiting list of another run."""
    data = training_data(training) | {
        "for": "contact",
        "organizer": entry.organizer_name,
        "wanted": entry.seat_count,
        "programme": training.title,
        "link": "",
    }
    notify(
        service=training.service,
        kind=KIND,
        key=f"{KIND}:waiting:{entry.pk}:{training.pk}",
        to=[To(user=entry.joined_by, email=entry.contact_email, name=entry.contact_name)],
        data=data,
        url=data["page"],
    )

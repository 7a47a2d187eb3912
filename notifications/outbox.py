"""The one door by which a message leaves: `notify`, inside the transaction of its cause."""

from dataclasses import dataclass

from notifications.models import Notice


@dataclass(frozen=True)
class To:
    """Who gets it: an account (inbox and e-mail) or only an address (a booked person)."""

    user: object = None
    email: str = ""
    name: str = ""
    language: str = "sr-latn"


def notify(*, service, kind, key, to, data, url="", send_after=None):
    """Owe the notice `kind` to everybody in `to`; written once per `key` and recipient.

    `data` is JSON that holds everything the words and the calendar file are made from, because the
    sender sees no other tenant row. Must be called where `service`'s rows may be written (staff of
    it, or inside `on_behalf_of(service)`).
    """
    rows = [_notice(service, kind, key, person, data, url, send_after) for person in to]
    # One INSERT for all recipients; a repeated cause meets the unique key and adds nothing.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _notice(service, kind, key, person, data, url, send_after):
    user = person.user
    address = person.email or user.email
    notice = Notice(
        service=service,
        kind=kind,
        key=f"{key}:{address.casefold()}",
        recipient=user,
        email=address,
        name=person.name or (user.full_name if user else ""),
        language=user.language if user else person.language,
        data=data,
        url=url,
        in_portal=user is not None,
    )
    if send_after:
        notice.send_after = send_after
    return notice

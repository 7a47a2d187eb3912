"""What this room tells of certificates; how notices are made stands in `trainings.notices`.

kinds       certificate.issued  certificate.withdrawn
for         "contact" (who booked) or "person" (the holder)
title       of the training
people      [{"name", "number"}] of the certificates, one for a person
certificate its id in a person's copy, from which the letter makes the link to its page
replaced    number of the one it takes the place of, "" otherwise
organizer   name of the organizer that booked
reason      why it was withdrawn, "" otherwise
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from notifications.outbox import To, notify, together


@together()
def certificates_issued(training, certificates, replaced=None):
    """Who booked hears of all of its people at once, each person with an address of their own."""
    by_booking = {}
    for certificate in certificates:
        by_booking.setdefault(certificate.seat.booking, []).append(certificate)
    for booking, theirs in by_booking.items():
        # The lowest of them: a repeated cause has other certificates, so another key.
        key = f"certificate.issued:{min(row.pk for row in theirs)}"
        facts = {"replaced": replaced.number if replaced else ""}
        _tell("certificate.issued", key, training, booking, theirs, **facts)


@together()
def certificate_withdrawn(training, certificate):
    key = f"certificate.withdrawn:{certificate.pk}"
    facts = {"reason": certificate.withdraw_reason}
    _tell("certificate.withdrawn", key, training, certificate.seat.booking, [certificate], **facts)


def _tell(kind, key, training, booking, certificates, **facts):
    data = {
        "title": training.title,
        "organizer": booking.organizer_name,
        "replaced": "",
        "reason": "",
        **facts,
    }
    contact = To(user=booking.booked_by, email=booking.contact_email, name=booking.contact_name)
    with translation.override(settings.LANGUAGE_CODE):
        # The sender adds the prefix of the recipient's language.
        url = reverse("trainings:my_certificates")
    everybody = {"for": "contact", "people": [_person(row) for row in certificates]}
    notify(service=training.service, kind=kind, key=key, to=[contact], data=data | everybody, url=url)
    for certificate in certificates:
        seat = certificate.seat
        if seat.email and seat.email.casefold() != booking.contact_email.casefold():
            person = To(email=seat.email, name=seat.full_name, language=booking.booked_by.language)
            one = {"for": "person", "people": [_person(certificate)], "certificate": certificate.pk}
            copy = f"{key}:{certificate.pk}:p"
            notify(service=training.service, kind=kind, key=copy, to=[person], data=data | one)


def _person(certificate):
    return {"name": certificate.holder_name, "number": certificate.number}

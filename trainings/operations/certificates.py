"""Certificates: issued, withdrawn, issued again with a corrected name."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from services.history import record
from services.numbering import next_number, next_numbers
from trainings import certificate_notices as notices
from trainings.certificates import why_none, why_not
from trainings.completion import presence_in, terms_of
from trainings.models import Certificate, Completion, Seat
from trainings.notices import place_of
from trainings.operations.common import lock_to_run
from vsrs.dates import local, months_after
from vsrs.refusals import Refused
from vsrs.text import fold, to_cyrillic
from vsrs.transactions import operation
from vsrs.transliteration import to_latin

REPLACED = gettext_noop("The name was corrected.")


@operation
def issue_certificates(training, *, actor, scripts):
    """Give certificates to the people of `scripts` ({seat id: script}), or to nobody of them.

    Safe to repeat: whoever has one that stands keeps it. Returns those made now.
    """
    training = lock_to_run(training, actor)
    seats = _seats(training, scripts)
    completions = {row.seat_id: row for row in Completion.objects.filter(training=training)}
    terms, presence = terms_of(training), presence_in(training)
    if refusal := why_none(training, terms):
        raise Refused(refusal)
    for seat in seats:
        if refusal := why_not(seat, completions, terms, presence):
            raise Refused(f"{seat.full_name}: {refusal}")
    have = set(
        Certificate.objects.filter(training=training, withdrawn_at=None).values_list("seat", flat=True)
    )
    seats = [seat for seat in seats if seat.pk not in have]
    if not seats:
        return []
    said = _said(training, terms, presence)
    numbers = next_numbers(training.service, "certificate", len(seats))
    made = Certificate.objects.bulk_create(
        _certificate(training, terms, completions[seat.pk], seat, actor, number, scripts[seat.pk], said)
        for seat, number in zip(seats, numbers, strict=True)
    )
    _record_issued(training, actor, made)
    notices.certificates_issued(training, made)
    return made


@operation
def withdraw_certificate(certificate, *, actor, reason):
    """It is no longer valid, and its public page says since when. Safe to repeat."""
    training = lock_to_run(certificate.training, actor)
    certificate = _lock(certificate)
    if certificate.withdrawn_at:
        return certificate
    if not reason.strip():
        raise Refused(_("Say why; the organizer will read it."), field="reason")
    _withdraw(certificate, actor, reason.strip())
    _record_of(certificate, actor, "certificate.withdrawn", reason=certificate.withdraw_reason)
    notices.certificate_withdrawn(training, certificate)
    return certificate


@operation
def correct_certificate(certificate, *, actor, holder_name, script):
    """Withdraw it and issue another one with the right name; the old one leads to the new one."""
    training = lock_to_run(certificate.training, actor)
    old = _lock(certificate)
    if old.withdrawn_at:
        raise Refused(_("This certificate has been withdrawn, so there is nothing to correct."))
    name = _in_script(holder_name.strip(), script)[:120]
    if not name:
        raise Refused(_("Enter the name as the certificate should show it."), field="holder_name")
    if name == old.holder_name and script == old.script:
        raise Refused(_("The certificate already says exactly this."), field="holder_name")
    new = Certificate(
        **{field: getattr(old, field) for field in KEPT},
        number=next_number(training.service, "certificate"),
        holder_name=name,
        script=script,
        programme_title=old.programme_title,
        content=old.content,
        issued_by=actor,
        replaces=old,
    )
    if script != old.script:
        _write_in_script(new, training)
    new.search = _search_text(new)
    with translation.override(settings.LANGUAGE_CODE):
        _withdraw(old, actor, _(REPLACED), successor_key=new.key)
    new.save(force_insert=True)
    _record_of(old, actor, "certificate.replaced", successor=new.number)
    _record_of(new, actor, "certificate.corrected", holder_name=[old.holder_name, name], replaces=old.number)
    notices.certificates_issued(training, [new], replaced=old)
    return new


# A corrected certificate is about the same training, to the same day.
KEPT = (
    *("service", "training", "programme_id", "seat", "organizer_id", "person_id", "human"),
    *("hours", "held_from", "held_until", "expires_on"),
)


# --- how ---------------------------------------------------------------------------------------
def _seats(training, scripts):
    if not scripts:
        raise Refused(_("Tick at least one person."))
    if not {*scripts.values()} <= {*Certificate.Script.values}:
        raise Refused(_("Choose Latin or Cyrillic."))
    rows = Seat.objects.standing().filter(training=training, pk__in=scripts)
    seats = list(rows.select_related("booking__booked_by"))
    if len(seats) != len(scripts):
        raise Refused(_("Somebody on this list is no longer booked. Open the list again."))
    return seats


def _lock(certificate):
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("service", "training", "seat__booking__booked_by").get(pk=certificate.pk)


def _certificate(training, terms, completion, seat, actor, number, script, said):
    made = Certificate(
        service=training.service,
        training=training,
        programme_id=training.programme_id,
        seat=seat,
        organizer_id=seat.organizer_id,
        person_id=seat.person_id,
        human=completion.human,
        number=number,
        holder_name=_in_script(seat.full_name, script)[:120],
        script=script,
        programme_title=_in_script(terms.title, script)[:160],
        content=_in_its_script(said, script),
        hours=completion.hours,
        held_from=local(training.starts_at).date(),
        held_until=completion.completed_on,
        issued_by=actor,
        expires_on=months_after(completion.completed_on, terms.months) if terms.months else None,
    )
    made.search = _search_text(made)
    return made


def _write_in_script(certificate, training):
    """Everything but the name, which somebody has just written."""
    terms, script = terms_of(training), certificate.script
    certificate.programme_title = _in_script(terms.title, script)[:160]
    certificate.content = _in_its_script(_said(training, terms, presence_in(training)), script)


def _said(training, terms, presence):
    """What every certificate of the training says, as it is written in the database."""
    service = training.service
    return {
        "parts": [part.title for part in training.parts.all() if part.title],
        "aims": list(terms.aims),
        "service": [service.name, service.name_cyrl],
        "place": "" if training.form == training.Form.ONLINE else place_of(training),
        "trainers": [trainer.full_name for trainer in training.trainers.all()],
        "hours_held": str(presence.hours_held),
    }


def _in_its_script(said, script):
    latin, cyrillic = said["service"]
    service = cyrillic if script == Certificate.Script.CYRILLIC and cyrillic else _in_script(latin, script)
    return {
        "parts": [_in_script(title, script) for title in said["parts"]],
        "aims": [_in_script(aim, script) for aim in said["aims"]],
        "service": service,
        "place": _in_script(said["place"], script),
        "trainers": [_in_script(name, script) for name in said["trainers"]],
        "hours_held": said["hours_held"],
    }


def _in_script(text, script):
    return to_cyrillic(text) if script == Certificate.Script.CYRILLIC else to_latin(text)


def _withdraw(certificate, actor, reason, **fields):
    certificate.withdrawn_at = timezone.now()
    certificate.withdrawn_by = actor
    certificate.withdraw_reason = reason
    for name, value in fields.items():
        setattr(certificate, name, value)
    certificate.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason", *fields])


def _search_text(certificate):
    booking = certificate.seat.booking
    words = [certificate.number, certificate.holder_name, booking.organizer_name, certificate.programme_title]
    return fold(" ".join(words))[:500]


def _record_issued(training, actor, made):
    """One line an organizer, which its people see as well."""
    people = {}
    for certificate in made:
        people.setdefault(certificate.organizer_id, []).append(certificate.holder_name)
    for organizer_id, names in sorted(people.items()):
        record(
            service=training.service,
            actor=actor,
            verb="certificate.issued",
            subject=training,
            organizer_id=organizer_id,
            changes={"people": names},
        )


def _record_of(certificate, actor, verb, **facts):
    record(
        service=certificate.service,
        actor=actor,
        verb=verb,
        subject=certificate,
        organizer_id=certificate.organizer_id,
        changes=facts,
    )

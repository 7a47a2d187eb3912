"""An organizer applies; its home service confirms it or sends it back with a reason."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.operations import mark_stale
from notifications.outbox import To, notify
from organizers import access
from organizers.models import Organizer, Representative
from organizers.operations.common import (
    ROOM,
    Similar,
    both_scripts,
    changes_between,
    decide,
    facts,
    field_codes,
    lock_organizer,
    lock_register,
    path_of,
    tell_representatives,
    write_history,
    write_words,
)
from organizers.queries import similar_names, staff_of
from services.desk import renew_counts
from services.tenancy import forget_actor, on_behalf_of
from vsrs.refusals import Refused
from vsrs.text import normalise_email
from vsrs.transactions import operation

# Applications of one account that may wait at once; more would only bury the services in them.
WAITING_AT_ONCE = 3
# What the applicant says about the organizer; everything else follows from it.
SAID = (
    "kind",
    "name",
    "name_cyrl",
    "registration_number",
    "jib",
    "municipality",
    "address",
    "email",
    "phone",
    "fields_of_work",
    "responsible_person",
    "responsible_function",
    "partner_organizer",
)


@operation
def register_organizer(*, actor, conditions_confirmed=False, partner_organizer="", is_another=False, **said):
    """Apply for an organizer; `actor` becomes its representative and waits for the home service.

    `said`: fields of `SAID`. `conditions_confirmed`: all six conditions of the Law, asked of companies and
    public enterprises. `is_another`: the person has seen the similar names and says that this is another
    organizer. The same application sent twice gives the same organizer.
    """
    organizer = _as_said(actor, said)
    _say_conditions(organizer, conditions_confirmed, partner_organizer)
    write_words(organizer)
    with on_behalf_of(organizer.service):
        lock_register(organizer.service)
        if known := _with_jib(organizer):
            if known.registered_by_id == actor.pk and known.is_waiting and _says_the_same(known, organizer):
                return known
            raise _taken(known, actor)
        _refuse_too_many(actor)
        _refuse_similar(organizer, is_another)
        _write(organizer, actor)
    forget_actor(actor)
    return organizer


def _as_said(actor, said):
    """The organizer, not kept yet; at home with the service of its municipality."""
    said = dict(said)
    service = said["municipality"].home_service
    if service.status == service.Status.CLOSED:
        raise Refused(_("This service has closed. Write to the republic office."), field="municipality")
    said["name"], said["name_cyrl"] = both_scripts(said["name"], said.get("name_cyrl", ""))
    said["email"] = said["email"].strip()
    said["fields_of_work"] = field_codes(said.get("fields_of_work", ()))
    return Organizer(service=service, registered_by=actor, **said)


def _write(organizer, actor):
    organizer.save(force_insert=True)
    Representative.objects.create(
        service=organizer.service,
        organizer=organizer,
        user=actor,
        role=Representative.Role.REPRESENTATIVE,
    )
    write_history(organizer, actor, "organizer.registered")
    _announce(organizer, actor)


@operation
def correct_application(organizer, *, actor, is_another=False, conditions_confirmed=False, **said):
    """Change what the service asked to be changed and send the application again."""
    service = organizer.service
    with on_behalf_of(service):
        lock_register(service)
        current = lock_organizer(organizer)
        if not access.can_correct_application(actor, current):
            raise Refused(_("Only an application that came back can be corrected, by a representative."))
        if said["municipality"].home_service_id != service.pk:
            raise Refused(
                _("Another service looks after this municipality. Withdraw the application and apply there."),
                field="municipality",
            )
        before = {name: getattr(current, name) for name in SAID}
        said["name"], said["name_cyrl"] = both_scripts(said["name"], said.get("name_cyrl", ""))
        said["fields_of_work"] = field_codes(said.get("fields_of_work", ()))
        partner = said.pop("partner_organizer", "")
        for name, value in said.items():
            setattr(current, name, value)
        _say_conditions(current, conditions_confirmed, partner)
        if known := _with_jib(current):
            raise _taken(known, actor)
        if current.name != before["name"]:
            _refuse_similar(current, is_another)
        write_words(current)
        current.status = Organizer.Status.APPLIED
        current.returned_reason = ""
        current.revision += 1
        current.save()
        write_history(current, actor, "organizer.corrected", changes=changes_between(before, current))
        _announce(current, actor)
    return current


@operation
def withdraw_application(organizer, *, actor):
    """The applicant takes the application back; safe to repeat."""
    with on_behalf_of(organizer.service):
        current = lock_organizer(organizer)
        if not access.is_representative(actor, current):
            raise Refused(_("Only a representative can withdraw the application."))
        if current.is_closed:
            return current
        if not (current.is_waiting or current.is_returned):
            raise Refused(_("The service has already confirmed this organizer: ask it to close the record."))
        decide(current, Organizer.Status.CLOSED, actor, "organizer.withdrawn")
    return current


@operation
def confirm_organizer(organizer, *, actor, expected_revision=None):
    """Let the organizer book. The second of two people who decide at once is told about the first."""
    current = _to_decide(organizer, actor, expected_revision)
    decide(current, Organizer.Status.CONFIRMED, actor, "organizer.confirmed")
    url = path_of("organizers:account")
    tell_representatives(current, "organizers.application_confirmed", url=url)
    mark_stale(service=current.service, room=ROOM)
    return current


@operation
def return_application(organizer, *, actor, reason, expected_revision=None):
    """Send the application back; the applicant reads `reason` and corrects it."""
    if not reason.strip():
        raise Refused(_("Write what has to be corrected."), field="reason")
    current = _to_decide(organizer, actor, expected_revision)
    decide(current, Organizer.Status.RETURNED, actor, "organizer.returned", reason=reason.strip())
    url = f"{path_of('organizers:correct')}?organizator={current.pk}"
    tell_representatives(current, "organizers.application_returned", url=url, reason=current.returned_reason)
    return current


def _to_decide(organizer, actor, expected_revision):
    current = lock_organizer(organizer)
    if not access.can_decide(actor, current):
        raise Refused(_("The service of the organizer's municipality decides about applications."))
    if not current.is_waiting:
        raise Refused(
            _("Somebody has already decided about this application: it is %(status)s.")
            % {"status": current.get_status_display()}
        )
    if expected_revision is not None and expected_revision != current.revision:
        raise Refused(_("The applicant has changed the application meanwhile. Read it again, then decide."))
    return current


def _say_conditions(organizer, confirmed, partner_organizer):
    """A company organizes volunteering of its own employees only, under six conditions, with a partner."""
    if organizer.kind != Organizer.Kind.COMPANY:
        organizer.conditions_confirmed_on, organizer.partner_organizer = None, ""
        return
    if not confirmed:
        raise Refused(
            _("All six conditions are needed: tick each that is met."),
            field="conditions",
        )
    if not partner_organizer.strip():
        raise Refused(_("Enter the organizer with which the company does this."), field="partner_organizer")
    if organizer.conditions_confirmed_on is None:
        organizer.conditions_confirmed_on = timezone.localdate()
    organizer.partner_organizer = partner_organizer.strip()


def _with_jib(organizer):
    rows = Organizer.objects.filter(service=organizer.service, jib=organizer.jib)
    return rows.exclude(status=Organizer.Status.CLOSED).exclude(pk=organizer.pk).first()


def _taken(known, actor):
    if known.registered_by_id == actor.pk:
        words = _("You have already registered this JIB: %(name)s. Open it in your account.")
    else:
        words = _(
            "An organizer with this JIB is already registered: %(name)s. "
            "Ask its representative to invite you, or write to %(service)s."
        )
    return Refused(words % {"name": known.name, "service": known.service.name}, field="jib")


def _refuse_similar(organizer, is_another):
    if is_another:
        return
    if names := similar_names(organizer.service, organizer.name, besides=organizer.pk):
        raise Similar(
            _("A similar organizer is already registered: %(names)s. If yours is another one, say so below.")
            % {"names": ", ".join(names)},
            field="is_another",
        )


def _refuse_too_many(actor):
    undecided = [Organizer.Status.APPLIED, Organizer.Status.RETURNED]
    if Organizer.objects.filter(registered_by=actor, status__in=undecided).count() >= WAITING_AT_ONCE:
        raise Refused(
            _("Three of your applications are not decided yet. Register another organizer when one is.")
        )


def _says_the_same(known, organizer):
    return all(_said(known, name) == _said(organizer, name) for name in SAID)


def _said(organizer, name):
    value = getattr(organizer, name)
    return normalise_email(value) if name == "email" else value


def _announce(organizer, applicant):
    service = organizer.service
    renew_counts(service)
    notify(
        service=service,
        kind="organizers.application_received",
        key=f"organizers.application_received:{organizer.pk}:{organizer.revision}",
        to=[To(user=applicant)],
        data=facts(organizer),
        url=path_of("organizers:account"),
    )
    notify(
        service=service,
        kind="organizers.application_new",
        key=f"organizers.application_new:{organizer.pk}:{organizer.revision}",
        to=[To(user=user) for user in staff_of(service)],
        data=facts(organizer, municipality=organizer.municipality.name, applicant=str(applicant)),
        url=path_of("organizers:desk_detail", service.slug, organizer.pk),
    )

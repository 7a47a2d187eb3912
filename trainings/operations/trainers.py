"""People who lead trainings: kept by one service, asked by any."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from services.access import can_manage
from services.history import record
from services.models import Membership
from trainings.models import Teaches, TrainerProfile
from trainings.operations.common import Conflict, assign, check_works_in
from vsrs.refusals import Refused
from vsrs.text import fold, sort_key
from vsrs.transactions import operation

TRAINER_FIELDS = {"full_name", "position", "email", "phone", "about"}


@operation
def add_trainer(service, *, actor, teaches=(), another_person=False, **fields):
    """`teaches`: programmes. `another_person`: not the one of the same name who is on the list already."""
    check_works_in(actor, service.pk)
    trainer = TrainerProfile(service=service)
    assign(trainer, fields, TRAINER_FIELDS)
    _fold(trainer)
    if not another_person:
        _refuse_same_name(trainer)
    trainer.save(force_insert=True)
    _write_teaches(trainer, teaches)
    record(service=service, actor=actor, verb="trainer.added", subject=trainer)
    return trainer


@operation
def change_trainer(trainer, *, actor, expected_revision, teaches=None, another_person=False, **fields):
    """`expected_revision`: as everywhere, `Conflict` when somebody else saved meanwhile."""
    trainer = _lock(trainer, actor)
    if trainer.revision != expected_revision:
        raise Conflict(
            _("Somebody else has changed this trainer meanwhile. Look at what stands now and save again."),
            current=trainer,
        )
    changes = assign(trainer, fields, TRAINER_FIELDS)
    if "full_name" in changes:
        _fold(trainer)
        if not another_person:
            _refuse_same_name(trainer)
    columns = [*changes]
    if teaches is not None:
        changes |= _write_teaches(trainer, teaches)
    if not changes:
        return trainer
    trainer.revision += 1
    _fold(trainer)
    trainer.save(update_fields=[*columns, "revision", "search", "sort"])
    # What they are reached by is nobody's business in the history.
    told = {name: change for name, change in changes.items() if name not in {"email", "phone", "about"}}
    record(service=trainer.service, actor=actor, verb="trainer.changed", subject=trainer, changes=told)
    return trainer


@operation
def retire_trainer(trainer, *, actor):
    """Not offered for new trainings any more; what they led stays. Safe to repeat."""
    return _set_retired(trainer, actor, timezone.now(), "trainer.retired")


@operation
def restore_trainer(trainer, *, actor):
    return _set_retired(trainer, actor, None, "trainer.restored")


@operation
def link_trainer(trainer, *, actor, user):
    """Say whose record it is, of those who work in the service; None: whoever has its address there."""
    if not can_manage(actor, trainer.service):
        raise PermissionDenied
    trainer = _lock(trainer, actor)
    if trainer.user == user:
        return trainer
    if user and not Membership.objects.current().filter(service=trainer.service, user=user).exists():
        raise Refused(_("This person does not work in the service."), field="user")
    account = [str(one) if one else None for one in (trainer.user, user)]
    trainer.user = user
    trainer.save(update_fields=["user"])
    record(
        service=trainer.service,
        actor=actor,
        verb="trainer.linked",
        subject=trainer,
        changes={"account": account},
    )
    return trainer


def _set_retired(trainer, actor, when, verb):
    trainer = _lock(trainer, actor)
    if bool(trainer.retired_at) == bool(when):
        return trainer
    trainer.retired_at = when
    trainer.revision += 1
    trainer.save(update_fields=["retired_at", "revision"])
    record(service=trainer.service, actor=actor, verb=verb, subject=trainer)
    return trainer


def _lock(trainer, actor):
    check_works_in(actor, trainer.service_id)
    rows = TrainerProfile.objects.select_for_update(of=("self",)).select_related("service", "user")
    return rows.get(pk=trainer.pk)


def _fold(trainer):
    trainer.search = fold(f"{trainer.full_name} {trainer.position} {trainer.email}")[:400]
    trainer.sort = sort_key(trainer.full_name)[:300]


def _refuse_same_name(trainer):
    same = TrainerProfile.objects.active().filter(sort=trainer.sort).exclude(pk=trainer.pk)
    if known := same.select_related("service").first():
        raise Refused(
            _("%(name)s is on the list already (%(service)s). Tick below if this is another person.")
            % {"name": known.full_name, "service": known.service.name},
            field="full_name",
        )


def _write_teaches(trainer, programmes):
    for programme in programmes:
        if programme.service_id != trainer.service_id and not programme.is_shared:
            raise PermissionDenied
    stored = list(trainer.teaches.select_related("programme").order_by("programme__sort", "programme"))
    before = {row.programme_id for row in stored}
    after = {programme.pk for programme in programmes}
    if before == after:
        return {}
    trainer.teaches.exclude(programme__in=after).delete()
    Teaches.objects.bulk_create(
        Teaches(service=trainer.service, profile=trainer, programme=programme)
        for programme in programmes
        if programme.pk not in before
    )
    titles = sorted(programme.title for programme in programmes)
    return {"teaches": [[row.programme.title for row in stored], titles]}

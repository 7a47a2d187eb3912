"""Texts a service begins its answers with."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import AnswerTemplate
from consultations.placeholders import unknown_in
from services.history import record
from services.tenancy import actor_of
from vsrs.refusals import Refused
from vsrs.transactions import operation


@operation
def save_template(service, *, actor, title, body, topic="", template=None):
    """A new one, or `template` changed."""
    if not actor_of(actor).works_in(service.pk):
        raise PermissionDenied
    _refuse(service, title, body, template)
    row = template or AnswerTemplate(service=service)
    row.title, row.body, row.topic, row.changed_by = title, body, topic, actor
    row.save()
    verb = "answer_template.changed" if template else "answer_template.created"
    record(service=service, actor=actor, verb=verb, subject=row)
    return row


@operation
def retire_template(template, *, actor, is_retired=True):
    """It is offered no more, or again; answers that were begun with it stay as they are."""
    if not actor_of(actor).works_in(template.service_id):
        raise PermissionDenied
    if template.is_retired != is_retired:
        template.is_retired, template.changed_by = is_retired, actor
        template.save(update_fields=["is_retired", "changed_by"])
        verb = "answer_template.retired" if is_retired else "answer_template.restored"
        record(service=template.service, actor=actor, verb=verb, subject=template)
    return template


def _refuse(service, title, body, template):
    same = AnswerTemplate.objects.filter(service=service, title__iexact=title)
    if same.exclude(pk=template and template.pk).exists():
        raise Refused(_("A template with this title exists already."), field="title")
    if unknown := unknown_in(body):
        raise Refused(
            ngettext(
                "The portal does not know what to write for %(names)s.",
                "The portal does not know what to write for these: %(names)s.",
                len(unknown),
            )
            % {"names": ", ".join(unknown)},
            field="body",
        )

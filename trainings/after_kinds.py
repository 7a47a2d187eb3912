"""What this room writes about when a training is over."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.kinds import AT_ONCE, NEVER, Group, Kind, path_to
from services.tenancy import on_behalf_of
from services.tokens import token_of
from trainings.models import Certificate

CERTIFICATES = Group(
    "certificates", _("Certificates"), _("When certificates of your people are issued or withdrawn.")
)

EVALUATION = Group(
    "evaluation",
    _("Evaluation"),
    _("Once after each training, and one reminder."),
    frequencies=(AT_ONCE, NEVER),
)


def page_of_certificate(notice):
    """The holder's way to the certificate, by the key that its paper carries."""
    if not notice.data.get("certificate"):
        return {}
    with on_behalf_of(notice.service), transaction.atomic():
        rows = Certificate.objects.filter(service=notice.service, pk=notice.data["certificate"])
        key = rows.values_list("key", flat=True).first()
    return {"url": path_to("trainings:certificate", key) if key else ""}


def page_of_evaluation(notice):
    """By the token, which is worked out from the seed each time: no table holds it."""
    seed = notice.data.get("seed")
    return {"url": path_to("trainings:evaluate", token_of(seed))} if seed else {}


KINDS = (
    Kind("certificate.issued", _("Certificates issued"), CERTIFICATES, doors=page_of_certificate),
    Kind("certificate.withdrawn", _("Certificate withdrawn"), CERTIFICATES, doors=page_of_certificate),
    Kind("evaluation.invited", _("Evaluation of a training"), EVALUATION, doors=page_of_evaluation),
    Kind("evaluation.reminder", _("Reminder of the evaluation"), EVALUATION, doors=page_of_evaluation),
)

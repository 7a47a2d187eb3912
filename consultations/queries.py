"""Reads that pages and operations share."""

from django.db.models import F, OuterRef, Q

from consultations.models import (
    AnswerTemplate,
    ArticleVersion,
    Attachment,
    Draft,
    Message,
    NextStep,
    Referral,
    Request,
    Support,
    TimeOffer,
)
from services.models import HistoryEntry, Service


def thread_of(user, request):
    """The messages in order, each with `files`, as this user may see them; with those of requests that were
    merged into this one."""
    return _with_files(
        Message.objects.visible_to(user).filter(_said_in(request)),
        Attachment.objects.visible_to(user).filter(_said_in(request)),
    )


def thread_for_organizer(user, request):
    """The same without what is internal, whoever reads it."""
    return _with_files(
        Message.objects.visible_to(user).shown_to_organizer().filter(_said_in(request)),
        Attachment.objects.visible_to(user).shown_to_organizer().filter(_said_in(request)),
    )


def _said_in(request):
    return Q(request=request) | Q(request__merged_into=request)


def _with_files(messages, attachments):
    files = {}
    for attachment in attachments.select_related("request"):
        files.setdefault(attachment.message_id, []).append(attachment)
    rows = list(messages.select_related("author", "request"))
    for row in rows:
        row.files = files.get(row.pk, [])
    return rows


def published_version(user, article):
    versions = ArticleVersion.objects.visible_to(user).filter(article=article)
    return versions.get(number=F("article__published_number"))


def history_of(user, request):
    return HistoryEntry.objects.visible_to(user).about(request)


def referrals_of(user, request):
    rows = Referral.objects.visible_to(user).filter(request=request)
    return rows.select_related("to_service", "referred_by", "contacted_by")


def services_besides(user, service):
    """Those a request may be referred to."""
    return Service.objects.visible_to(user).active().exclude(pk=service.pk).order_by("sort")


def last_advice(user):
    """The day on which an organizer (`OuterRef("pk")`) was last advised."""
    rows = Support.objects.visible_to(user).filter(organizer=OuterRef("pk"))
    return rows.order_by("-last_on").values("last_on")[:1]


def times_of(user, request):
    rows = TimeOffer.objects.visible_to(user).filter(request=request)
    return list(rows.select_related("offered_by", "taken_by"))


def steps_of(user, request):
    """What is still to be done first, by its day."""
    rows = NextStep.objects.visible_to(user).filter(request=request)
    return rows.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def draft_of(user, request):
    return Draft.objects.visible_to(user).filter(request=request).first()


def templates_of(user, service):
    return AnswerTemplate.objects.visible_to(user).filter(service=service)


def templates_for(user, request):
    """Those of its topic and those of no topic."""
    rows = templates_of(user, request.service).in_use()
    return rows.filter(topic__in=["", request.topic]).order_by("-topic", "title")


def mergeable_with(user, request):
    """Open requests of the same organizer in the same service."""
    rows = Request.objects.visible_to(user).open().exclude(pk=request.pk)
    return rows.filter(service=request.service_id, organizer=request.organizer_id).order_by("-asked_at")

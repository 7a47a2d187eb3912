"""Reads that pages and operations share."""

from django.db.models import F, OuterRef

from consultations.models import ArticleVersion, Attachment, Message, PublicText, Referral, Support
from services.models import HistoryEntry, Service


def thread_of(user, request):
    """The messages in order, each with `files`, as this user may see them."""
    return _with_files(
        Message.objects.visible_to(user).filter(request=request),
        Attachment.objects.visible_to(user).filter(request=request),
    )


def thread_for_organizer(user, request):
    """The same without what is internal, whoever reads it."""
    return _with_files(
        Message.objects.visible_to(user).shown_to_organizer().filter(request=request),
        Attachment.objects.visible_to(user).shown_to_organizer().filter(request=request),
    )


def _with_files(messages, attachments):
    files = {}
    for attachment in attachments.select_related("request"):
        files.setdefault(attachment.message_id, []).append(attachment)
    rows = list(messages.select_related("author"))
    for row in rows:
        row.files = files.get(row.pk, [])
    return rows


def published_version(user, article):
    versions = ArticleVersion.objects.visible_to(user).filter(article=article)
    return versions.get(number=F("article__published_number"))


def public_articles(topic=""):
    """Titles of what everybody may read, for lists."""
    rows = PublicText.objects.order_by("title", "pk")
    return rows.filter(topic=topic) if topic else rows


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

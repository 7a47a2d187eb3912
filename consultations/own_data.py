"""What this room keeps about a person with an account, and how it lets go of it."""

from consultations.models import ArticleVersion, Draft, Message, Request


def export(user):
    asked = Request.objects.visible_to(user).filter(asked_by=user).order_by("asked_at", "pk")
    written = Message.objects.visible_to(user).filter(author=user).select_related("request")
    return {
        "requests": [
            {
                "number": row.number,
                "organizer": row.organizer_name,
                "subject": row.subject,
                "asked_at": row.asked_at.isoformat(),
                "state": row.state,
            }
            for row in asked
        ],
        "messages": [
            {"request": row.request.number, "kind": row.kind, "at": row.at.isoformat(), "text": row.body}
            for row in written.order_by("at", "pk")
        ],
        "drafts": [
            {"saved_at": row.saved_at.isoformat(), "text": row.body}
            for row in Draft.objects.visible_to(user).order_by("saved_at", "pk")
        ],
        "articles": [
            {"title": row.title, "version": row.number, "at": row.written_at.isoformat(), "text": row.body}
            for row in ArticleVersion.objects.visible_to(user)
            .filter(written_by=user)
            .order_by("written_at", "pk")
        ],
    }


def erase(user):
    """Drafts go. What was said belongs to the organizer and its service, articles to theirs: they point to
    the erased account."""
    Draft.objects.visible_to(user).delete()

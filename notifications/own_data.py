"""What this room keeps about a person, and how it lets go of it."""

from notifications.models import Notice, Preference


def export(user):
    notices = Notice.objects.filter(recipient=user).order_by("created_at", "pk")
    return {
        "notices": [
            {
                "kind": notice.kind,
                "written": notice.created_at.isoformat(),
                "sent": notice.sent_at.isoformat() if notice.sent_at else None,
                "read": notice.read_at.isoformat() if notice.read_at else None,
                "data": notice.data,
            }
            for notice in notices
        ],
        "preferences": dict(Preference.objects.filter(user=user).values_list("group", "frequency")),
    }


def erase(user):
    """Nothing more is sent; that something was sent stays, without the person and its words."""
    Preference.objects.filter(user=user).delete()
    notices = Notice.objects.filter(recipient=user)
    notices.filter(state__in=[Notice.State.WAITING, Notice.State.DIGEST]).update(
        state=Notice.State.CANCELLED, leased_until=None
    )
    notices.update(name="", email="", data={}, url="", search="", in_portal=False)

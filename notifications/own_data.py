"""What this room keeps about a person, and how it lets go of it."""

from notifications.models import Notice, Preference
from services.models import Service
from services.tenancy import on_behalf_of


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
    _empty(Notice.objects.filter(recipient=user), email="")
    for service in Service.objects.visible_to(user):
        with on_behalf_of(service):
            # Of seats that others booked for them, sent to the address alone.
            to_address = Notice.objects.filter(service=service, recipient=None, email__iexact=user.email)
            _empty(to_address, email=f"obrisano-{user.pk}@invalid")


def erase_letters_to(email, name, *, instead):
    """Of somebody without an account, sent to the address alone; others may share the address. Must run
    where the rows of every service may be written. `instead`: an address that is nobody's."""
    _empty(Notice.objects.filter(recipient=None, email__iexact=email, name=name), email=instead)


def _empty(notices, *, email):
    notices.filter(state__in=[Notice.State.WAITING, Notice.State.DIGEST]).update(
        state=Notice.State.CANCELLED, leased_until=None
    )
    notices.update(name="", email=email, data={}, url="", search="", in_portal=False)

"""Messages of this room. The outbox stands above and hangs itself in here when it starts."""

from dataclasses import dataclass

_outbox = None


@dataclass(frozen=True)
class Recipient:
    """An account, or only an address."""

    user: object = None
    email: str = ""
    name: str = ""
    language: str = "sr-latn"


def send_through(outbox):
    global _outbox
    _outbox = outbox


def owe(*, service, kind, key, to, data, url=""):
    """Owe one notice, inside the transaction of its cause."""
    _outbox(service=service, kind=kind, key=key, to=[to], data=data, url=url)

"""What the portal sends, as somebody reads it."""

import re

from django.core import mail

from notifications.delivery import deliver_due


def code_sent_to(address):
    """Letters of the account leave at once; the code stands first in the subject."""
    return last_letter_to(address).subject.split()[0]


def last_letter_to(address):
    """The last letter to somebody, after the worker has been round."""
    deliver_due()
    return next(letter for letter in reversed(mail.outbox) if address in letter.to[0])


def link_in(letter, part):
    """The first address in a letter with `part` in it."""
    return next(link for link in re.findall(r"https?://\S+", letter.body) if part in link)


def attachments_of(letter):
    """[(name, type, text)]"""
    parts = [part for part in letter.message().walk() if part.get_filename()]
    return [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True).decode())
        for part in parts
    ]

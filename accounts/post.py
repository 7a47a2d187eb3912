"""Mail of the account (codes, links for a new password) leaves by the worker, so that nobody's page waits for
the mail server and its pace tells nothing about an address."""

import json
import logging
from datetime import timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts import secrets_at_rest, tasks

logger = logging.getLogger(__name__)

# A code is worth nothing later, and whoever still wants in has asked for another one.
WORTH_SENDING = timedelta(minutes=15)


def hand_over(message):
    """To the worker; sent here and now if the queue takes nothing. Raises what the mail server then says."""
    sealed = seal(message)
    try:
        tasks.send_letter.apply_async([sealed], retry=False, expires=WORTH_SENDING.total_seconds())
    except Exception as error:  # whatever the broker's trouble is, the person waits for this letter
        logger.warning("The queue took no letter of an account (%s); it is sent at once.", error)
        opened(sealed).send()


def seal(message):
    """The letter as the queue may hold it: a code in it is nobody's to read there."""
    (html, _type), *_others = message.alternatives
    facts = {name: getattr(message, name) for name in ("subject", "body", "from_email", "to")}
    # One for all attempts, so that a mailbox shows a letter sent twice once.
    number = make_msgid(domain=urlsplit(settings.SITE_URL).hostname)
    headers = {"Message-ID": number} | message.extra_headers
    return secrets_at_rest.encrypt(json.dumps(facts | {"headers": headers, "html": html}))


def opened(sealed):
    facts = json.loads(secrets_at_rest.decrypt(sealed))
    html = facts.pop("html")
    message = EmailMultiAlternatives(**facts)
    message.attach_alternative(html, "text/html")
    return message

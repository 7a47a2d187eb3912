"""Links that open something: the letter owed holds a seed, the table a hash, and nobody keeps the token.

Only this portal's key makes the token of a seed, so neither table opens anything to whoever reads it.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac


def new_seed():
    return secrets.token_urlsafe(24)


def token_of(seed):
    """What stands in the link; worked out anew whenever the letter is written."""
    mark = salted_hmac("vsrs.services.tokens", seed, algorithm="sha256").digest()
    return urlsafe_b64encode(mark).decode().rstrip("=")


def hash_of(token):
    """What is kept of a link: whoever reads the table cannot open it."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Secrets that must be readable again (those of second factors), encrypted before they are stored."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text):
    return _box().encrypt(text.encode()).decode()


def decrypt(token):
    return _box().decrypt(token.encode()).decode()


def _box():
    # The first key encrypts; the others still open what an earlier key has closed.
    return MultiFernet([Fernet(_key(secret)) for secret in settings.ENCRYPTION_KEYS])


def _key(secret):
    """Any long secret makes a key of the form Fernet wants."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())

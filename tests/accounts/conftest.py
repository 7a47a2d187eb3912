import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from tests import cast


@pytest.fixture(autouse=True)
def _nobody_was_throttled_before():
    cache.clear()


@pytest.fixture
def signed_up(db):
    """Somebody whose address is confirmed: Ana, with the password of the cast."""
    user = cast.make_user("ana@example.org", "Ana Simić")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user

import pytest
from django.utils import translation


@pytest.fixture
def in_english():
    """Refusals in the words the tests quote."""
    with translation.override("en"):
        yield

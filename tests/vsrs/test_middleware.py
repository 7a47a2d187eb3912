"""Small things around every request."""

from types import SimpleNamespace

import pytest
from django.template.response import TemplateResponse
from django.test import RequestFactory

from vsrs.middleware import RefusedForms


@pytest.mark.parametrize(
    ("method", "bound", "errors", "status"),
    [
        ("post", True, {"name": ["x"]}, 422),
        ("post", True, {}, 200),
        ("post", False, {}, 200),
        ("get", True, {"name": ["x"]}, 200),
    ],
)
def test_a_library_page_with_errors_in_its_form_is_422(method, bound, errors, status):
    request = getattr(RequestFactory(), method)("/")
    response = TemplateResponse(request, "x", {"form": SimpleNamespace(is_bound=bound, errors=errors)})

    assert RefusedForms(None).process_template_response(request, response).status_code == status


def test_a_page_without_a_form_stays_as_it_is():
    request = RequestFactory().post("/")

    for context in (None, {}, {"form": None}):
        response = TemplateResponse(request, "x", context)
        assert RefusedForms(None).process_template_response(request, response).status_code == 200

"""Pages for when something went wrong, in the portal's look and without one question to the database:
the transaction around the page may be broken, and the person may be why."""

import logging

from django.http import HttpResponse, HttpResponseServerError
from django.template import loader
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.csrf import requires_csrf_token

from vsrs.context import Portal
from vsrs.uploads import FileIsMissing

logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request, exception=None):
    return error_page(request, "400.html", 400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return error_page(request, "403.html", 403)


@requires_csrf_token
def page_not_found(request, exception=None):
    missing = isinstance(exception, FileIsMissing)
    return error_page(request, "404_file.html" if missing else "404.html", 404)


@requires_csrf_token
def server_error(request):
    try:
        return error_page(request, "500.html", 500)
    except Exception:
        # Whatever broke the page may break its apology too.
        logger.exception("The error page itself failed")
        return HttpResponseServerError(
            f"<!doctype html><title>500</title><h1>500</h1><p>{number_of(request)}</p>"
        )


def only_by_button(request, refusal):
    page = error_page(request, "405.html", 405)
    page.headers["Allow"] = refusal.headers["Allow"]
    return page


def csrf_failure(request, reason=""):
    logger.warning("CSRF check failed: %s", reason)
    try:
        return error_page(request, "403_csrf.html", 403)
    except Exception:
        logger.exception("The error page itself failed")
        return plain_csrf_failure(request, reason)


def error_page(request, template, status):
    # Without the context processors, which would read the session and the messages.
    context = {"portal": Portal(request, offline=True), "request": request, "number": number_of(request)}
    return HttpResponse(loader.render_to_string(template, context), status=status)


def number_of(request):
    return getattr(request, "number", "")

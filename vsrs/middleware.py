"""Small things around every request."""

from secrets import token_bytes

from csp.utils import build_policy
from django.conf import settings

from vsrs import errors, logs

# No 0/O, 1/I/L: the number is read out on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LETTERS = len(ALPHABET)


def request_number(get_response):
    """Gives every request a number that the logs and the error page both show."""

    def middleware(request):
        request.number = "".join(ALPHABET[byte % LETTERS] for byte in token_bytes(8))
        token = logs.request_number.set(request.number)
        try:
            response = get_response(request)
        finally:
            logs.request_number.reset(token)
        response.headers["X-Request-Number"] = request.number
        return response

    return middleware


def words_for_buttons(get_response):
    """An address that only takes a pressed button, opened by hand, is answered with words."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return errors.only_by_button(request, response)
        return response

    return middleware


def content_policy(get_response):
    """Nothing from elsewhere is loaded or run on any page: the same words for all, written once.

    Django's own pages for mistakes have their style inside, so while developing they are left alone.
    """
    words = build_policy()

    def middleware(request):
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in {404, 500}):
            # A file somebody sent in comes with a stricter one.
            response.headers.setdefault("Content-Security-Policy", words)
        return response

    return middleware


class RefusedForms:
    """A page that shows what is wrong with a form is answered with 422, also when a library made it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and getattr(form, "is_bound", False):
            response.status_code = 422 if form.errors else 200
        return response

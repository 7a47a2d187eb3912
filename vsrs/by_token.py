"""Pages that open by the secret token of a letter, without an account."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.csrf import csrf_exempt

from vsrs.throttle import throttled

PER_MINUTE = 30


def by_token(name):
    """`@by_token("evaluation")` on a view of `request, token`; tries are counted by that name.

    With no-referrer browsers send no origin either, so Django's check would refuse the form; the token itself
    is what no other site can know.
    """

    def decorate(view):
        @csrf_exempt
        @login_not_required
        @throttled(name, per_minute=PER_MINUTE)
        @wraps(view)
        def opened(request, token):
            response = view(request, token)
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
            return response

        return opened

    return decorate

"""allauth's views as pages of this portal."""

from functools import wraps

from accounts.middleware import RETURN

# The name allauth itself reads and writes.
NEXT = "next"


def page(view):
    """The same view, reading our name of the return address too."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if RETURN in request.GET and NEXT not in request.GET:
            request.GET = request.GET.copy()
            request.GET[NEXT] = request.GET[RETURN]
        return view(request, *args, **kwargs)

    return wrapped

"""How often one address may ask for a page that opens by a secret: guessing must stay hopeless."""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from redis.exceptions import RedisError

from vsrs.errors import error_page

MINUTE = 60


def throttled(name, *, per_minute):
    """Answer 429 to whoever asks more often; pages with the same `name` are counted together."""

    def decorate(view):
        @wraps(view)
        def limited(request, *args, **kwargs):
            if _count(name, request) > per_minute:
                response = error_page(request, "429.html", 429)
                response.headers["Retry-After"] = str(MINUTE)
                return response
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _count(name, request):
    key = f"throttle:{name}:{get_adapter().get_client_ip(request)}"
    try:
        cache.add(key, 0, MINUTE)
        return cache.incr(key)
    except (OSError, RedisError, ValueError):
        # Without the cache, or when the minute ended between the two: nobody is kept out.
        return 0

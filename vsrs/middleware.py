"""Gives every request a number that the logs and the error page both show."""

import secrets

from vsrs import logs

# No 0/O, 1/I/L: the number is read out on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def request_number(get_response):
    def middleware(request):
        request.number = "".join(secrets.choice(ALPHABET) for _ in range(8))
        token = logs.request_number.set(request.number)
        try:
            response = get_response(request)
        finally:
            logs.request_number.reset(token)
        response.headers["X-Request-Number"] = request.number
        return response

    return middleware

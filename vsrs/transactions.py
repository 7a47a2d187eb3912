"""One thing that happens is one transaction: `@operation` on the function that does it."""

from functools import wraps
from time import sleep

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from vsrs.refusals import Refused

WAIT_FOR_LOCKS = "3s"
# After a deadlock, seconds in which the other one gets the lock that was let go: otherwise it is met again.
GIVE_WAY = 0.1

LOCK_TIMEOUT = "55P03"
DEADLOCK = "40P01"
SERIALIZATION_FAILURE = "40001"
UNIQUE_VIOLATION = "23505"
# Lost to somebody who was a moment faster. Done again, the function sees what the winner wrote and
# answers in words; a unique key that refuses twice is a mistake of ours and is raised.
WORTH_REPEATING = {DEADLOCK, SERIALIZATION_FAILURE, UNIQUE_VIOLATION}
TOO_BUSY = {DEADLOCK, SERIALIZATION_FAILURE, LOCK_TIMEOUT}


def operation(function):
    """All of `function` or nothing, waiting at most three seconds for a lock, tried twice.

    Inside an open transaction (a request) both tries are savepoints of it, and rolling one back frees
    the locks it took. The function is called anew, so it must not change its arguments before its end.
    """

    @wraps(function)
    def run(*args, **kwargs):
        try:
            return _try(function, args, kwargs)
        except (OperationalError, IntegrityError) as error:
            if _code(error) not in WORTH_REPEATING:
                raise _in_words(error) from error
            if _code(error) == DEADLOCK:
                sleep(GIVE_WAY)
        try:
            return _try(function, args, kwargs)
        except OperationalError as error:
            raise _in_words(error) from error

    return run


def _try(function, args, kwargs):
    with transaction.atomic():
        connection.say_ahead(f"set local lock_timeout = '{WAIT_FOR_LOCKS}'")
        return function(*args, **kwargs)


def _code(error):
    return getattr(error.__cause__, "pgcode", None)


def _in_words(error):
    if _code(error) in TOO_BUSY:
        return Refused(_("Several people are changing this at the same moment. Try again in a few seconds."))
    return error

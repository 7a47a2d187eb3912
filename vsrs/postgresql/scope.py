"""Who is asking: ONE ContextVar that feeds both walls (see docs/architecture.md)."""

from contextlib import contextmanager
from contextvars import ContextVar

# Holds an object with `database_settings() -> dict[str, str]`, or None: nobody, no rows.
asking: ContextVar = ContextVar("asking", default=None)

# What a transaction was told that has gone back to a savepoint.
UNKNOWN = object()

# Every setting the policies read. All are written each time, so that nothing of an earlier
# asker can stay behind in a nested scope.
SETTINGS = ("vsrs.level", "vsrs.user", "vsrs.services", "vsrs.organizers", "vsrs.bookings", "vsrs.link")
STATEMENT = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


def words_for(connection, asker):
    """The statement that makes `asker` the one who asks until the transaction ends, values quoted."""
    values = asker.database_settings() if asker else {}
    with connection.connection.cursor() as cursor:
        return cursor.mogrify(STATEMENT, [values.get(name, "") for name in SETTINGS]).decode()


@contextmanager
def asking_as(asker):
    """Everything inside asks as `asker`, also in a transaction that is already open."""
    token = asking.set(asker)
    try:
        yield asker
    finally:
        asking.reset(token)

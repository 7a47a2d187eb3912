"""Who is asking: ONE ContextVar that feeds both walls (see docs/architecture.md)."""

from contextlib import contextmanager
from contextvars import ContextVar

from psycopg2.extensions import TRANSACTION_STATUS_INERROR

# Holds an object with `database_settings() -> dict[str, str]`, or None: nobody, no rows.
asking: ContextVar = ContextVar("asking", default=None)

# Every setting the policies read. All are written each time, so that nothing of an earlier
# asker can stay behind in a nested scope.
SETTINGS = ("vsrs.level", "vsrs.user", "vsrs.services", "vsrs.organizers", "vsrs.bookings", "vsrs.link")
STATEMENT = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


def apply(connection):
    """Write the asker into the open transaction of `connection`; it ends with the transaction."""
    asker = asking.get()
    values = asker.database_settings() if asker else {}
    with connection.connection.cursor() as cursor:
        cursor.execute(STATEMENT, [values.get(name, "") for name in SETTINGS])


@contextmanager
def asking_as(asker, connection):
    """Everything inside asks as `asker`, also in a transaction that is already open."""
    token = asking.set(asker)
    try:
        if connection.in_atomic_block:
            apply(connection)
        yield asker
    finally:
        asking.reset(token)
        # In a failed transaction nothing can be set; rolling back to the savepoint restores the
        # earlier values by itself, since set_config(…, true) is undone with it.
        usable = connection.in_atomic_block and connection.connection is not None
        if usable and connection.connection.get_transaction_status() != TRANSACTION_STATUS_INERROR:
            apply(connection)

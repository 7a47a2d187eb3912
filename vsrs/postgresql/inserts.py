"""New rows that are written together: composed once, sent in one round trip.

Django composes an INSERT anew for each row and waits for each. That is what an operation which holds a
lock everybody waits for cannot afford.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db import connection
from django.db.models import Field, JSONField

# Handed to the driver as they are, by fields that have nothing to say about it.
PLAIN = {int, str, bool, type(None)}

_held: ContextVar["Rows | None"] = ContextVar("held", default=None)


def insert(*rows, skip_known=False):
    """Write new rows as their `save()` would; inside `together()` at its end. `skip_known`: those that meet
    a unique key are left out silently. No signals, and ids the database gives are not read back."""
    with together() as held:
        held.rows += [(row, skip_known) for row in rows]


@contextmanager
def together():
    """Everything that is inserted meanwhile goes to the database at the end, in one round trip.

    So it must end where the rows may be written. Also a decorator: `@together()`.
    """
    if held := _held.get():
        yield held
        return
    held = Rows()
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)
    held.send()


class Rows:
    """What waits for the end of `together`."""

    def __init__(self):
        self.rows = []  # each with its `skip_known`

    def send(self, last="", params=()):
        """Now already, with the statement `last` behind them: the row it answers with."""
        if not (self.rows or last):
            return None
        statements, values = [], []
        with connection.cursor() as cursor:
            for row, skip_known in self.rows:
                fields, sql = _composed(type(row), row.pk is not None, skip_known)
                statements.append(connection.kept(sql, len(fields)))
                values += [_value(row, *field) for field in fields]
            if last:
                statements.append(connection.kept(last, len(params)))
            cursor.execute("; ".join(statements), [*values, *params])
            answer = cursor.fetchone() if last else None
        for row, _ in self.rows:
            row._state.adding, row._state.db = False, connection.alias
        self.rows.clear()
        return answer


@lru_cache
def _composed(model, has_key, skip_known):
    fields = [field for field in model._meta.concrete_fields if has_key or not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    asked = [isinstance(field, JSONField) or type(field).pre_save is not Field.pre_save for field in fields]
    places = ", ".join(["%s"] * len(fields))
    tail = " on conflict do nothing" if skip_known else ""
    # Names of tables and columns only.
    sql = f'insert into "{model._meta.db_table}" ({columns}) values ({places}){tail}'  # noqa: S608
    return list(zip(fields, asked, strict=True)), sql


def _value(row, field, asked):
    value = getattr(row, field.attname)
    if type(value) in PLAIN and not asked:
        return value
    return field.get_db_prep_save(field.pre_save(row, True), connection)

"""Django's PostgreSQL backend with fewer round trips: what needs no answer travels at the head of the next
statement, and what is asked again and again is parsed and planned once."""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

from vsrs.postgresql import scope


class DatabaseWrapper(base.DatabaseWrapper):
    """BEGIN, who is asking, savepoints and settings of the transaction go ahead of the next statement. None
    of them can fail, and whatever still waits when the transaction ends was not needed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = None  # the asker the database knows of
        self.ahead = []
        self.prepared = {}
        self.execute_wrappers.append(self._tell)

    def get_new_connection(self, *args, **kwargs):
        self.prepared = {}
        return super().get_new_connection(*args, **kwargs)

    def say_ahead(self, sql):
        """Send `sql`, which has no answer and no parameters, together with the next statement."""
        self.ahead.append(sql)

    def _tell(self, execute, sql, params, many, context):
        if self.autocommit:
            return execute(sql, params, many, context)
        asker = scope.asking.get()
        words = "; ".join(self.ahead if asker is self.told else [*self.ahead, scope.words_for(self, asker)])
        if not words:
            return execute(sql, params, many, context)
        if many or context["cursor"].cursor.name:
            # Neither a list of parameters nor a server-side cursor takes a second statement.
            with self.connection.cursor() as cursor:
                cursor.execute(words)
            self._has_told(asker)
            return execute(sql, params, many, context)
        try:
            sql = f"{words if params is None else words.replace('%', '%%')}; {sql}"
            answer = execute(sql, params, many, context)
        except Exception:
            # Otherwise it never left: the driver did not know what to do with a value.
            if self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
                self._has_told(asker)
            raise
        self._has_told(asker)
        return answer

    def _has_told(self, asker):
        self.told = asker
        self.ahead.clear()

    def is_usable(self):
        """Before a request: whoever ends a connection sends something, and then Django asks the database.
        When nothing has arrived that round trip says nothing new."""
        if self.errors_occurred or self.connection.closed:
            return super().is_usable()
        arrived = poll()
        arrived.register(self.connection.fileno(), POLLIN)
        return not arrived.poll(0) or super().is_usable()

    def kept(self, sql, count):
        """What to execute, with the same `count` values, instead of `sql`: a statement that the server has
        parsed and planned for this connection. Ask with a cursor open, so that there is a connection.

        Behind pgbouncer the next transaction may have another connection: then it is `sql` itself.
        """
        if self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
            return sql
        if sql not in self.prepared:
            name = f"kept_{len(self.prepared) + 1}"
            places = tuple(f"${place}" for place in range(1, count + 1))
            # Should this fail, the savepoint to go back to has been set.
            words = "; ".join([*self.ahead, f"prepare {name} as {sql % places}"])
            self.ahead.clear()
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(words)
            values = f" ({', '.join(['%s'] * count)})" if count else ""
            self.prepared[sql] = f"execute {name}{values}"
        return self.prepared[sql]

    # --- savepoints ------------------------------------------------------------------------------
    def _savepoint(self, sid):
        self.say_ahead(self.ops.savepoint_create_sql(sid))

    def _savepoint_commit(self, sid):
        begin = self.ops.savepoint_create_sql(sid)
        if begin in self.ahead:
            self.ahead.remove(begin)
        else:
            self.say_ahead(self.ops.savepoint_commit_sql(sid))

    def _savepoint_rollback(self, sid):
        begin = self.ops.savepoint_create_sql(sid)
        if begin in self.ahead:
            # Nothing has been sent since.
            del self.ahead[self.ahead.index(begin) + 1 :]
            return
        self.ahead.clear()
        self.told = scope.asking.get()  # a failed transaction takes nothing but the way back
        super()._savepoint_rollback(sid)
        self.told = scope.UNKNOWN

    # --- a transaction: with it end the settings, and are undone with what is rolled back
    def _start_transaction_under_autocommit(self):
        """Instead of the driver, which would send its BEGIN by itself."""
        with debug_transaction(self, "BEGIN"):
            self.say_ahead(f"begin isolation level {self.isolation_level.name.replace('_', ' ')}")

    def set_autocommit(self, *args, **kwargs):
        self._forget()
        super().set_autocommit(*args, **kwargs)

    def _commit(self):
        if not self._end("COMMIT"):
            super()._commit()
        self._forget()

    def _rollback(self):
        if not self._end("ROLLBACK"):
            super()._rollback()
        self._forget()

    def _end(self, word):
        """Whether that was a transaction the driver knows nothing of."""
        if self.connection is None or not self.connection.autocommit:
            return False
        if self.connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
            with debug_transaction(self, word), self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(word)
        return True

    def _forget(self):
        self.told = None
        self.ahead.clear()

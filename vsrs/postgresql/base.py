"""Django's PostgreSQL backend that tells the database who is asking, at the head of the first
statement that this asker sends: no round trip of its own."""

from select import POLLIN, poll

from django.db.backends.postgresql import base

from vsrs.postgresql import scope


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.told = None
        self.execute_wrappers.append(self._tell)

    def _tell(self, execute, sql, params, many, context):
        asker = scope.asking.get()
        if asker is self.told or self.autocommit:
            return execute(sql, params, many, context)
        words = scope.words_for(self, asker)
        if many or context["cursor"].cursor.name:
            # Neither a list of parameters nor a server-side cursor takes a second statement.
            with self.connection.cursor() as cursor:
                cursor.execute(words)
        else:
            sql = f"{words if params is None else words.replace('%', '%%')}; {sql}"
        self.told = asker
        return execute(sql, params, many, context)

    def is_usable(self):
        """Before a request: whoever ends a connection sends something, and then Django asks the database.
        When nothing has arrived that round trip says nothing new."""
        if self.errors_occurred or self.connection.closed:
            return super().is_usable()
        arrived = poll()
        arrived.register(self.connection.fileno(), POLLIN)
        return not arrived.poll(0) or super().is_usable()

    # The settings end with the transaction, and are undone with whatever is rolled back.
    def set_autocommit(self, *args, **kwargs):
        super().set_autocommit(*args, **kwargs)
        self.told = None

    def _commit(self):
        super()._commit()
        self.told = None

    def _rollback(self):
        super()._rollback()
        self.told = None

    def _savepoint_rollback(self, sid):
        self.told = scope.asking.get()  # a failed transaction takes nothing but the way back
        super()._savepoint_rollback(sid)
        self.told = scope.UNKNOWN

"""Django's PostgreSQL backend that tells each transaction who is asking, as it opens."""

from django.db.backends.postgresql import base

from vsrs.postgresql import scope


class DatabaseWrapper(base.DatabaseWrapper):
    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit and scope.asking.get() is not None:
            scope.apply(self)

"""Sessions in the database, as Django keeps them; read by a statement that is composed once."""

from django.contrib.sessions.backends import db
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from vsrs.postgresql.prepared import Given, Prepared

LIVE = Prepared(
    lambda: (
        db.SessionStore.get_model_class()
        .objects.filter(pk=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField()))
        .values_list("session_data")
    )
)


class SessionStore(db.SessionStore):
    def load(self):
        for (data,) in LIVE.rows(key=self.session_key, now=timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}

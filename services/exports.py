"""Columns of the files that lists of this room are taken away as."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HISTORY_COLUMNS = [
    (_("When"), lambda entry: timezone.localtime(entry.at)),
    (_("Who"), "actor_name"),
    (_("What"), lambda entry: str(entry.words)),
    (_("Of which"), "subject_text"),
]

"""Published articles that speak of what somebody looks for, also while the last word is still typed."""

import math

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, IntegerField, Q, TextField, Value

from consultations.models import PublicText
from consultations.similar import MOST_WORDS, stems
from vsrs.filters import holding
from vsrs.text import fold

# Of a long query most words have to be met, not all of them.
ENOUGH = 2 / 3


class _Met(Func):
    """How many of the given stems begin a stem of the text."""

    template = (
        "(select count(*) from unnest(%(expressions)s) w where exists "
        "(select 1 from unnest(%(stems)s) s where starts_with(s, w)))"
    )
    output_field = IntegerField()


def matching(words, rows=None):
    """The articles with `score`, how near they are. They are few, and a scan finds parts of words too."""
    rows = PublicText.objects.all() if rows is None else rows
    if not fold(words):
        return rows.none()
    held = holding(words, "search")
    wanted = stems(words)[:MOST_WORDS]
    if not wanted:
        return rows.filter(held).annotate(score=Value(0))
    given = Value(wanted, output_field=ArrayField(TextField()))
    met = _Met(given, stems=_column("stems"))
    title = _Met(given, stems=_column("title_stems"))
    rows = rows.annotate(met=met, score=met + 2 * title)
    return rows.filter(held | Q(met__gte=math.ceil(len(wanted) * ENOUGH)))


def _column(name):
    return f'"{PublicText._meta.db_table}"."{name}"'


BY_NEARNESS = ["-score", "sort", "pk"]


def found(words):
    """For lists: the nearest first."""
    return matching(words).order_by(*BY_NEARNESS)

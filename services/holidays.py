"""Days on which nobody works: the calendar as coordinators keep it, and what it is shipped with."""

import datetime as dt

from services.models import Holiday

# (month, day): the same every year. docs/consultations.md says where each comes from.
FIXED = {
    (1, 1): "Nova godina",
    (1, 2): "Nova godina",
    (1, 6): "Badnji dan",
    (1, 7): "Božić (pravoslavni)",
    (1, 9): "Dan Republike",
    (1, 14): "Nova godina (pravoslavna)",
    (5, 1): "Međunarodni praznik rada",
    (5, 2): "Međunarodni praznik rada",
    (5, 9): "Dan pobjede nad fašizmom",
    (11, 21): "Dan uspostave Opšteg okvirnog sporazuma za mir",
    (12, 25): "Božić (katolički)",
}
FRIDAY, MONDAY = dt.timedelta(days=-2), dt.timedelta(days=1)


def holidays():
    """All days of the calendar, for `vsrs.working_time`."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def shipped(year):
    """{day: name}, sorted; of two feasts on one day the first is named."""
    days = {dt.date(year, month, day): name for (month, day), name in FIXED.items()}
    for day, name in movable(year):
        days.setdefault(day, name)
    return dict(sorted(days.items()))


def movable(year):
    """(day, name) of the feasts that move with Easter."""
    for easter, rite in ((orthodox_easter(year), "pravoslavni"), (catholic_easter(year), "katolički")):
        yield easter + FRIDAY, f"Veliki petak ({rite})"
        yield easter + MONDAY, f"Vaskršnji ponedjeljak ({rite})"


def is_computed(day):
    """This day moves from year to year and was worked out."""
    return any(day == feast for feast, _name in movable(day.year))


def orthodox_easter(year):
    """By the Julian calendar (Meeus), told in ours; the difference is 13 days from 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(days=13)


def catholic_easter(year):
    """By the Gregorian calendar (the anonymous algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)

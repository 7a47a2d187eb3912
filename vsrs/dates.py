"""Dates, times and numbers the way a reader in Republika Srpska writes them, in each of the three languages.

Every function takes the language from the active translation and answers "" for None, so that a
template may pass whatever it has. Aware moments are shown in Europe/Sarajevo whatever time zone is
active. The spaces inside a date, and between a number and its unit, do not break.
"""

import datetime as dt
from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

NBSP = "\u00a0"
MINUS = "\u2212"

WEEKDAYS = {
    "sr-latn": ("ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota", "nedjelja"),
    "sr": ("понедјељак", "уторак", "сриједа", "четвртак", "петак", "субота", "недјеља"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "sr-latn": (
        *("januar", "februar", "mart", "april", "maj", "jun"),
        *("jul", "avgust", "septembar", "oktobar", "novembar", "decembar"),
    ),
    "sr": (
        *("јануар", "фебруар", "март", "април", "мај", "јун"),
        *("јул", "август", "септембар", "октобар", "новембар", "децембар"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
AT = {"sr-latn": "u", "sr": "у", "en": "at"}
# Signs of money that are not their ISO code. English readers get the code, in front.
CURRENCY_SIGNS = {"sr-latn": {"BAM": "KM"}, "sr": {"BAM": "КМ"}}


def language():
    """Which of the three the reader has; anything else (a deactivated translation) is Serbian Latin."""
    code = (translation.get_language() or settings.LANGUAGE_CODE).lower()
    if code.startswith("en"):
        return "en"
    return "sr" if code in {"sr", "sr-cyrl"} else "sr-latn"


def local(moment):
    """The same moment on a clock in Sarajevo; dates and naive moments pass unchanged."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return moment


def _day(moment):
    moment = local(moment)
    return moment.date() if isinstance(moment, dt.datetime) else moment


def weekday(d):
    """četvrtak"""
    return "" if d is None else WEEKDAYS[language()][_day(d).weekday()]


def month_name(d):
    """novembar"""
    return "" if d is None else MONTHS[language()][_day(d).month - 1]


def month_year(d):
    """Novembar 2026."""
    if d is None:
        return ""
    d = _day(d)
    return f"{month_name(d).capitalize()}{NBSP}{d.year}{'' if language() == 'en' else '.'}"


def short_date(d):
    """26. 11. 2026."""
    if d is None:
        return ""
    d = _day(d)
    if language() == "en":
        return f"{d.day} {month_name(d)} {d.year}"
    return f"{d.day}.{NBSP}{d.month}.{NBSP}{d.year}."


def long_date(d):
    """četvrtak, 26. 11. 2026."""
    if d is None:
        return ""
    return f"{weekday(d)}{' ' if language() == 'en' else ', '}{short_date(d)}"


def before_comma(day):
    """26. 11. 2026, Doboj: the full stop of the year gives way to the sign that follows."""
    return day.removesuffix(".")


def day_month(d):
    """26. nov, for tight places such as the axis of a chart."""
    if d is None:
        return ""
    d = _day(d)
    return f"{d.day}{'' if language() == 'en' else '.'}{NBSP}{month_name(d)[:3]}"


def short_day(d):
    """26. 11. for a date whose year is plain from around it, such as in the subject of a message."""
    if d is None:
        return ""
    d = _day(d)
    return f"{d.day}{NBSP}{month_name(d)}" if language() == "en" else f"{d.day}.{NBSP}{d.month}."


def date_range(a, b):
    """26–28. 11. 2026. or 28. 11. – 3. 12. 2026.: what both ends share is said once."""
    if a is None or b is None:
        return short_date(a if b is None else b)
    a, b = _day(a), _day(b)
    if a == b:
        return short_date(b)
    english = language() == "en"
    if a.year != b.year:
        start = short_date(a)
    elif a.month != b.month:
        start = f"{a.day} {month_name(a)}" if english else f"{a.day}.{NBSP}{a.month}."
    else:
        return f"{a.day}–{short_date(b)}"
    return f"{start} – {short_date(b)}"


def months_after(day, months):
    """The same day so many months later, or the last one of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clock(moment):
    """10.00, and 6.05 in the morning; takes a moment or a time of day."""
    if moment is None:
        return ""
    moment = local(moment)
    if language() == "en":
        return f"{moment.hour:02}:{moment.minute:02}"
    return f"{moment.hour}.{moment.minute:02}"


def clock_range(a, b):
    """10.00–14.00"""
    if a is None or b is None:
        return clock(a if b is None else b)
    return f"{clock(a)}–{clock(b)}"


def hours_or_days(a, b):
    """10.00–14.00 within one day; 9–12. 12. 2026. over several."""
    return clock_range(a, b) if a is None or b is None or _day(a) == _day(b) else date_range(a, b)


def date_time(moment):
    """26. 11. 2026. u 10.00"""
    if moment is None:
        return ""
    return f"{short_date(moment)} {AT[language()]}{NBSP}{clock(moment)}"


def short_day_time(moment):
    """7. 12. u 8.00"""
    return "" if moment is None else f"{short_day(moment)} {AT[language()]}{NBSP}{clock(moment)}"


def date_time_range(a, b):
    """četvrtak, 26. 11. 2026, 10.00–14.00; over midnight both ends are told in full."""
    if a is None or b is None:
        return date_time(a if b is None else b)
    if _day(a) != _day(b):
        return f"{date_time(a)} – {date_time(b)}"
    return f"{before_comma(long_date(a))}, {clock_range(a, b)}"


def _signs():
    """(decimal sign, sign between thousands)"""
    return (".", ",") if language() == "en" else (",", ".")


def number(x, places=None):
    """1.284.567,5 with a true minus. Without `places` a Decimal keeps what it has and a float two at most."""
    if x is None:
        return ""
    value = Decimal(str(x))
    if places is None and isinstance(x, float):
        value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if places is None:
        text = f"{abs(value):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    decimal_sign, thousands_sign = _signs()
    whole, _, fraction = text.partition(".")
    whole = f"{int(whole):,}".replace(",", thousands_sign)
    sign = MINUS if value < 0 and text.strip("0.") else ""
    return f"{sign}{whole}{decimal_sign}{fraction}" if fraction else f"{sign}{whole}"


def percent(x, places=None):
    """87,4%; takes percents, not a share, and shows at most one place unless told."""
    if x is None:
        return ""
    if places is None:
        x = Decimal(str(x)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number(x, places)}%"


def money(x, currency="BAM"):
    """3.450,00 KM"""
    if x is None:
        return ""
    amount = number(x, places=2)
    if language() == "en":
        return f"{currency}{NBSP}{amount}"
    return f"{amount}{NBSP}{CURRENCY_SIGNS[language()].get(currency, currency)}"

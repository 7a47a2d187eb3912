"""Days and times of a run, proposed from the hours of its programme and the first day."""

import datetime as dt
from dataclasses import dataclass

BEGINS = dt.time(10)
DAY_HOURS = 8
PAUSE = dt.timedelta(minutes=30)
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Lesson:
    """What has to be taught: a part of a programme, or the whole of one without parts."""

    title: str
    hours: float
    agenda: str = ""


def propose(lessons, first_day):
    """[{day, starts, ends, title, agenda}] for the form: from 10.00, at most eight hours a day.

    Short lessons share a day with half an hour between them, long ones go on for several days. What begins
    on a working day has no days at weekends.
    """
    day, at = first_day, dt.datetime.combine(first_day, BEGINS)
    rows = []
    for lesson in _no_longer_than_a_day(lessons):
        length = dt.timedelta(hours=lesson.hours)
        if at + length > dt.datetime.combine(day, BEGINS) + dt.timedelta(hours=DAY_HOURS):
            day = _next_day(day, first_day)
            at = dt.datetime.combine(day, BEGINS)
        rows.append(
            {
                "day": day,
                "starts": at.time(),
                "ends": (at + length).time(),
                "title": lesson.title,
                "agenda": lesson.agenda,
            }
        )
        at += length + PAUSE
    return rows


def _no_longer_than_a_day(lessons):
    for lesson in lessons:
        left = float(lesson.hours)
        while left > 0:
            yield Lesson(lesson.title, min(left, DAY_HOURS), lesson.agenda)
            left -= DAY_HOURS


def _next_day(day, first_day):
    day += ONE_DAY
    while first_day.weekday() < SATURDAY <= day.weekday():
        day += ONE_DAY
    return day

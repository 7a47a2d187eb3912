"""Two years of advice, some of it still open today."""

from datetime import timedelta
from random import Random

from services.holidays import holidays
from vsrs.demo.advice_case import Case
from vsrs.demo.clock import moment, workday
from vsrs.demo.people import awake, read

CASES = 350  # over two years; the open ones of these days come besides
SHARES = {"banja-luka": 5, "bijeljina": 3, "trebinje": 2, "gradiska": 2}
# What desks have today: days ago it was asked, and what became of it. Every desk the first two, the others in
# turn, the largest all of them.
THESE_DAYS = (
    (1, "new"),
    (9, "waiting"),
    (6, "late"),
    (5, "answered"),
    (8, "referred"),
    (4, "meeting"),
)
HOURS = (8, 9, 10, 11, 13, 14, 16, 20)
OFFICE = "republika"


def write_advice(diary, network, organizers, today, first_day):
    """Fill the diary. Its own dice, so that the trainings of the demo stay as they were."""
    random = Random(2027)  # noqa: S311 - the same demo every time
    questions, free = read("questions"), holidays()
    office = network[OFFICE][:2]
    asked = {}

    def case(slug, at, fate):
        entry = _who(awake(organizers[slug], at.date(), today), at, random)
        if entry is None:
            return
        organizer, user, _people = entry
        facts = _question(questions, asked.setdefault(organizer.pk, set()), fate, random)
        _service, manager, staff = network[slug]
        adviser = manager if random.random() < 0.25 else staff
        Case(organizer, user, adviser, manager, office, facts, at, fate, random, free).write_into(diary)

    for at, slug in _two_years(first_day, today, sorted(organizers), random):
        case(slug, at, random.choices(("solved", "silent", "withdrawn"), weights=(90, 7, 3))[0])
    for place, slug in enumerate(sorted(organizers)):
        for days_ago, fate in _these_days(place, slug):
            day = workday(today - timedelta(days=days_ago), back=True)
            case(slug, moment(day, f"{random.randint(8, 15)}.{random.randint(10, 59)}"), fate)


def _two_years(first_day, today, slugs, random):
    """Moments at which something is asked: more in spring and autumn, hardly anything in the summer."""
    days = [first_day + timedelta(days=n) for n in range(45, (today - first_day).days - 10)]
    weights = [_how_busy(day, (day - first_day).days) for day in days]
    shares = [SHARES.get(slug, 1.6) for slug in slugs]
    for day in sorted(random.choices(days, weights, k=CASES)):
        hour = random.choices(HOURS, (2, 3, 4, 3, 3, 2, 1, 1))[0]
        yield moment(day, f"{hour}.{random.randint(10, 59)}"), random.choices(slugs, shares)[0]


def _how_busy(day, nth):
    """The longer the portal is there, the more is asked in it."""
    return (0.4 + nth / 365) * (0.3 if day.month in {7, 8} else 1) * (0.15 if day.weekday() > 4 else 1)


def _these_days(place, slug):
    if slug in SHARES:
        return THESE_DAYS
    others = THESE_DAYS[2:]
    return (*THESE_DAYS[:2], others[place % len(others)])


def _who(entries, at, random):
    """An organizer that was confirmed by then; a few ask much more than the others."""
    known = [entry for entry in entries if entry[0].confirmed_at and entry[0].confirmed_at < at]
    if not known:
        return None
    return known[min(int(random.expovariate(0.35)), len(known) - 1)]


def _question(questions, asked, fate, random):
    """None twice by one organizer, as long as there are others."""
    fitting = [
        place
        for place, facts in enumerate(questions)
        if place not in asked and (fate != "answered" or "reply" not in facts)
    ]
    place = random.choice(fitting or range(len(questions)))
    asked.add(place)
    return questions[place]

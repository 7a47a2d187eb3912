"""Two years of trainings, lived through day by day: planned, published, booked, held, cancelled."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from trainings.models import Attendance, Seat, Training
from trainings.operations.announcing import cancel_training, confirm_training, mark_held, publish_training
from trainings.operations.attendance import mark_attendance
from trainings.operations.booking import book_seats, cancel_booking
from trainings.operations.rules import Unmet, note_demand
from trainings.operations.runs import plan_training
from trainings.operations.waiting import join_waiting_list
from vsrs.demo import after, lines
from vsrs.demo.clock import moment, workday, workdays
from vsrs.demo.people import awake, read
from vsrs.demo.programmes import leaders_of, title_of_day
from vsrs.refusals import Refused

FEW = {"srbac", "laktasi", "mrkonjic-grad"}


@dataclass
class Run:
    """One training on its way through the diary."""

    service: object
    staff: object
    programme: object
    facts: dict
    first: object  # date of the first part
    fate: str  # held, cancelled, draft, full, freed, coming, quiet, unmarked, early, closed
    random: object
    organizers: list
    venues: list
    today: object  # date
    profiles: dict  # {slug: trainer}
    training: Training = None
    bookings: list = field(default_factory=list)

    def write_into(self, diary):
        plan_at = moment(self.first - timedelta(days=70), "9.15")
        if self.fate == "draft":
            diary.add(
                moment(self.today - timedelta(days=self.random.randint(1, 9)), "10.40"), self.staff, self.plan
            )
            return
        diary.add(plan_at, self.staff, self.plan)
        diary.add(plan_at + timedelta(days=2), self.staff, self.publish)
        guests = list(self.organizers)
        self.random.shuffle(guests)
        if self.fate == "coming" and self.first > self.today:
            # Whoever tries the demo as the first organizer has a booking ahead.
            guests.remove(self.organizers[0])
            guests.insert(0, self.organizers[0])
        if self.fate == "freed":
            # And waits for another one.
            guests.remove(self.organizers[0])
            guests.insert(4, self.organizers[0])
        count = {"full": len(guests), "freed": len(guests), "quiet": 1, "early": 0}.get(
            self.fate, self.random.randint(6, 16)
        )
        for place, (organizer, user, people) in enumerate(guests[:count]):
            at = plan_at + timedelta(days=3 + place * 4 % 55, hours=self.random.randint(0, 6), minutes=place)
            # Organizers were registered before the diary began; nobody books before being confirmed.
            if organizer.decided_at <= at:
                diary.add(at, user, self.booking(organizer, user, people, place))
        if self.fate == "freed":
            lines.write_line(diary, self)
        if self.fate == "cancelled":
            diary.add(moment(self.first - timedelta(days=4), "11.00"), self.staff, self.cancel)
            return
        if self.fate in {"quiet", "early"}:
            return  # too few so far: hold it or not?
        diary.add(moment(self.first - timedelta(days=6), "8.30"), self.staff, self.confirm)
        if self.fate == "unmarked":
            return
        for day in range(self.facts["days"]):
            at = moment(self.first + timedelta(days=day), "18.15")
            diary.add(at, self.staff, self.attendance(day))
        last = moment(self.first + timedelta(days=self.facts["days"] - 1), "18.45")
        diary.add(last, self.staff, self.hold)
        diary.add(last + after.ANSWERED_AFTER, self.staff, self.evaluate)
        diary.add(last + after.ISSUED_AFTER, self.staff, self.certify)

    def plan(self):
        online = self.facts["form"] == Training.Form.ONLINE
        begins = "12.00" if online else "10.00"
        length = timedelta(hours=float(self.facts["hours"]) / self.facts["days"])
        parts = []
        for day in range(self.facts["days"]):
            start = moment(self.first + timedelta(days=day), begins)
            parts.append(
                {
                    "ordinal": day + 1,
                    "title": title_of_day(self.facts, day),
                    "starts_at": start,
                    "ends_at": start + length,
                    "place": "",
                    "agenda": "\n".join(self.facts["agenda"]),
                }
            )
        seats = 8 if self.fate in {"full", "freed"} else self.facts["seats"]
        self.training = plan_training(
            self.service,
            actor=self.staff,
            programme=self.programme,
            parts=parts,
            trainers=leaders_of(self.profiles, self.service.slug, two=self.facts["days"] > 1),
            title=self.facts["title"],
            subject=self.facts["subject"],
            summary=self.facts["summary"],
            form=self.facts["form"],
            venue="" if online else self.random.choice(self.venues),
            address="" if online else "Primjerna ulica 1",
            access_notes="" if online else "Ulaz bez stepenica je iz dvorišta.",
            link="https://primjer.example/obuka" if online else "",
            seats=seats,
            offer_hours=36 if self.fate == "full" else 24,
            minimum=4,
            opens_at=moment(self.today + timedelta(days=5), "9.00") if self.fate == "early" else None,
            closes_at=moment(self.today - timedelta(days=1), "15.00") if self.fate == "closed" else None,
            cancel_by=moment(self.first - timedelta(days=2), "12.00"),
            decide_on=self.first - timedelta(days=2),
        )

    def publish(self):
        publish_training(self.training, actor=self.staff)
        self.training.refresh_from_db()

    def booking(self, organizer, user, people, place):
        key = UUID(int=self.random.getrandbits(128), version=4)
        group = people[: self.random.choice([1, 2, 2, 3, 3])]
        changes_mind = self.random.random() < 0.08

        def deed():
            try:
                made = book_seats(self.training, actor=user, organizer=organizer, people=group, form_key=key)
            except Unmet as refusal:
                note_demand(refusal, self.training, actor=user, organizer=organizer)
                return
            except Refused:
                # Full: the group waits, as its people would.
                self.training.refresh_from_db()
                if self.training.free < len(group):
                    self.join(organizer, user, group, takes_fewer=place % 4 == 3)
                return
            if changes_mind and place % 2:
                cancel_booking(made, actor=user)

        return deed

    def join(self, organizer, user, group, **said):
        join_waiting_list(self.training, actor=user, organizer=organizer, people=group, **said)

    def confirm(self):
        self.training.refresh_from_db()
        if self.training.taken < self.training.minimum:
            reason = "Prijavljeno je premalo ljudi. Novi termin objavljujemo čim ga dogovorimo."
            cancel_training(self.training, actor=self.staff, reason=reason)
        else:
            confirm_training(self.training, actor=self.staff)

    def cancel(self):
        reason = "Predavač je spriječen. Novi termin objavljujemo čim ga dogovorimo."
        cancel_training(self.training, actor=self.staff, reason=reason)

    def attendance(self, day):
        draws = [self.random.random() for _ in range(60)]

        def deed():
            if not self._goes_on():
                return
            part = self.training.parts.get(ordinal=day + 1)
            seats = Seat.objects.filter(training=self.training).standing().order_by("pk")
            marks = {
                seat.pk: Attendance.Mark.ABSENT
                if draw < 0.06
                else Attendance.Mark.EXCUSED
                if draw < 0.1
                else Attendance.Mark.PRESENT
                for seat, draw in zip(seats, draws, strict=False)
            }
            mark_attendance(part, actor=self.staff, marks=marks)

        return deed

    def hold(self):
        if self._goes_on():
            mark_held(self.training, actor=self.staff)

    def evaluate(self):
        if self._goes_on():
            after.evaluations_for(self.training, self.first.toordinal())

    def certify(self):
        if self._goes_on():
            after.certificates_for(self.training, self.staff, self.first.toordinal())

    def _goes_on(self):
        self.training.refresh_from_db()
        return self.training.state != Training.State.CANCELLED


def write_runs(diary, network, organizers, programmes, profiles, *, random, first_day, today):
    """Fill the diary: about ten trainings a service and year, more in Banja Luka, fewer in small towns."""
    venues = read("venues")
    for place, (slug, (service, _, staff)) in enumerate(network.items()):
        if service.is_republic:
            continue

        def run(day, fate, chosen, service=service, staff=staff, slug=slug):
            programme, facts = chosen
            Run(
                service=service,
                staff=staff,
                programme=programme,
                facts=facts,
                first=day,
                fate=fate,
                random=random,
                organizers=awake(organizers[slug], day, today),
                venues=venues,
                today=today,
                profiles=profiles,
            ).write_into(diary)

        step = {"banja-luka": 19}.get(slug, 52 if slug in FEW else random.randint(28, 38))
        for day, fate in _two_years(first_day, today, step, random):
            run(day, fate, random.choice(programmes))
        for day, fate in _these_days(today, place):
            run(day, fate, random.choice([row for row in programmes if row[1]["days"] == 1]))


def _two_years(first_day, today, step, random):
    start = first_day + timedelta(days=60 + random.randint(0, 20))
    for place, day in enumerate(workdays(start, today + timedelta(days=100), step)):
        day += timedelta(days=random.randint(0, max(0, 4 - day.weekday())))
        # Seasons: nothing in July and August, nothing around New Year; these days have their own list.
        season = day.month not in {7, 8} and not (day.month == 1 and day.day < 12)
        if season and not -7 < (day - today).days < 14:
            yield day, _fate(place, (day - today).days, random)


def _these_days(today, place):
    """What a desk has to show: attendance to enter, a week with trainings, one with too few people, one
    with free seats while somebody waits, a draft whose date comes near; for a visitor, booking that has
    closed and booking that has not begun."""
    yield workday(today - timedelta(days=1 + place % 3), back=True), "unmarked"
    yield workday(today + timedelta(days=1 + place % 4)), "coming"
    if place % 3 == 1:
        yield workday(today + timedelta(days=3 + place % 2)), "quiet"
    if place % 2:
        yield workday(today + timedelta(days=9 + place % 3)), "freed"
    yield workday(today + timedelta(days=12)), "draft" if place % 2 == 0 else "coming"
    if place % 3 == 1:
        yield workday(today + timedelta(days=8)), "closed"
        yield workday(today + timedelta(days=30)), "early"


def _fate(place, days_ahead, random):
    if days_ahead > 72:
        return "draft"
    chance = random.random()
    if days_ahead > 5:
        return "full" if chance < 0.25 else "cancelled" if chance < 0.3 else "coming"
    return "cancelled" if chance < 0.08 else "full" if chance < 0.2 else "held"

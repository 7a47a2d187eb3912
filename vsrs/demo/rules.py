"""Trainings with rules: one whose bookings the service approves, one with seats kept for some towns, one
that asks for another programme first."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from organizers.models import Municipality
from trainings.models import Booking, Question, Training
from trainings.operations.announcing import publish_training
from trainings.operations.approval import approve_bookings, refuse_bookings
from trainings.operations.booking import book_seats
from trainings.operations.rules import note_demand
from trainings.operations.runs import plan_training
from vsrs.demo.clock import moment, workday
from vsrs.demo.programmes import leaders_of
from vsrs.refusals import Refused

QUESTIONS = [
    {
        "text": "Koliko volontera trenutno vodite?",
        "kind": Question.Kind.TEXT,
        "choices": "",
        "is_required": True,
    },
    {
        "text": "Imate li već pravilnik o volontiranju?",
        "kind": Question.Kind.YES_NO,
        "choices": "",
        "is_required": False,
    },
    {
        "text": "Kako dolazite?",
        "kind": Question.Kind.CHOICE,
        "choices": "autobusom\nautomobilom\npješke",
        "is_required": False,
    },
]
NEEDS = [
    {"access_needs": "Pristup invalidskim kolicima, jedna osoba.", "diet": "Posno, jedna osoba."},
    {"diet": "Bez glutena, jedna osoba."},
    {},
    {"access_needs": "Prevod na znakovni jezik.", "diet": "Vegetarijanska hrana, dvije osobe."},
]
WAYS = ["autobusom", "automobilom", "pješke"]
KEPT_FOR = ("laktasi", "srbac")


class Ruled:
    """A run with rules on its way through the diary."""

    def __init__(self, service, staff, programme, first, profiles, seats=12, **rules):
        self.service, self.staff, self.programme = service, staff, programme
        self.first, self.profiles, self.seats, self.rules = first, profiles, seats, rules
        self.training = None

    def plan(self):
        start = moment(self.first, "9.00")
        hours = min(float(self.programme.hours), 6)
        self.training = plan_training(
            self.service,
            actor=self.staff,
            programme=self.programme,
            parts=[
                {
                    "title": "",
                    "starts_at": start,
                    "ends_at": start + timedelta(hours=hours),
                    "place": "",
                    "agenda": "",
                }
            ],
            trainers=leaders_of(self.profiles, self.service.slug, two=False),
            form=Training.Form.ON_SITE,
            venue="Dom omladine",
            address="Primjerna ulica 1",
            access_notes="Ulaz bez stepenica je iz dvorišta.",
            seats=self.seats,
            minimum=3,
            cancel_by=moment(self.first - timedelta(days=2), "12.00"),
            **self.rules,
        )

    def publish(self):
        publish_training(self.training, actor=self.staff)
        self.training = Training.objects.select_related("service", "version").get(pk=self.training.pk)

    def booking(self, organizer, user, people, place, size=2):
        def deed():
            said = {}
            if self.rules.get("questions"):
                said["answers"] = [
                    {"question": QUESTIONS[0]["text"], "answer": str(6 + place * 5)},
                    {"question": QUESTIONS[1]["text"], "answer": place % 2 == 0},
                    {"question": QUESTIONS[2]["text"], "answer": WAYS[place % 3]},
                ]
            key = uuid5(NAMESPACE_URL, f"{self.training.slug} {organizer.pk}")
            wanted = {"actor": user, "organizer": organizer, "people": people[:size], "form_key": key}
            try:
                book_seats(self.training, **wanted, needs=NEEDS[place % len(NEEDS)], **said)
            except Refused as refusal:
                note_demand(refusal, self.training, actor=user, organizer=organizer)

        return deed

    def answer(self):
        """One is approved, one refused, the others wait for whoever opens the demo."""
        first, second = Booking.objects.filter(training=self.training).order_by("pk")[:2]
        approve_bookings(self.training, actor=self.staff, bookings=[first])
        reason = "Ova obuka je za one koji već vode volontere. Javite se za osnove u januaru."
        refuse_bookings(self.training, actor=self.staff, bookings=[second], reason=reason)


def write_ruled(diary, network, organizers, programmes, profiles, today):
    if "banja-luka" not in network:
        return
    service, _manager, staff = network["banja-luka"]
    by_title = {programme.title: programme for programme, _facts in programmes}
    short = [programme for programme, facts in programmes if facts["days"] == 1]
    asking = by_title.get("Procjena rizika i osiguranje volontera", short[-1])
    towns = list(Municipality.objects.filter(slug__in=KEPT_FOR))
    until = moment(workday(today + timedelta(days=16)), "12.00")
    kept = {"kept_seats": 5, "kept_until": until, "kept_for": towns} if towns else {}

    runs = [
        (
            Ruled(
                service,
                staff,
                short[0],
                workday(today + timedelta(days=20)),
                profiles,
                needs_approval=True,
                questions=QUESTIONS,
            ),
            5,
        ),
        (Ruled(service, staff, short[1], workday(today + timedelta(days=25)), profiles, seats=9, **kept), 2),
        (Ruled(service, staff, asking, workday(today + timedelta(days=32)), profiles), 5),
    ]
    for number, (run, booked) in enumerate(runs):
        diary.add(moment(today - timedelta(days=15), f"9.{10 + number}"), staff, run.plan)
        diary.add(moment(today - timedelta(days=14), f"9.{10 + number}"), staff, run.publish)
        for place, (organizer, user, people) in enumerate(organizers["banja-luka"][2 : 2 + booked]):
            at = moment(today - timedelta(days=9 - place), f"{11 + number}.{15 + place}")
            diary.add(at, user, run.booking(organizer, user, people, place))
    diary.add(moment(today - timedelta(days=4), "14.20"), staff, runs[0][0].answer)

"""One request of the demo on its way through the diary, from the question to the rating."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from uuid import UUID

from consultations.models import Request
from consultations.operations.advising import answer, close, log_conversation, note
from consultations.operations.asking import ask, reply
from consultations.operations.merging import merge
from consultations.operations.rating import rate
from consultations.operations.referring import record_contact, refer
from consultations.operations.reopening import reopen
from consultations.operations.steps import add_step, finish_step
from consultations.operations.times import offer_times, take_time
from consultations.operations.triage import assign
from vsrs.demo.advice_words import AGAIN, CONTACT, LOGGED, NOTES, OPENINGS, REOPENED, SITUATIONS, THANKS
from vsrs.demo.clock import moment, workday
from vsrs.refusals import Refused
from vsrs.working_time import deadline

DEPTHS = ("informed", "planning", "doing", "keeping")


@dataclass
class Case:
    """One request on its way through the diary."""

    organizer: object
    user: object  # who asks
    adviser: object
    manager: object
    office: object  # (service, coordinator)
    facts: dict  # one of data/questions.json
    at: object
    fate: str
    random: Random
    free: frozenset
    request: Request = None
    second: Request = None
    steps: list = field(default_factory=list)

    # --- the plan -------------------------------------------------------------------------------
    def write_into(self, diary):
        diary.add(self.at, self.user, self.ask)
        if self.fate in {"new", "late"}:
            return
        if self.random.random() < 0.6:
            diary.add(self._after(self.at, 0.1), self.manager, self.assign)
        if self.fate == "solved" and self.random.random() < 0.02:
            diary.add(self.at + timedelta(minutes=25), self.user, self.ask_again)
            diary.add(self._after(self.at, 0.12), self.adviser, self.merge)
        at = self._after(self.at, 0.15 + self._days_to_answer())
        if self.fate in {"silent", "waiting"}:
            diary.add(at, self.adviser, partial(self.answer, self.facts["answer"], wait=True))
            if self.fate == "silent":
                diary.add(at + timedelta(days=31), self.adviser, partial(self.close, "no_answer"))
            return
        if self.fate == "withdrawn":
            diary.add(at, self.adviser, partial(self.close, "withdrawn"))
            return
        self._answered(diary, at)

    def _answered(self, diary, at):
        two_turns = "reply" in self.facts
        diary.add(at, self.adviser, partial(self.answer, self.facts["answer"], wait=two_turns))
        if self.random.random() < 0.2:
            diary.add(at + timedelta(minutes=4), self.adviser, partial(self.note, self._one(NOTES)))
        if two_turns:
            said = at + timedelta(days=self.random.randint(1, 3), hours=1)
            diary.add(said, self.user, self.reply)
            at = self._after(said, self.random.uniform(0.2, 1.5))
            diary.add(at, self.adviser, partial(self.answer, self.facts["more"]))
        if "next" in self.facts:
            diary.add(at + timedelta(minutes=6), self.adviser, self.add_step)
        if self.facts.get("refer") or self.fate == "referred":
            at = self._referred(diary, at + timedelta(minutes=20))
        if self.fate == "meeting" or (self.facts.get("outcome") == "appointment" and self.fate == "solved"):
            at = self._talked(diary, at + timedelta(minutes=9))
        if self.fate == "solved":
            self._closed(diary, self._after(at, self._days_to_close()))

    def _referred(self, diary, at):
        diary.add(at, self.adviser, self.refer)
        contacted = self._after(at, self.random.uniform(1, 3))
        if self.fate != "referred":
            diary.add(contacted, self.office[1], self.contact)
        return contacted

    def _talked(self, diary, at):
        """Offered, agreed, held and written down; or a telephone call at once."""
        if self.facts.get("way") == "call":
            diary.add(at, self.adviser, partial(self.log, "call", self.random.choice((8, 12, 15, 20))))
            return at
        first = workday(at.date() + timedelta(days=self.random.randint(2, 4)))
        begins = moment(first, f"{self.random.randint(9, 14)}.{self.random.choice(('00', '30'))}")
        diary.add(at, self.adviser, partial(self.offer, begins))
        diary.add(at + timedelta(hours=5), self.user, self.take)
        over = begins + timedelta(minutes=50)
        diary.add(over, self.adviser, partial(self.log, "visit", self.random.choice((30, 40, 45, 60))))
        return over

    def _closed(self, diary, at):
        if "next" in self.facts and self.random.random() < 0.8:
            diary.add(at - timedelta(minutes=10), self.user, self.finish_steps)
        diary.add(at, self.adviser, partial(self.close, self.facts.get("outcome", "answered")))
        if self.random.random() < 0.6:
            diary.add(at + timedelta(hours=self.random.randint(2, 60)), self.user, self.rate)
        elif self.random.random() < 0.07:
            again = at + timedelta(days=self.random.randint(2, 12))
            diary.add(again, self.user, self.reopen)
            answered = self._after(again, self.random.uniform(0.3, 2))
            diary.add(answered, self.adviser, partial(self.answer, self._one(REOPENED)[1]))
            diary.add(self._after(answered, 1), self.adviser, partial(self.close, "answered"))

    def _days_to_answer(self):
        return (
            self.random.uniform(3.1, 6)
            if self.random.random() < 0.13
            else self.random.triangular(0.1, 2.9, 1)
        )

    def _days_to_close(self):
        return (
            self.random.uniform(9, 16) if self.random.random() < 0.12 else self.random.triangular(0.3, 6, 2)
        )

    def _after(self, at, days):
        return deadline(at, days, self.free)

    def _one(self, sentences):
        return self.random.choice(sentences)

    def _key(self):
        return UUID(int=self.random.getrandbits(128), version=4)

    # --- deeds ----------------------------------------------------------------------------------
    def ask(self):
        situation = f"{self._one(OPENINGS)}\n\n{self._one(SITUATIONS)}"
        self.request = self._ask(f"{situation} {self.facts['question']}\n\n{self._one(THANKS)}")

    def ask_again(self):
        """What was forgotten, as a request of its own; the service puts both together."""
        self.second = self._ask(self._one(AGAIN))

    def merge(self):
        self.request = merge(self.request, actor=self.adviser, other=self.second)

    def _ask(self, question):
        return ask(
            actor=self.user,
            organizer=self.organizer,
            topic=self.facts["topic"],
            subject=self.facts["subject"],
            question=question,
            way=self.facts.get("way", "written"),
            urgent_reason=self.facts.get("urgent", ""),
            form_key=self._key(),
        )

    def assign(self):
        assign(self.request, actor=self.manager, adviser=self.adviser)

    def answer(self, body, wait=False):
        last = self.request.messages.order_by("-pk").values_list("pk", flat=True).first()
        body = f"Poštovani,\n\n{body}\n\nSrdačan pozdrav,\n{self.adviser.full_name}"
        answer(self.request, actor=self.adviser, body=body, form_key=self._key(), seen=last, wait=wait)

    def note(self, body):
        note(self.request, actor=self.adviser, body=body, form_key=self._key())

    def reply(self):
        reply(self.request, actor=self.user, body=self.facts["reply"], form_key=self._key())

    def add_step(self):
        owner = "organizer" if self.random.random() < 0.8 else "service"
        due = workday(self.at.date() + timedelta(days=self.random.randint(7, 25)))
        self.steps.append(
            add_step(self.request, actor=self.adviser, text=self.facts["next"], owner=owner, due_on=due)
        )

    def finish_steps(self):
        for step in self.steps:
            if step.owner == "organizer":
                finish_step(step, actor=self.user)

    def refer(self):
        reason = "Pitanje se tiče cijele mreže: molimo stav republičke kancelarije i odgovor organizatoru."
        refer(self.request, actor=self.adviser, to_service=self.office[0], reason=reason)

    def contact(self):
        referral = self.request.referrals.select_related("service").get()
        record_contact(referral, actor=self.office[1], words=self._one(CONTACT))

    def offer(self, begins):
        times = [(begins + timedelta(days=day), begins + timedelta(days=day, minutes=45)) for day in (0, 1)]
        try:
            offer_times(self.request, actor=self.adviser, times=times, place="Prostorije servisa")
        except Refused:
            # Somebody else has the adviser at that time: they talk on the telephone instead.
            self.log("call", 15)

    def take(self):
        for offer in self.request.time_offers.open().order_by("starts_at"):
            try:
                take_time(offer, actor=self.user)
            except Refused:
                continue
            return

    def log(self, kind, minutes):
        body = self._one(LOGGED)
        log_conversation(
            self.request, actor=self.adviser, kind=kind, body=body, form_key=self._key(), minutes=minutes
        )

    def close(self, outcome):
        close(self.request, actor=self.adviser, outcome=outcome, depth=self._depth(outcome))

    def _depth(self, outcome):
        if outcome in {"withdrawn", "no_answer"}:
            return "informed"
        return self.random.choices(DEPTHS, (4, 3, 2, 1) if outcome == "answered" else (1, 3, 4, 2))[0]

    def rate(self):
        rating = self.request.ratings.select_related("service").latest("asked_at")
        score = self.random.choices((2, 3, 4, 5), weights=(1, 2, 7, 12))[0]
        words = self._one(THANKS) if self.random.random() < 0.3 else ""
        rate(rating, score=score, words=words)

    def reopen(self):
        reopen(self.request, actor=self.user, body=self._one(REOPENED)[0], form_key=self._key())

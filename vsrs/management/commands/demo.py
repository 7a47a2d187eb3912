"""`manage.py demo`: fill an empty database with the demo; `--size large` adds what benchmarks need."""

from datetime import timedelta
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consultations.tasks import warn_of_deadlines
from network.operations import recount_everything
from trainings.tasks import settle_waiting
from vsrs.demo.advice import write_advice
from vsrs.demo.clock import Diary, doing, moment, month_start
from vsrs.demo.finish import finish
from vsrs.demo.knowledge import from_cases, write_knowledge
from vsrs.demo.large import enlarge
from vsrs.demo.lines import answer_offers
from vsrs.demo.people import PASSWORD, Cast, found_network, found_organizers
from vsrs.demo.programmes import (
    add_trainers,
    change_programmes,
    copy_some,
    create_programmes,
    write_rows_of_workshops,
)
from vsrs.demo.rules import write_ruled
from vsrs.demo.trainings import write_runs
from vsrs.demo.wishes import decide_some, want, write_twice


class Command(BaseCommand):
    help = "Fill an empty database with the demo: eleven services, invented people, two years of work."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=["small", "large"], default="small")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are people already"
        )

    def handle(self, *, size, if_empty, **options):
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError("The database is not empty; the demo begins with an empty one.")
        # All of it or nothing: a demo that was stopped half way leaves an empty database.
        with transaction.atomic():
            self._live(size)
        recount_everything()
        self.stdout.write(self.style.SUCCESS(f"Demo is ready. Password of all accounts: {PASSWORD}"))

    def _live(self, size):
        today = timezone.localdate()
        first_day = month_start(today, back=24)
        random = Random(2026)  # noqa: S311 - the same demo every time
        cast = Cast(random)
        self.stdout.write("Demo: services and people")
        network = found_network(cast, first_day)
        organizers = found_organizers(cast, network, first_day, today)
        self.stdout.write("Demo: two years of trainings")
        diary = Diary()
        programmes = self._programmes(network, first_day)
        profiles = add_trainers(network, programmes, first_day)
        change_programmes(diary, network, programmes, today)
        write_runs(
            diary,
            network,
            organizers,
            programmes,
            profiles,
            random=random,
            first_day=first_day,
            today=today,
        )
        write_rows_of_workshops(diary, network, programmes, profiles, today)
        copy_some(diary, network, today)
        write_ruled(diary, network, organizers, programmes, profiles, today)
        answer_offers(diary, network, first_day, today)
        write_twice(diary, network, organizers, today)
        write_advice(diary, network, organizers, today, first_day)
        write_knowledge(diary, cast, network, organizers, first_day, today)
        diary.live(until=moment(today, "7.00"), tell=lambda how_far: self.stdout.write(f"Demo: {how_far}"))
        settle_waiting()  # what nobody has looked at until today
        warn_of_deadlines()
        from_cases(network, today)
        decide_some(network, today)
        want(network, organizers, programmes, random, today)
        if size == "large":
            enlarge(network, organizers, programmes, random, tell=self.stdout.write)
        finish(network, before=timezone.now() - timedelta(days=3))

    def _programmes(self, network, first_day):

        _, coordinator, _ = network["republika"]
        with doing(coordinator, moment(first_day)):
            return create_programmes(network)

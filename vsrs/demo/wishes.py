"""What people leave behind besides trainings: records of one person written twice, wishes for programmes."""

from datetime import timedelta

from organizers.models import SamePersonDecision
from organizers.operations.people import add_person
from organizers.operations.same_people import say_different, say_same
from organizers.tasks import find_same_people
from trainings.models import Training
from trainings.operations.demand import note_unmet, say_interest
from trainings.tasks import tell_of_dates
from vsrs.demo.clock import doing, moment
from vsrs.text import to_cyrillic

NOTES = ("", "radnim danima poslije 16.00", "subotom, od februara", "u našoj opštini, ako je moguće", "")


def write_twice(diary, network, organizers, today):
    """In each service somebody stands in two lists, once in Cyrillic and once with the surname first."""
    first_of_all = organizers["banja-luka"][0][2][1]
    for place, (slug, entries) in enumerate(sorted(organizers.items())):
        if len(entries) < 4:
            continue
        known = [people[1] for _, _, people in entries[:2]]
        names = [to_cyrillic(known[0].full_name), " ".join(reversed(known[1].full_name.split()))]
        if slug == "doboj":  # the same person in two services
            names.append(first_of_all.full_name)
        for number, name in enumerate(names):
            organizer, user, _ = entries[2 + number % 2]
            at = moment(today - timedelta(days=25 - place), f"{10 + number}.20")
            diary.add(at, user, _adding(organizer, user, name))


def _adding(organizer, user, name):
    return lambda: add_person(organizer, actor=user, full_name=name, is_another=True)


def decide_some(network, today):
    """Some pairs are decided, most wait for somebody to look."""
    find_same_people()
    for slug, say in (("banja-luka", say_same), ("doboj", say_different)):
        if slug not in network:
            continue
        service, _, staff = network[slug]
        with doing(staff, moment(today, "6.30")):
            pair = SamePersonDecision.objects.visible_to(staff).open().within(service).order_by("pk").first()
            if pair:
                say(pair, actor=staff)


def want(network, organizers, programmes, random, today):
    """Wishes of the last two days, and people who lacked a programme; runs published since answer some."""
    for _slug, entries in sorted(organizers.items()):
        wanted = random.sample(programmes, 3)
        for number, (organizer, user, people) in enumerate(entries[: random.randint(3, 6)]):
            programme, _facts = wanted[0] if number % 2 else random.choice(wanted)
            at = moment(today - timedelta(days=1 + number % 2), f"{14 + number % 5}.05")
            with doing(user, at):
                count, note = random.randint(1, 6), random.choice(NOTES)
                say_interest(programme, actor=user, organizer=organizer, people_count=count, note=note)
                training = Training.objects.upcoming(at).order_by("starts_at", "pk").first()
                if training and number == 0:
                    missing = [(person, wanted[1][0]) for person in people[:2]]
                    note_unmet(training, actor=user, organizer=organizer, missing=missing)
    tell_of_dates()

"""Programmes of the demo as they live: parts, versions, prerequisites, materials, trainers, runs in a row."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from trainings.models import Programme, Training
from trainings.operations.announcing import publish_training
from trainings.operations.copies import copy_training
from trainings.operations.materials import add_materials
from trainings.operations.programmes import change_programme, create_programme
from trainings.operations.runs import plan_training
from trainings.operations.trainers import add_trainer
from vsrs.demo import after
from vsrs.demo.clock import doing, moment, workday
from vsrs.demo.people import read
from vsrs.uploads import examine

AUDIENCE = "Predstavnici i koordinatori volontera u udruženjima i ustanovama."
# In the last weeks these began to ask for another one: whoever has not been to it cannot go on.
ASKED_SINCE = timedelta(days=40)
PREREQUISITES = {
    "Ciklus menadžmenta volontera": ("Koordinacija volontera: osnove za organizatore", 36),
    "Procjena rizika i osiguranje volontera": ("Zakon o volontiranju i ugovor korak po korak", None),
}
REWRITTEN_SINCE = timedelta(days=400)
SCHOOL = "Volontiranje u školi: radionice i akcija"
# The pilot with the ministry began in Srbac and went on in Gradiška.
SCHOOLS = {"srbac": "Osnovna škola", "gradiska": "Gimnazija"}


def create_programmes(network):
    """The shared programmes of the republic office, by real subjects and lengths."""
    office, coordinator, _ = network["republika"]
    programmes = []
    for facts in read("programmes"):
        programme = create_programme(
            office,
            actor=coordinator,
            title=facts["title"],
            subject=facts["subject"],
            summary=facts["summary"],
            aims="\n".join(facts["aims"]),
            audience=AUDIENCE,
            hours=Decimal(str(facts["hours"])),
            parts=[
                {"title": title, "hours": Decimal(str(hours)), "agenda": ""}
                for title, hours in facts.get("parts", ())
            ],
            measure_code=facts.get("measure", ""),
            is_shared=True,
            **after.terms(facts),
        )
        _add_materials(programme, facts, coordinator)
        programmes.append((programme, facts))
    return programmes


def _add_materials(programme, facts, coordinator):
    lines = [facts["title"], "", "Prije obuke odgovorite ukratko:", *(f"- {aim}?" for aim in facts["aims"])]
    sheet = ContentFile("\n".join(lines).encode(), name="radni list.txt")
    upload = examine(sheet)
    add_materials(programme, actor=coordinator, title="Radni list", audience="before", uploads=[upload])
    for title, audience, page in (
        ("Prezentacija sa obuke", "after", "prezentacija"),
        ("Vodič za predavače", "trainers", "vodic"),
    ):
        link = f"https://primjer.example/{page}/{programme.pk}"
        add_materials(programme, actor=coordinator, title=title, audience=audience, link=link)


def change_programmes(diary, network, programmes, today):
    """One was rewritten long ago, two ask for another programme since lately."""
    _, coordinator, _ = network["republika"]
    by_title = {facts["title"]: programme for programme, facts in programmes}

    def change(title, **fields):
        def deed():
            programme = Programme.objects.get(pk=by_title[title].pk)
            revision = programme.revision
            change_programme(programme, actor=coordinator, expected_revision=revision, **fields)

        return deed

    first = programmes[0][1]
    aims = "\n".join([*first["aims"], "reći šta slijedi poslije prvih 90 dana"])
    diary.add(moment(today - REWRITTEN_SINCE, "11.05"), coordinator, change(first["title"], aims=aims))
    for title, (required, months) in PREREQUISITES.items():
        asked = [{"required": by_title[required], "valid_months": months}]
        diary.add(moment(today - ASKED_SINCE, "12.20"), coordinator, change(title, prerequisites=asked))


def add_trainers(network, programmes, first_day):
    """{slug: profile}: somebody in each service, and a guest of the republic office."""
    profiles = {}
    for place, (slug, (service, _, staff)) in enumerate(network.items()):
        guest = service.is_republic
        with doing(staff, moment(first_day, "9.30")):
            profiles[slug] = add_trainer(
                service,
                actor=staff,
                full_name="Primjer Predavač" if guest else staff.full_name,
                position="spoljni saradnik" if guest else f"Lokalni volonterski servis {service.town}",
                email="predavac@primjer.example" if guest else staff.email,
                about="Vodi obuke o menadžmentu volontera." if guest else "",
                teaches=[programmes[(place + step) % len(programmes)][0] for step in (0, 3, 7)],
            )
    return profiles


def leaders_of(profiles, slug, *, two):
    """Who leads a run of a service: its own trainer, on longer ones with the guest."""
    chosen = [profiles[slug], profiles["republika"]][: 2 if two else 1]
    return [{"profile": profile, "full_name": profile.full_name} for profile in chosen]


def title_of_day(facts, day):
    """The part of the programme that is taught on that day, when each has its own."""
    parts = facts.get("parts", ())
    if facts["days"] == 1:
        return ""
    return parts[day][0] if len(parts) == facts["days"] else f"{day + 1}. dan"


def write_rows_of_workshops(diary, network, programmes, profiles, today):
    """Workshop 1, workshop 2 and an action that follow one another, in two towns on the same days with the
    same guest: what a calendar has to warn of."""
    programme, facts = next(row for row in programmes if row[1]["title"] == SCHOOL)
    days = [workday(today + timedelta(days=ahead)) for ahead in (17, 24, 31)]
    for slug, school in SCHOOLS.items():
        service, _, staff = network[slug]
        made = []
        for place, ((title, hours), day) in enumerate(zip(facts["parts"], days, strict=True)):
            deed = _workshop(service, staff, programme, title, hours, day, school, made, profiles, place == 2)
            diary.add(moment(today - timedelta(days=6), f"{9 + place}.35"), staff, deed)


def _workshop(service, staff, programme, title, hours, day, school, made, profiles, is_draft):
    def deed():
        training = plan_training(
            service,
            actor=staff,
            programme=programme,
            parts=[
                {
                    "starts_at": moment(day, "10.00"),
                    "ends_at": moment(day, "10.00") + timedelta(hours=hours),
                    "title": title,
                    "place": "",
                    "agenda": "",
                }
            ],
            trainers=leaders_of(profiles, "republika", two=False),
            title=f"Volontiranje u školi. {title}",
            venue=school,
            seats=16,
            minimum=6,
            follows=made[-1] if made else None,
            decide_on=day - timedelta(days=5),
            cancel_by=moment(day - timedelta(days=2), "12.00"),
        )
        made.append(training)
        if not is_draft:
            publish_training(training, actor=staff)

    return deed


def copy_some(diary, network, today):
    """Two services have copied their last training to spring, and not announced it yet."""
    for slug in ("banja-luka", "doboj"):
        service, _, staff = network[slug]

        def deed(service=service, staff=staff):
            held = Training.objects.filter(service=service, state=Training.State.HELD)
            last = held.order_by("-starts_at", "-pk").first()
            copy_training(last, actor=staff, first_day=workday(today + timedelta(days=120)))

        diary.add(moment(today - timedelta(days=2), "13.10"), staff, deed)

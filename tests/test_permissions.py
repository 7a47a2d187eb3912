"""Every address × every role, as data: what each person gets, and that nobody reaches another tenant.

`tests/permissions.txt` is the table. A new address without a row fails; so does a row without an address.
Columns: anonymous; Jelena (organizer of Banja Luka), Goran (organizer of Doboj); Nemanja (staff of Banja
Luka), Dragan (staff of Doboj), Milica (manager of Banja Luka); Vesna (coordinator), Zoran (observer).
`in` means: sent to sign in; `*`: may do it, tested in its room. Rows with POST are addresses that only
change something; they are sent an empty form.
"""

from pathlib import Path

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from consultations.models import AnswerTemplate, NextStep
from notifications.models import Notice, PreparedFile
from organizers.models import Organizer, SamePersonDecision
from services.models import HistoryEntry, Holiday, Invitation
from services.operations.people import invite
from services.tenancy import forget_actor
from tests import cast
from tests.consultations.helpers import agreed_time, article, asked, below, referred
from tests.files import PDF, close_file, sent
from tests.trainings.held import held_training, issue
from tests.trainings.helpers import book
from trainings.models import Interest, Offer, TrainerProfile
from trainings.operations.materials import add_materials
from trainings.operations.waiting import join_waiting_list
from vsrs.uploads import examine

TABLE = Path(__file__).with_name("permissions.txt")
ROLES = ["anonymous", "jelena", "goran", "nemanja", "dragan", "milica", "vesna", "zoran"]
PEOPLE = ROLES[1:]
# Addresses of the sign-in library, tested in tests/accounts; they know no tenant.
LIBRARY = ("account_", "mfa_", "usersessions_")


def read_table():
    """[(method, url name, {role: expected})]"""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, name, *expected = line.split()
            rows.append((method, name, dict(zip(ROLES, expected, strict=True))))
    return rows


def all_patterns():
    """{url name: its pattern's parameters}"""
    found = {}

    def walk(patterns, namespace="", parameters=frozenset()):
        for pattern in patterns:
            mine = parameters | set(pattern.pattern.converters)
            if hasattr(pattern, "url_patterns"):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                walk(pattern.url_patterns, inner, mine)
            elif pattern.name:
                found[namespace + pattern.name] = mine

    walk(get_resolver().url_patterns)
    return {name: keys for name, keys in found.items() if not name.startswith(LIBRARY)}


@pytest.fixture
def world(request, novi_krug, sveti_sava, milica, nemanja, dragan, jelena, goran, vesna, zoran):
    """One of everything in Banja Luka; Doboj is the other tenant."""
    service = novi_krug.service
    people = {role: request.getfixturevalue(role) for role in PEOPLE}
    for person in people.values():
        forget_actor(person)
    training = cast.make_training(service, seats=2)
    booking = book(training, jelena, novi_krug, 2)
    other = cast.make_organizer(service, "Udruženje „Izvor“", registered_by=jelena)
    cast.represent(jelena, other)
    with cast.asking(jelena):
        waiting = join_waiting_list(
            training, actor=jelena, organizer=other, people=[cast.make_person(other, "Mira Gajić")]
        )
    with cast.asking(milica):
        invite(service, actor=milica, email="nova@example.org", role="staff")
    held = held_training(service, jelena, novi_krug, nemanja, ["Sanja Marić"])
    (certificate,) = issue(held, nemanja)
    advice = asked(jelena, novi_krug, uploads=[examine(sent(PDF))])
    with cast.sees_all():
        applied = cast.make_organizer(
            service, "Klub „Nada“", registered_by=jelena, status=Organizer.Status.APPLIED
        )
        return {
            "people": people,
            "service": service,
            "training": training,
            "part": training.parts.get(),
            "booking": booking,
            "seat": booking.seat_rows.first(),
            "waiting": waiting,
            "offer": cast_offer(waiting),
            "programme": training.programme,
            "trainer": TrainerProfile.objects.create(
                service=service, full_name="Ana Čolić", search="ana colic", sort="ana"
            ),
            "material": a_file_before(training.programme, milica),
            "held": held,
            "certificate": certificate,
            "advice": advice,
            "attachment": advice.attachments.get(),
            "time": agreed_time(advice, nemanja, jelena),
            "step": NextStep.objects.create(
                **below(advice), text="Poslati nacrt", owner="organizer", added_by=nemanja
            ),
            "answer_template": AnswerTemplate.objects.create(
                service=service, title="Pozdrav", body="Hvala, {organizator}.", changed_by=nemanja
            ),
            "referral": referred(advice, nemanja, request.getfixturevalue("republic")),
            "article": article(service, milica),
            "holiday": Holiday.objects.first(),
            "waiting_article": article(
                service,
                milica,
                slug="novi",
                state="review",
                published_number=None,
                published_at=None,
                review_number=1,
            ),
            "organizer": novi_krug,
            "applied": applied,
            "person": novi_krug.people.first(),
            "interest": Interest.objects.create(
                service=service,
                programme=training.programme,
                organizer=novi_krug,
                people_count=2,
                created_by=jelena,
            ),
            "pair": likely(novi_krug, novi_krug),
            "pair_across": likely(novi_krug, sveti_sava),
            "membership": nemanja.memberships.get(),
            "representation": jelena.representations.first(),
            "invitation": Invitation.objects.get(),
            "file": PreparedFile.objects.create(
                service=service, kind="certificates", name="sertifikati.pdf", asked_by=nemanja
            ),
            "notice": Notice.objects.filter(service=service, recipient=jelena).first(),
        }


def a_file_before(programme, milica):
    upload = examine(sent(PDF))
    with cast.asking(milica):
        return add_materials(
            programme, actor=milica, title="Radni list", audience="before", uploads=[upload]
        )[0]


def likely(organizer, other):
    """Two records that look like one person."""
    first, second = cast.make_person(organizer, "Jovana Kos"), cast.make_person(other, "Јована Кос")
    return SamePersonDecision.objects.create(
        service=organizer.service,
        other_service=other.service,
        organizer=organizer if organizer == other else None,
        first=first,
        second=second,
        reasons="pisanje",
    )


def cast_offer(entry):
    """One that was not answered in time, so nothing of the counters changes."""
    offered = {"service": entry.service, "training": entry.training, "entry": entry}
    return Offer.objects.create(
        **offered, organizer=entry.organizer, seat_count=1, state="expired", expires_at=timezone.now()
    )


ARTICLE_PAGES = ("_change", "_versions", "_send", "_decide", "_retire", "_restore")
# Whose key an address takes; addresses that are not here take no key.
KEYS = {
    "consultations:article": "article",
    "consultations:answers": "article",
    "consultations:say_useful": "article",
    **dict.fromkeys([f"consultations:desk_article{what}" for what in ("", *ARTICLE_PAGES)], "article"),
    "consultations:network_article": "waiting_article",
    "consultations:network_article_decide": "waiting_article",
    "consultations:desk_contact": "referral",
    "consultations:holiday": "holiday",
    "consultations:remove_holiday": "holiday",
    "consultations:own_withdraw_time": "time",
    "consultations:own_time_calendar": "time",
    "consultations:own_finish_step": "step",
    "consultations:desk_move_time": "time",
    "consultations:desk_withdraw_time": "time",
    "consultations:desk_time_calendar": "time",
    "consultations:desk_finish_step": "step",
    "consultations:desk_template": "answer_template",
    "consultations:desk_template_retire": "answer_template",
    "consultations:own_attachment": "attachment",
    "consultations:desk_attachment": "attachment",
    "trainings:leave_waiting_list": "waiting",
    "trainings:offer": "offer",
    "trainings:desk_training_certificates": "held",
    "trainings:desk_certificates_file": "held",
    "trainings:desk_certificate": "certificate",
    "trainings:desk_withdraw_certificate": "certificate",
    "trainings:desk_correct_certificate": "certificate",
    "trainings:desk_evaluation": "held",
    "trainings:desk_programme_evaluation": "programme",
    "trainings:desk_programme": "programme",
    "trainings:programme": "programme",
    "trainings:say_interest": "programme",
    "trainings:desk_demand_of": "programme",
    "trainings:network_demand_of": "programme",
    "trainings:withdraw_interest": "interest",
    "trainings:desk_programme_change": "programme",
    "trainings:desk_programme_retire": "programme",
    "trainings:desk_programme_restore": "programme",
    "trainings:desk_programme_versions": "programme",
    "trainings:desk_materials": "programme",
    "trainings:desk_trainer": "trainer",
    "trainings:desk_trainer_change": "trainer",
    "trainings:desk_trainer_retire": "trainer",
    "trainings:desk_trainer_restore": "trainer",
    "trainings:desk_material": "programme",
    "trainings:desk_material_remove": "programme",
    "organizers:end_representation": "representation",
    "organizers:change_role": "representation",
    "organizers:withdraw_invitation": "invitation",
    "organizers:change_person": "person",
    "organizers:person": "person",
    "organizers:erase_person": "person",
    "organizers:desk_person": "person",
    "organizers:desk_erase_person": "person",
    "organizers:own_pair": "pair",
    "organizers:desk_pair": "pair",
    "organizers:network_pair": "pair_across",
    "organizers:person_left": "person",
    "organizers:person_back": "person",
    "notifications:prepared_file": "file",
    "notifications:download_prepared": "file",
    "services:resend_invitation": "invitation",
    "services:withdraw_invitation": "invitation",
    "services:role": "membership",
    "services:end_membership": "membership",
}
KEYS_BY_ROOM = {"trainings": "training", "organizers": "organizer", "notifications": "notice"}


def address(world, name, parameters):
    key = KEYS.get(name) or KEYS_BY_ROOM.get(name.split(":")[0])
    values = {
        "pk": world[key].pk if key else None,
        "part_pk": world["part"].pk,
        "entry_pk": world["waiting"].pk,
        "material_pk": world["material"].pk,
        "representation_pk": world["representation"].pk,
        "number": world["advice" if name.startswith("consultations:") else "booking"].number,
        "token": "nepoznat-token",
        "certificate_key": world["certificate"].key,
        "code": "odrzane-obuke",
        "topic": "ugovor",
        "key": "nepoznat-kljuc",
        "entry_code": world["seat"].code,
        "slug": _slug(world, name, parameters),
        "service": world["service"].slug,
        "service_slug": world["service"].slug,
    }
    return reverse(name, kwargs={parameter: values[parameter] for parameter in parameters})


def _slug(world, name, parameters):
    if name == "consultations:article":
        return world["article"].slug
    return world["training"].slug if "service_slug" in parameters else world["service"].slug


def outcome(response):
    """ "in" for the way to sign in, else the status."""
    if response.streaming:
        close_file(response)
    if response.status_code == 302 and "/nalog/prijava/" in response.url:
        return "in"
    return str(response.status_code)


def test_the_table_has_a_row_for_every_address():
    rows = [name for _, name, _ in read_table()]

    assert sorted(rows) == sorted(set(rows))
    assert set(rows) == set(all_patterns())


@pytest.mark.parametrize("role", ROLES)
def test_each_person_gets_what_the_table_says(client, world, role, settings):
    settings.DEMO = True  # in production the sheet of parts is not there
    if role != "anonymous":
        client.force_login(world["people"][role])
    patterns = all_patterns()
    with cast.sees_all():
        done = HistoryEntry.objects.count()

    found, expected = {}, {}
    for method, name, row in read_table():
        if row[role] == "*":  # may do it: what then happens is tested in its room
            continue
        call = client.post if method == "POST" else client.get
        found[name] = outcome(call(address(world, name, patterns[name])))
        expected[name] = row[role]

    assert found == expected
    if role != "vesna":  # a coordinator who opens a record leaves a trace
        with cast.sees_all():
            assert HistoryEntry.objects.count() == done

"""One row in every tenant table of a service, none of it public: what nobody else may find."""

import uuid
from datetime import date, timedelta

from django.apps import apps
from django.db import connection
from django.utils import timezone

from consultations.models import (
    AnswerTemplate,
    Article,
    ArticleReview,
    ArticleSource,
    ArticleVersion,
    ArticleVote,
    Attachment,
    CaseFact,
    DeadlineWarning,
    Deflection,
    Draft,
    GivenScore,
    Message,
    NextStep,
    Pause,
    Rating,
    Referral,
    Request,
    Support,
    TimeOffer,
    TopicTarget,
)
from network.models import Rollup, Stale
from notifications.models import Notice, PreparedFile
from organizers.models import RepresentativeInvitation, SamePersonDecision
from services.history import record
from services.models import Invitation
from services.numbering import next_number
from tests import cast
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    Completion,
    Evaluation,
    EvaluationInvitation,
    EvaluationSum,
    Interest,
    KeptFor,
    Material,
    Needs,
    Offer,
    Part,
    Prerequisite,
    ProgrammePart,
    ProgrammeVersion,
    Question,
    Seat,
    Teaches,
    Trainer,
    TrainerProfile,
    Training,
    UnmetPrerequisite,
    WaitingEntry,
    WaitingStep,
)

# Who sees the register of services and of municipalities: everybody.
PUBLIC_TABLES = {"services_service"}


def tenant_tables():
    """Every table with a foreign key `service_id`, from the catalogue of the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select con.conrelid::regclass::text from pg_constraint con "
            "join pg_attribute a on a.attrelid = con.conrelid and a.attnum = con.conkey[1] "
            "where con.contype = 'f' and con.confrelid = 'services_service'::regclass "
            "and array_length(con.conkey, 1) = 1 and a.attname = 'service_id' order by 1"
        )
        return [table for (table,) in cursor.fetchall()]


def model_of(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def fill(service, *, organizer, worker, representative):
    """Give `service` a row in every tenant table. `worker` works there, `representative` books."""
    person = cast.make_person(organizer, "Tajna Osoba")
    training = cast.make_training(service, state=Training.State.DRAFT)
    with cast.sees_all():
        seat = _fill_booking(training, organizer, person, representative)
        _fill_waiting(training, organizer, representative)
        _fill_training(training, seat, worker)
        _fill_programme(service, training.programme, worker)
        _fill_after(service, training, seat, worker)
        _fill_demand(training, organizer, person, representative)
        _fill_organizer(organizer, person, worker)
        _fill_work(service, seat.booking, worker, representative)
        Rollup.objects.create(service=service, figure="tajna", month=date(2026, 11, 1), value=1)
        Stale.objects.create(service=service, room="trainings")
        request = _fill_advice(service, organizer, worker, representative)
        _fill_knowledge(service, request, worker)
    with cast.asking(worker):
        Draft.objects.create(
            service=service, request=request, organizer=organizer, author=worker, body="Tajni nacrt"
        )


def _fill_booking(training, organizer, person, representative):
    of_it = {"service": training.service, "organizer": organizer}
    booking = Booking.objects.create(
        **of_it,
        training=training,
        number=next_number(training.service, "booking"),
        seat_count=1,
        form_key=uuid.uuid4(),
        organizer_name=organizer.name,
        contact_name=str(representative),
        contact_email=representative.email,
        booked_by=representative,
    )
    Needs.objects.create(**of_it, booking=booking, access_needs="rampa", erase_on=date(2027, 1, 1))
    return Seat.objects.create(
        **of_it, training=training, booking=booking, person=person, full_name=person.full_name
    )


def _fill_waiting(training, organizer, representative):
    of_it = {"service": training.service, "training": training, "organizer": organizer}
    entry = WaitingEntry.objects.create(
        **of_it,
        people=[],
        seat_count=1,
        organizer_name=organizer.name,
        contact_name=str(representative),
        contact_email=representative.email,
        joined_by=representative,
    )
    Offer.objects.create(**of_it, entry=entry, seat_count=1, expires_at=timezone.now() + timedelta(days=1))
    WaitingStep.objects.create(**of_it, entry=entry, kind=WaitingStep.Kind.OFFERED)


def _fill_training(training, seat, worker):
    of_it = {"service": training.service, "training": training}
    Trainer.objects.create(**of_it, full_name="Tajni Trener")
    Attendance.objects.create(
        **of_it,
        part=Part.objects.get(training=training),
        seat=seat,
        organizer=seat.organizer,
        mark=Attendance.Mark.PRESENT,
        marked_by=worker,
    )
    KeptFor.objects.create(**of_it, municipality=seat.organizer.municipality)
    Question.objects.create(**of_it, ordinal=1, text="Tajno pitanje")


def _fill_demand(training, organizer, person, representative):
    of_it = {"service": training.service, "organizer": organizer}
    Interest.objects.create(**of_it, programme=training.programme, people_count=2, created_by=representative)
    UnmetPrerequisite.objects.create(**of_it, required=training.programme, person=person, training=training)


def _fill_organizer(organizer, person, worker):
    of_it = {"service": organizer.service, "organizer": organizer}
    SamePersonDecision.objects.create(
        **of_it,
        first=person,
        second=cast.make_person(organizer, "Tajna Osoba Druga"),
        other_service=organizer.service,
        verdict="different",
        decided_by=worker,
        decided_at=timezone.now(),
    )
    RepresentativeInvitation.objects.create(
        **of_it,
        email="pozvani@example.org",
        role="contact",
        token_hash=uuid.uuid4().hex,
        invited_by=worker,
        expires_at=timezone.now() + timedelta(days=14),
    )


def _fill_work(service, booking, worker, representative):
    record(
        service=service,
        actor=worker,
        verb="booking.made",
        subject=booking,
        organizer_id=booking.organizer_id,
    )
    Invitation.objects.create(
        service=service,
        email="pozvana@example.org",
        role="staff",
        token_hash=uuid.uuid4().hex,
        invited_by=worker,
        expires_at=timezone.now() + timedelta(days=14),
    )
    Notice.objects.create(
        service=service, kind="booking.made", key=uuid.uuid4().hex, recipient=representative
    )
    PreparedFile.objects.create(service=service, kind="tajna", name="tajna.pdf", asked_by=worker)


def _fill_programme(service, programme, worker):
    of_it = {"service": service, "programme": programme}
    other = cast.make_programme(service, title="Tajni program")
    ProgrammePart.objects.create(**of_it, ordinal=1, title="Tajni dio", hours=2)
    Prerequisite.objects.create(**of_it, required=other, required_title=other.title)
    ProgrammeVersion.objects.create(**of_it, number=1, content={})
    Material.objects.create(
        **of_it, title="Tajni materijal", audience="trainers", link="https://example.org", added_by=worker
    )
    profile = TrainerProfile.objects.create(service=service, full_name="Tajni Trener")
    Teaches.objects.create(service=service, profile=profile, programme=programme)


def _fill_after(service, training, seat, worker):
    of_it = {"service": service, "training": training}
    holder = of_it | {"programme": training.programme, "seat": seat, "organizer": seat.organizer}
    day = date(2026, 10, 1)
    Completion.objects.create(**holder, completed_on=day, hours=6, share=100)
    Certificate.objects.create(
        **holder,
        number=next_number(service, "certificate"),
        holder_name=seat.full_name,
        programme_title="Tajni program",
        hours=6,
        held_from=day,
        held_until=day,
        issued_by=worker,
    )
    EvaluationInvitation.objects.create(
        **of_it, seat=seat, token_hash=uuid.uuid4().hex, expires_on=date(2026, 12, 1)
    )
    Evaluation.objects.create(**of_it, programme=training.programme, answers={})
    EvaluationSum.objects.create(**of_it, answered=5, recommended=4)


def _fill_advice(service, organizer, worker, representative):
    now = timezone.now()
    request = Request.objects.create(
        service=service,
        organizer=organizer,
        organizer_name=organizer.name,
        number=next_number(service, "request"),
        topic="ugovor",
        subject="Tajno pitanje",
        way="written",
        asked_by=representative,
        first_due=now,
        solution_due=now,
        form_key=uuid.uuid4(),
    )
    of_it = {"service": service, "request": request, "organizer": organizer}
    message = Message.objects.create(
        **of_it, kind="note", internal=True, body="Tajna", author=worker, form_key=uuid.uuid4()
    )
    Attachment.objects.create(
        **of_it, message=message, internal=True, file="tajna.pdf", file_name="tajna.pdf", file_size=1
    )
    # To a service of nobody in the cast: whom it was referred to may see it.
    other = cast.make_service(f"{service.slug}-drugi", "Trebinje", f"{service.code}X"[:4])
    Referral.objects.create(**of_it, to_service=other, reason="Tajni razlog", referred_by=worker)
    Pause.objects.create(**of_it)
    TimeOffer.objects.create(
        **of_it, starts_at=now, ends_at=now + timedelta(hours=1), place="Tajno mjesto", offered_by=worker
    )
    NextStep.objects.create(**of_it, text="Tajni korak", owner="service", added_by=worker)
    Rating.objects.create(**of_it, token_hash=uuid.uuid4().hex)
    DeadlineWarning.objects.create(service=service, request=request, target="first", to="adviser", due=now)
    AnswerTemplate.objects.create(service=service, title="Tajni šablon", body="…", changed_by=worker)
    TopicTarget.objects.create(service=service, topic="ugovor")
    CaseFact.objects.create(
        service=service, request=request, number=request.number, topic="ugovor", asked_at=now
    )
    GivenScore.objects.create(service=service, topic="ugovor", score=2)
    Support.objects.create(service=service, organizer=organizer, last_on=now.date())
    return request


def _fill_knowledge(service, request, worker):
    article = Article.objects.create(
        service=service, topic="ugovor", slug="tajni-clanak", title="Tajni članak", written_by=worker
    )
    of_it = {"service": service, "article": article}
    ArticleVersion.objects.create(**of_it, number=1, title="Tajni članak", body="…", written_by=worker)
    ArticleReview.objects.create(**of_it, number=1, approved=False, reason="Tajni razlog", by=worker)
    ArticleSource.objects.create(**of_it, request=request)
    ArticleVote.objects.create(**of_it, useful=True)
    Deflection.objects.create(**of_it, topic="ugovor")

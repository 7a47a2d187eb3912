"""Every number is exactly the rows it opens, in every month and for every service."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from network.figures import figure_by_code
from network.rows import value_of
from services.tenancy import Actor, acting_as
from tests.cast import asking, make_person, make_training, sees_all
from trainings.figures import FIGURES
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    Completion,
    EvaluationSum,
    Interest,
    Programme,
    Seat,
    Training,
    WaitingEntry,
)

PUBLIC_ROWS = {"odrzane-obuke", "popunjenost", "sati-obuka"}
CODES = [figure.code for figure in FIGURES]
# Midnight in Sarajevo is 23:00 UTC the day before: the last is already January there.
MOMENTS = [
    datetime(2026, 1, 31, 22, 59, tzinfo=UTC),
    datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
    datetime(2026, 3, 15, 8, 0, tzinfo=UTC),
    datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
]


def make_booking(training, organizer, user, *, at, marks=(), state="booked"):
    """A booking with one seat for each of `marks` (None: no attendance)."""
    with sees_all():
        booking = Booking.objects.create(
            service=training.service,
            training=training,
            organizer=organizer,
            number=f"XX-2026-{Booking.objects.count() + 1:04d}",
            seat_count=len(marks),
            form_key=uuid4(),
            organizer_name=organizer.name,
            contact_name="Jelena",
            contact_email="jelena@example.org",
            booked_by=user,
            booked_at=at,
            state=state,
        )
    for mark in marks:
        person = make_person(organizer, "Osoba")
        with sees_all():
            seat = Seat.objects.create(
                service=training.service,
                training=training,
                booking=booking,
                organizer=organizer,
                person=person,
                full_name=person.full_name,
                released_at=at if state == "cancelled" else None,
            )
            if mark:
                Attendance.objects.create(
                    service=training.service,
                    training=training,
                    part=training.parts.first(),
                    seat=seat,
                    organizer=organizer,
                    mark=mark,
                    marked_by=user,
                )
    with sees_all():
        if state == "booked":
            Training.objects.filter(pk=training.pk).update(taken=training.taken + len(marks))
    return booking


def training_at(service, moment, **fields):
    training = make_training(service, **fields)
    with sees_all():
        Training.objects.filter(pk=training.pk).update(starts_at=moment, ends_at=moment + timedelta(hours=4))
    return training


@pytest.fixture
def two_years(banja_luka, doboj, novi_krug, sveti_sava, jelena, goran):
    """Trainings of both services in every state, at the edges of months."""
    for service, organizer, user in [(banja_luka, novi_krug, jelena), (doboj, sveti_sava, goran)]:
        for number, moment in enumerate(MOMENTS):
            held = training_at(service, moment, seats=10, state="held")
            before = moment - timedelta(days=20)
            make_booking(held, organizer, user, at=before, marks=["present", "absent", None][: number + 1])
            make_booking(held, organizer, user, at=moment, marks=["present"], state="cancelled")
            with sees_all():
                WaitingEntry.objects.create(
                    service=service,
                    training=held,
                    organizer=organizer,
                    people=[],
                    seat_count=number + 2,
                    organizer_name=organizer.name,
                    contact_name="Jelena",
                    contact_email="jelena@example.org",
                    joined_by=user,
                    joined_at=moment,
                    state="closed",
                )
        cancelled = training_at(service, MOMENTS[2], state="cancelled")
        make_booking(cancelled, organizer, user, at=MOMENTS[2], marks=["present"])
        _after(service, organizer, user)
    # Organizers of the other service come too.
    make_booking(make_training(doboj), novi_krug, jelena, at=MOMENTS[0], marks=[None])


def _after(service, organizer, user):
    """What comes after trainings: somebody completed each, two have certificates, some want another."""
    with sees_all():
        for seat in Seat.objects.filter(service=service, training__state="held", released_at=None):
            training = seat.training
            of_it = {
                "service": service,
                "training": training,
                "programme": training.programme,
                "seat": seat,
                "organizer": organizer,
            }
            day = training.starts_at.date()
            Completion.objects.create(**of_it, completed_on=day, hours=4, share=100)
            EvaluationSum.objects.get_or_create(
                service=service, training=training, defaults={"answered": 5, "recommended": 4}
            )
            certificate = {
                "holder_name": seat.full_name,
                "programme_title": training.title,
                "hours": 4,
                "held_from": day,
                "held_until": day,
                "issued_on": day,
                "issued_by": user,
            }
            old = Certificate.objects.create(
                **of_it,
                **certificate,
                number=f"XX-S-{seat.pk}",
                withdrawn_at=training.starts_at,
                withdraw_reason="Ispravka imena",
            )
            Certificate.objects.create(**of_it, **certificate, number=f"XX-S-{seat.pk}b", replaces=old)
        for number, moment in enumerate(MOMENTS):
            Interest.objects.create(
                service=service,
                programme=Programme.objects.filter(service=service).order_by("pk")[number],
                organizer=organizer,
                people_count=number + 1,
                created_by=user,
                created_at=moment,
            )


def months_of(code, service):
    with acting_as(Actor.for_service(service)), transaction.atomic():
        return figure_by_code(code).monthly(service)


def added_up(figure, queryset):
    """The number made from its rows, as the page of rows makes it."""
    value, of = Decimal(0), Decimal(0)
    for row in queryset:
        plus, plus_of = figure.row_value(row) if figure.row_value else (1, None)
        value += plus
        of += plus_of or 0
    return value, of if figure.counts == "ratio" else None


def next_month(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@pytest.mark.parametrize("code", CODES)
def test_each_month_is_exactly_its_rows(two_years, banja_luka, doboj, vesna, milica, code):
    figure = figure_by_code(code)

    for service in (banja_luka, doboj):
        monthly = months_of(code, service)
        assert monthly
        for month, (value, of) in monthly.items():
            with asking(vesna):
                rows = figure.rows(vesna, [service.pk], month, next_month(month))
                assert added_up(figure, rows) == (value, of)
    # Months without rows are not told, and there are no rows in them.
    with asking(vesna):
        everything = figure.rows(vesna, [banja_luka.pk, doboj.pk], date(2000, 1, 1), date(2100, 1, 1))
        total, _ = added_up(figure, everything)
    assert total == sum(
        value for service in (banja_luka, doboj) for value, _ in months_of(code, service).values()
    )


@pytest.mark.parametrize("code", CODES)
def test_staff_see_the_same_rows_of_their_own_service_only(two_years, banja_luka, doboj, milica, code):
    figure = figure_by_code(code)
    ids = [banja_luka.pk, doboj.pk]

    with asking(milica):
        rows = list(figure.rows(milica, ids, date(2000, 1, 1), date(2100, 1, 1)))

    own = sum(value for value, _ in months_of(code, banja_luka).values())
    seen = [row for row in rows if row.service_id == banja_luka.pk]
    assert added_up(figure, seen)[0] == own
    if code not in PUBLIC_ROWS:
        assert seen == rows


@pytest.mark.parametrize("code", [code for code in CODES if code not in PUBLIC_ROWS])
def test_observer_sees_numbers_and_no_rows(two_years, banja_luka, zoran, code):
    with asking(zoran):
        rows = figure_by_code(code).rows(zoran, [banja_luka.pk], date(2000, 1, 1), date(2100, 1, 1))
        assert list(rows) == []


@pytest.mark.parametrize("code", CODES)
def test_page_of_rows_needs_one_query(two_years, banja_luka, vesna, code, django_assert_num_queries):
    figure = figure_by_code(code)

    with asking(vesna), django_assert_num_queries(1):
        rows = list(figure.rows(vesna, [banja_luka.pk], date(2000, 1, 1), date(2100, 1, 1)))
        for row in rows:
            cells = [value_of(row, column) for _, column in figure.columns]
            assert None not in cells
            assert figure.row_url(row).startswith("/")

    assert len(rows) > 1 or code in {"organizatori-na-obukama", "organizatori-s-koordinatorom"}


def test_months_are_those_of_our_calendar(two_years, banja_luka):
    assert months_of("odrzane-obuke", banja_luka) == {
        date(2026, 1, 1): (2, None),
        date(2026, 2, 1): (1, None),
        date(2026, 3, 1): (1, None),
    }


def test_participants_are_people_present_in_held_trainings(two_years, banja_luka):
    """Four held trainings with one present person each; the cancelled one and the released seats do not
    count, nor those absent or without a mark."""
    assert sum(value for value, _ in months_of("polaznici", banja_luka).values()) == 4


def test_seats_filled_keeps_both_parts_of_the_ratio(two_years, banja_luka):
    assert months_of("popunjenost", banja_luka) == {
        date(2026, 1, 1): (1 + 3, 20),
        date(2026, 2, 1): (2, 10),
        date(2026, 3, 1): (3, 10),
    }


def test_bookings_count_also_those_cancelled_later(two_years, banja_luka):
    assert sum(value for value, _ in months_of("rezervacije", banja_luka).values()) == 9


def test_organizer_counts_once_at_each_service(two_years, banja_luka, doboj):
    assert months_of("organizatori-na-obukama", banja_luka) == {date(2025, 12, 1): (1, None)}
    # Sveti Sava in December, Novi krug's only booking there in January.
    assert months_of("organizatori-na-obukama", doboj) == {
        date(2025, 12, 1): (1, None),
        date(2026, 1, 1): (1, None),
    }


def test_waiting_lists_count_people(two_years, banja_luka):
    assert months_of("lista-cekanja", banja_luka) == {
        date(2026, 1, 1): (2 + 5, None),
        date(2026, 2, 1): (3, None),
        date(2026, 3, 1): (4, None),
    }


def test_hours_are_those_of_all_parts_to_one_decimal(two_years, banja_luka):
    with sees_all():
        part = Training.objects.filter(service=banja_luka, state="held").first().parts.get()
        type(part).objects.filter(pk=part.pk).update(ends_at=part.starts_at + timedelta(minutes=50))
        others = Training.objects.filter(service=banja_luka, state="held").exclude(pk=part.training_id)
        lengths = {(p.ends_at - p.starts_at) for one in others for p in one.parts.all()}
    assert lengths == {timedelta(hours=4)}

    assert sum(value for value, _ in months_of("sati-obuka", banja_luka).values()) == Decimal("12.8")


def test_no_shows_are_those_who_were_nowhere_and_sent_no_apologies(two_years, banja_luka):
    """Each held training: present, absent, without a mark; whoever has no mark at all does not count."""
    assert sum(value for value, _ in months_of("nedolasci", banja_luka).values()) == 3
    assert sum(of for _, of in months_of("nedolasci", banja_luka).values()) == 4 + 3
    with sees_all():
        Attendance.objects.filter(mark="absent").update(mark="excused")
    assert sum(value for value, _ in months_of("nedolasci", banja_luka).values()) == 0


def test_a_certificate_issued_again_counts_once(two_years, banja_luka):
    with sees_all():
        seats = Seat.objects.filter(service=banja_luka, training__state="held", released_at=None).count()

    assert sum(value for value, _ in months_of("sertifikati", banja_luka).values()) == seats


def test_demand_counts_people(two_years, banja_luka):
    assert sum(value for value, _ in months_of("potraznja", banja_luka).values()) == 1 + 2 + 3 + 4


def test_an_organizer_has_its_first_trained_coordinator_once(two_years, banja_luka):
    assert months_of("organizatori-s-koordinatorom", banja_luka) == {date(2025, 12, 1): (1, None)}

"""Every letter in three languages: complete, small, and nothing in it from elsewhere."""

import re
from importlib import import_module

import icalendar
import pytest
from django.apps import apps
from django.core import mail
from django.core.checks import run_checks
from django.db import transaction
from django.utils import translation

from notifications import delivery, kinds, letters
from notifications.models import Notice
from notifications.outbox import To, notify
from services.tokens import token_of
from tests.cast import sees_all
from tests.notifications.helpers import KEY, a_booking

forgetting = import_module("notifications.migrations.0004_forget_secrets")

LANGUAGES = ["sr-latn", "sr", "en"]

TRAINING = {
    "for": "contact",
    "title": "Koordinacija volontera: osnove",
    "training": 7,
    "parts": [
        {
            "ordinal": 1,
            "title": "",
            "start": "2026-11-26T10:00:00+01:00",
            "end": "2026-11-26T14:00:00+01:00",
            "place": "Dom omladine, Kralja Petra 1",
        }
    ],
    "start": "2026-11-26T10:00:00+01:00",
    "end": "2026-11-26T14:00:00+01:00",
    "place": "Dom omladine, Kralja Petra 1",
    "access": "Ulaz iz dvorišta",
    "link": "https://sastanak.example/osnove",
    "page": "/banja-luka/obuke/osnove/",
    "organizer": "Udruženje „Novi krug“",
    "seats": 2,
    "people": ["Đorđe Ljubić", "Njegoš Džinić"],
    "service": {"name": "Lokalni volonterski servis Banja Luka", "slug": "banja-luka"},
    "reason": "",
}
BOOKING = TRAINING | {
    "number": "BL-2026-0417",
    "manage": "/nalog/rezervacije/BL-2026-0417/",
    "cancel_by": "2026-11-24T12:00:00+01:00",
    "uid": "booking-BL-2026-0417@localhost",
    "sequence": 3,
    "status": "CONFIRMED",
}
ORGANIZER = {"organizer": "Udruženje „Novi krug“", "service": "Lokalni volonterski servis Banja Luka"}
CERTIFICATE = {
    "title": "Koordinacija volontera",
    "organizer": "Udruženje „Novi krug“",
    "people": [{"name": "Đurđa Ćetković", "number": "BL-S-2026-0012"}],
    "replaced": "",
    "reason": "",
}
EVALUATION = {
    "for": "person",
    "title": "Koordinacija volontera",
    "organizer": "Udruženje „Novi krug“",
    "ended": "2026-11-22T14:00:00+01:00",
    "expires": "2026-12-22",
    "seed": "sjeme",
}
REQUEST = {
    "number": "BL-Z-2026-0031",
    "title": "Ugovor sa maloljetnom volonterkom",
    "topic": "maloljetnici",
    "organizer": "Udruženje „Novi krug“",
    "urgent": "",
    "service": {"name": "Lokalni volonterski servis Banja Luka", "slug": "banja-luka"},
}
CONVERSATION = REQUEST | {
    "start": "2026-11-25T10:00:00+01:00",
    "end": "2026-11-25T10:30:00+01:00",
    "place": "Kancelarija servisa",
    "link": "",
    "phone": "",
    "with": "Milica Đurić",
    "uid": "conversation-1@localhost",
    "sequence": 0,
    "status": "CONFIRMED",
}
ARTICLE = {
    "title": "Ko potpisuje ugovor maloljetnika",
    "topic": "maloljetnici",
    "by": "Milica Đurić",
    "service": {"name": "Lokalni volonterski servis Banja Luka", "slug": "banja-luka"},
}
DATA = {
    "request.times": REQUEST
    | {
        "times": [{"start": "2026-11-25T10:00:00+01:00", "end": "2026-11-25T10:30:00+01:00"}],
        "place": "",
        "link": "",
        "phone": "051 000 000",
    },
    "request.time_agreed": CONVERSATION,
    "request.time_moved": CONVERSATION | {"sequence": 1, "before": "2026-11-24T10:00:00+01:00"},
    "request.time_withdrawn": CONVERSATION | {"sequence": 2, "status": "CANCELLED"},
    "request.step": REQUEST | {"due_on": "2026-12-01"},
    "request.merged": REQUEST | {"into": "BL-Z-2026-0027"},
    "request.reopened": REQUEST | {"by": "Jelena Marić"},
    "request.asked": REQUEST | {"first_due": "2026-11-26T10:00:00+01:00"},
    "request.answered": REQUEST | {"by": "Milica Đurić"},
    "request.closed": REQUEST | {"outcome": "answered", "seed": "sjeme"},
    "request.new": REQUEST | {"first_due": "2026-11-26T10:00:00+01:00", "urgent": "Akcija je u subotu."},
    "request.replied": REQUEST | {"by": "Jelena Marić"},
    "request.assigned": REQUEST,
    "request.due": REQUEST
    | {
        "target": "first",
        "to": "manager",
        "due": "2026-11-26T10:00:00+01:00",
        "late": False,
        "adviser": "",
    },
    "request.referred": REQUEST,
    "article.waits": ARTICLE,
    "article.returned": ARTICLE | {"reason": "Prvi pasus je nejasan."},
    "article.published": ARTICLE,
    "booking.made": BOOKING,
    "booking.requested": BOOKING | {"requested": True},
    "booking.approved": BOOKING,
    "booking.refused": BOOKING | {"status": "CANCELLED", "why": "Za ovu grupu je termin u maju."},
    "booking.changed": BOOKING | {"coming": ["Đorđe Ljubić"], "leaving": ["Ana Simić"]},
    "booking.cancelled": BOOKING | {"status": "CANCELLED", "late": False},
    "training.changed": BOOKING
    | {
        "changed": ["date", "place"],
        "before": {
            "parts": [
                {
                    "ordinal": 1,
                    "start": "2026-11-25T10:00:00+01:00",
                    "end": "2026-11-25T14:00:00+01:00",
                    "title": "",
                    "place": "Narodna biblioteka",
                }
            ],
            "place": "Narodna biblioteka",
            "link": "",
        },
    },
    "training.cancelled": BOOKING | {"status": "CANCELLED", "reason": "Predavačica je spriječena."},
    "training.reminder": BOOKING | {"days": 7},
    "waiting.joined": TRAINING | {"position": 3},
    "waiting.left": TRAINING | {"why": "Zamoljeno telefonom."},
    "waiting.offered": TRAINING | {"until": "2026-11-24T13:40:00+01:00", "offer": 1, "seats": 1, "group": 2},
    "waiting.lapsed": TRAINING | {"until": "2026-11-24T13:40:00+01:00"},
    "waiting.moved": TRAINING | {"before": 4, "position": 2, "why": "Dolaze iz udaljenog mjesta."},
    "waiting.free": TRAINING,
    "training.decide": TRAINING | {"taken": 2, "minimum": 8, "desk": "/banja-luka/rad/obuke/1/"},
    "demand.date": TRAINING | {"wanted": 3},
    "certificate.issued": CERTIFICATE | {"for": "contact"},
    "certificate.withdrawn": CERTIFICATE | {"for": "person", "reason": "Izdat pogrešnoj osobi."},
    "evaluation.invited": EVALUATION,
    "evaluation.reminder": EVALUATION,
    "organizers.application_received": ORGANIZER,
    "organizers.application_new": ORGANIZER | {"municipality": "Banja Luka", "applicant": "Jelena Marić"},
    "organizers.application_confirmed": ORGANIZER,
    "organizers.application_returned": ORGANIZER | {"reason": "Dopišite JIB.\nDodajte odluku."},
    "organizers.paused": ORGANIZER | {"reason": "Nema odgovora."},
    "organizers.reopened": ORGANIZER,
    "organizers.closed": ORGANIZER | {"reason": "Na vlastiti zahtjev."},
    "organizers.representative_left": ORGANIZER | {"who": "Ognjen Savić"},
    "organizers.invited": ORGANIZER
    | {
        "role": "contact",
        "inviter": "Jelena Marić",
        "expires_at": "2026-12-06T12:00:00+01:00",
        "seed": "sjeme",
    },
    "organizers.representation_ended": ORGANIZER,
    "services.invitation": {
        "title": "Lokalni volonterski servis Banja Luka",
        "role_name": "osoblje",
        "inviter": "Milica Đurić",
        "expires_at": "2026-12-06T12:00:00+01:00",
        "seed": "sjeme",
    },
    "services.membership_ended": {"ends_on": "30. 11. 2026."},
    "digest": {
        "items": [
            {
                "kind": "organizers.application_new",
                "data": ORGANIZER | {"municipality": "Banja Luka", "applicant": "Jelena Marić"},
                "url": "/banja-luka/rad/organizatori/5/",
            }
        ]
    },
}
URL = "/nalog/rezervacije/BL-2026-0417/"


@pytest.fixture
def service(banja_luka):
    banja_luka.email, banja_luka.phone = "banja.luka@example.org", "051 000 000"
    return banja_luka


@pytest.fixture(autouse=True)
def booking(banja_luka, novi_krug, jelena):
    return a_booking(novi_krug, jelena)


def notice_for(kind, service, user, *, language="sr-latn", data=None, **fields):
    return Notice(
        pk=41,
        service=service,
        kind=kind,
        recipient=user,
        email="jelena@example.org",
        name="Jelena Marić",
        language=language,
        data=DATA[kind] if data is None else data,
        url=URL,
        **fields,
    )


def parts_of(message):
    text, html = message.body, message.alternatives[0].content
    return text, html


def test_every_kind_of_notice_has_an_example_here():
    assert {kind.code for kind in kinds.every()} == set(DATA)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(DATA))
def test_letter_is_complete_and_small(kind, language, service, jelena):
    message = letters.message_of(notice_for(kind, service, jelena, language=language))
    text, html = parts_of(message)

    # What the plain text says, the HTML says too, and the other way round.
    assert message.subject in html.replace("&quot;", '"').replace("&#x27;", "'")
    with translation.override(language):
        letter = letters.letter_of(notice_for(kind, service, jelena, language=language))
    assert letter.why
    assert letter.why in text
    assert [part.shape for part in letter.parts].count("button") == 1
    assert "051 000 000 · banja.luka@example.org" in text
    assert len(html.encode()) < 30_000
    # Nothing is loaded from anywhere, and no script or style sheet comes along.
    assert not re.search(r"<(img|script|style|link)\b|\bsrc=|url\(", html)
    assert "color-scheme" in html
    assert f'lang="{letters.HTML_LANG[language]}"' in html
    for link in re.findall(r'href="([^"]+)"', html):
        assert link.startswith(("http://localhost:8000/", "https://sastanak.example/"))
    assert not re.search(r"\{\{|\{%|None", text)
    # No markup of ours is escaped twice, none of theirs gets through.
    assert "&amp;amp;" not in html


@pytest.mark.parametrize(
    ("language", "subject", "sentences"),
    [
        (
            "sr-latn",
            "Rezervisano: 26. 11. u 10.00, Koordinacija volontera: osnove",
            [
                "četvrtak, 26. 11. 2026, 10.00–14.00",
                "Đorđe Ljubić",
                "/nalog/rezervacije/BL-2026-0417/?t=tajna",
            ],
        ),
        (
            "sr",
            "Резервисано: 26. 11. у 10.00, Координација волонтера: основе",
            [
                "четвртак, 26. 11. 2026, 10.00–14.00",
                "Ђорђе Љубић",
                "/sr/nalog/rezervacije/BL-2026-0417/?t=tajna",
            ],
        ),
        (
            "en",
            "Booked: 26 November at 10:00, Koordinacija volontera: osnove",
            [
                "Thursday 26 November 2026, 10:00–14:00",
                "2 seats",
                "/en/nalog/rezervacije/BL-2026-0417/?t=tajna",
            ],
        ),
    ],
)
def test_booking_is_told_in_the_recipients_language_and_script(language, subject, sentences, service, jelena):
    message = letters.message_of(notice_for("booking.made", service, jelena, language=language))
    text, _html = parts_of(message)

    assert message.subject == subject
    text = text.replace("\u00a0", " ")
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert "BL-2026-0417" in text


@pytest.mark.parametrize(
    ("kind", "status"), [("booking.made", "CONFIRMED"), ("training.cancelled", "CANCELLED")]
)
def test_calendar_file_comes_along(kind, status, service, jelena):
    message = letters.message_of(notice_for(kind, service, jelena))

    ((name, content, mimetype),) = message.attachments
    assert (name, mimetype) == ("obuka.ics", "text/calendar; method=PUBLISH")
    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("booking-BL-2026-0417@localhost", 3, status)
    assert 'Content-Type: text/calendar; method="PUBLISH"; charset="utf-8"' in message.message().as_string()


def test_those_on_the_waiting_list_get_no_calendar_file(service, jelena):
    message = letters.message_of(notice_for("training.cancelled", service, jelena, data=TRAINING))

    assert message.attachments == []
    assert message.subject.startswith("Obuka je otkazana")


@pytest.mark.parametrize("kind", sorted(DATA))
def test_missing_facts_leave_a_shorter_letter(kind, service, jelena):
    notice = notice_for(kind, service, jelena, data={})

    with translation.override("sr-latn"):
        letter = letters.letter_of(notice)

    assert letter.subject
    assert "None" not in letter.text()


def test_others_words_are_never_markup(service, jelena):
    data = ORGANIZER | {"organizer": "<b>Krug</b> & {{ x }}", "reason": "<script>alert(1)</script>"}
    message = letters.message_of(notice_for("organizers.paused", service, jelena, data=data))
    text, html = parts_of(message)

    assert "<script>alert(1)</script>" in text
    assert "<script" not in html
    assert "&lt;b&gt;Krug&lt;/b&gt; &amp; {{ x }}" in html


def test_line_breaks_in_a_title_do_not_become_headers(service, jelena):
    data = BOOKING | {"title": "Osnove\nBcc: svi@example.org"}
    message = letters.message_of(notice_for("booking.made", service, jelena, data=data))

    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None


def test_headers_say_who_writes_and_that_it_is_a_machine(service, jelena):
    message = letters.message_of(notice_for("booking.made", service, jelena))
    sent = message.message()

    assert str(message.from_email) == "Lokalni volonterski servis Banja Luka <portal@vsrs.example>"
    assert (sent["Reply-To"], sent["Auto-Submitted"]) == ("banja.luka@example.org", "auto-generated")
    assert message.to == ["Jelena Marić <jelena@example.org>"]
    assert re.fullmatch(r"<notice-41-\d{20}@localhost>", sent["Message-ID"])


def test_address_of_a_page_is_that_of_the_readers_language():
    with translation.override("en"):
        assert letters.localised("/nalog/") == letters.localised("/sr/nalog/") == "/en/nalog/"
    with translation.override("sr-latn"):
        assert letters.localised("/en/nalog/") == "/nalog/"


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("booking.made", f"{URL}?t={KEY}"),
        ("services.invitation", f"/nalog/poziv/{token_of('sjeme')}/"),
        ("organizers.invited", f"/nalog/zastupanje/{token_of('sjeme')}/"),
    ],
)
def test_links_that_open_something_are_read_by_their_recipient_only(service, jelena, kind, link):
    notice = notice_for(kind, service, jelena)

    with translation.override("sr-latn"):
        assert f"http://localhost:8000{link}\n" in letters.letter_of(notice).text()
        hidden = letters.letter_of(notice, hide_secrets=True).text()

    assert link not in hidden
    assert ":\n…\n" in hidden


def test_rows_written_earlier_forget_their_secrets(service, jelena):
    earlier = {
        "booking.made": (BOOKING | {"manage": f"{URL}?t={KEY}"}, URL),
        "services.invitation": ({"accept_path": "/poziv/tajna/"}, ""),
        "organizers.invited": (ORGANIZER, "/nalog/zastupanje/tajna/"),
    }
    with sees_all():
        for state in ("sent", "waiting"):
            for kind, (data, url) in earlier.items():
                Notice.objects.create(
                    service=service, kind=kind, key=f"{kind}:{state}", email="a@example.org", state=state,
                    data=data, url=url,
                )  # fmt: skip
    with transaction.atomic():
        forgetting.forget_secrets(apps, None)

    with sees_all():
        kept = {notice.key: f"{notice.data} {notice.url}" for notice in Notice.objects.all()}
    assert {key for key, words in kept.items() if "tajna" in words} == {
        "services.invitation:waiting",
        "organizers.invited:waiting",
    }
    assert not any(KEY in words for words in kept.values())
    assert URL in kept["booking.made:sent"]


def test_digest_names_each_message_and_its_page(service, jelena):
    text, _html = parts_of(letters.message_of(notice_for("digest", service, jelena)))

    assert "Udruženje „Novi krug“" in text
    assert "http://localhost:8000/banja-luka/rad/organizatori/5/" in text


def test_kind_without_a_letter_is_found_at_start():
    kind = kinds.Kind("test.without", "…", kinds.Group("test", "…"), template="email/there-is-none.txt")
    kinds.register(kind)
    try:
        errors = [error.id for error in run_checks(tags=["templates"])]
    finally:
        del kinds._kinds["test.without"]

    assert "notifications.E001" in errors


def test_two_rooms_cannot_take_one_name():
    taken = kinds.get("booking.made")

    with pytest.raises(ValueError, match=r"booking\.made"):
        kinds.register(kinds.Kind(taken.code, "…", taken.group))


def test_what_is_sent_is_what_was_asked(service, jelena, ana):
    ana.language = "sr"
    ana.save(update_fields=["language"])
    with sees_all(), transaction.atomic():
        notify(
            service=service,
            kind="booking.made",
            key="cause",
            to=[To(user=jelena), To(user=ana), To(email="gost@example.org", name="Gost", language="en")],
            data=BOOKING,
            url=URL,
        )

    assert delivery.deliver_due() == 3
    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Rezervisano",
        "Резервисано",
        "Booked",
    ]

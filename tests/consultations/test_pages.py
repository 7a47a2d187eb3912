"""The pages of advice: asking, the thread of both sides, files, lists."""

from uuid import uuid4

import pytest
from django.urls import reverse

from consultations.models import Attachment, Deflection, Draft, Message, Request
from tests import cast
from tests.cast import asking, sees_all
from tests.consultations.helpers import (
    QUESTION,
    answered,
    article,
    asked,
    fresh,
    last_of,
    noted,
    referred,
    upload,
)
from tests.files import PDF, content_of, packed, sent

ASK = "/banja-luka/savjetovanje/novi/"


def said(organizer, **fields):
    return {
        "form_key": str(uuid4()),
        "organizer": organizer.pk,
        "topic": "maloljetnici",
        "subject": "Ugovor sa maloljetnom volonterkom",
        "question": QUESTION,
        "way": "written",
        "urgent_reason": "",
    } | fields


def own(advice):
    return f"/nalog/savjeti/{advice.number}/"


def at_desk(advice, rest="", service="banja-luka"):
    return f"/{service}/rad/savjetovanje/{advice.number}/{rest}"


# --- asking ------------------------------------------------------------------------------------
def test_asking_shows_the_number_and_the_day_of_the_first_answer(client, novi_krug, jelena):
    client.force_login(jelena)
    assert client.get(ASK).status_code == 200

    response = client.post(ASK, said(novi_krug, uploads=[sent(PDF), sent(PDF, "drugi.pdf")]), follow=True)

    assert response.redirect_chain[-1][0] == "/nalog/savjeti/BL-Z-2026-0001/?gotovo=1"
    assert "Rok za prvi odgovor" in response.text
    assert QUESTION in response.text
    assert "drugi.pdf" in response.text
    with sees_all():
        assert Attachment.objects.count() == 2


def test_a_form_that_is_not_complete_keeps_what_was_typed(client, novi_krug, jelena):
    client.force_login(jelena)

    response = client.post(ASK, said(novi_krug, topic="", subject="Samo naslov"))

    assert response.status_code == 422
    assert "Izaberite temu." in response.text
    assert "Samo naslov" in response.text
    with sees_all():
        assert not Request.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        sent(b"<svg onload=alert(1)></svg>", "slika.svg"),
        sent(b"", "prazno.pdf"),
        sent(b"\x00\x01\x02", "program.exe"),
        sent(packed({"a.txt": "x"}), "arhiva.docx"),
    ],
    ids=["svg", "empty", "program", "zip"],
)
def test_a_refused_file_refuses_the_form_and_nothing_is_kept(client, novi_krug, jelena, tmp_path, file):
    client.force_login(jelena)

    response = client.post(ASK, said(novi_krug, uploads=[sent(PDF), file]))

    assert response.status_code == 422
    assert 'class="error-summary"' in response.text
    with sees_all():
        assert not Request.objects.exists()
    assert not list((tmp_path / "files").rglob("*"))


def test_more_than_five_files_are_refused(client, novi_krug, jelena):
    client.force_login(jelena)

    response = client.post(ASK, said(novi_krug, uploads=[sent(PDF, f"{n}.pdf") for n in range(6)]))

    assert response.status_code == 422
    assert "najviše 5" in response.text


def test_similar_answers_are_shown_while_typing_and_on_request(client, novi_krug, jelena, republic, vesna):
    found = article(republic, vesna)
    client.force_login(jelena)

    part = client.get("/savjetovanje/slicno/", {"subject": "ugovori sa maloletnicima", "question": ""})
    page = client.post(ASK, said(novi_krug, slicno="1"))

    for response in (part, page):
        assert response.status_code == 200
        assert found.get_absolute_url() in response.text
    assert QUESTION in page.text
    with sees_all():
        assert not Request.objects.exists()


def test_this_answers_it_is_counted_once(client, novi_krug, jelena, republic, vesna):
    found = article(republic, vesna)
    client.force_login(jelena)

    for _ in range(2):
        response = client.post(f"/savjetovanje/clanci/{found.pk}/odgovara/")
        assert response.url == found.get_absolute_url()

    with sees_all():
        assert Deflection.objects.count() == 1


def test_who_asks_elsewhere_is_led_home(client, novi_krug, jelena, doboj, ana):
    client.force_login(jelena)
    assert client.get("/doboj/savjetovanje/novi/").url == ASK
    client.force_login(ana)
    assert client.get(ASK).url == "/nalog/"


def test_an_organizer_of_another_service_is_not_taken_from_the_form(client, novi_krug, jelena, doboj):
    other = cast.make_organizer(doboj, "Klub „Nada“", registered_by=jelena)
    client.force_login(jelena)

    assert client.post(ASK, said(other)).status_code == 422


# --- the organizer's thread --------------------------------------------------------------------
@pytest.fixture
def advice(novi_krug, jelena, nemanja):
    row = asked(jelena, novi_krug, uploads=[upload(sent(PDF, "pitanje.pdf"))])
    answered(row, nemanja, uploads=[upload(sent(PDF, "odgovor.pdf"))])
    noted(row, nemanja, uploads=[upload(sent(PDF, "tajni.pdf"))])
    return row


def files_of(advice):
    with sees_all():
        return {row.file_name: row.pk for row in Attachment.objects.filter(request=advice)}


def test_the_organizer_and_its_colleagues_see_the_thread_without_notes(client, advice, jelena, ognjen):
    for person in (jelena, ognjen):
        client.force_login(person)
        page = client.get(own(advice)).text

        assert "Potrebna je saglasnost roditelja." in page
        assert "odgovor.pdf" in page
        assert "Tajna" not in page
        assert "tajni.pdf" not in page
        assert "bilješk" not in page


def test_somebody_of_both_sides_sees_no_note_on_the_organizers_page(client, advice, nemanja, novi_krug):
    cast.represent(nemanja, novi_krug)
    client.force_login(nemanja)

    assert "Tajna" not in client.get(own(advice)).text
    file = files_of(advice)["tajni.pdf"]
    assert client.get(f"{own(advice)}prilozi/{file}/").status_code == 404
    assert "Tajna" in client.get(at_desk(advice)).text


def test_a_reply_is_sent_from_the_page(client, advice, jelena):
    client.force_login(jelena)

    response = client.post(own(advice), {"body": "Hvala na odgovoru.", "form_key": str(uuid4())}, follow=True)

    assert "Hvala na odgovoru." in response.text
    assert client.post(own(advice), {"body": " ", "form_key": str(uuid4())}).status_code == 422


# Who may download which file, from which side.
FILES = {
    "jelena": {"own": {"pitanje.pdf", "odgovor.pdf"}, "desk": set()},
    "ognjen": {"own": {"pitanje.pdf", "odgovor.pdf"}, "desk": set()},
    "nemanja": {"own": set(), "desk": {"pitanje.pdf", "odgovor.pdf", "tajni.pdf"}},
    "goran": {"own": set(), "desk": set()},
    "dragan": {"own": set(), "desk": set()},
    "vesna": {"own": set(), "desk": set()},
    "zoran": {"own": set(), "desk": set()},
    "ana": {"own": set(), "desk": set()},
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_given_to_those_who_see_their_message(request, client, advice, sveti_sava, name):
    client.force_login(request.getfixturevalue(name))
    found = {"own": set(), "desk": set()}
    for file_name, pk in files_of(advice).items():
        for side, address in (("own", own(advice)), ("desk", at_desk(advice))):
            response = client.get(f"{address}prilozi/{pk}/")
            if response.status_code == 200:
                assert content_of(response) == PDF
                assert response["Content-Disposition"].startswith("attachment")
                assert response["X-Content-Type-Options"] == "nosniff"
                found[side].add(file_name)
            else:
                assert response.status_code == 404

    assert found == FILES[name]


@pytest.mark.parametrize("number", ["BL-Z-2026-9999", "BL-2026-0001", "x", "BL-Z-2026-0001%00", "' or 1=1"])
def test_what_is_no_number_is_not_found(client, advice, jelena, nemanja, number):
    client.force_login(jelena)
    assert client.get(f"/nalog/savjeti/{number}/").status_code == 404
    client.force_login(nemanja)
    assert client.get(f"/banja-luka/rad/savjetovanje/{number}/").status_code == 404


def test_the_list_and_its_file_hold_ones_own_requests_only(client, advice, jelena, goran, sveti_sava):
    client.force_login(jelena)
    assert advice.number in client.get("/nalog/savjeti/").text
    assert advice.number.encode() in content_of(client.get("/nalog/savjeti/?izvoz=csv"))
    client.force_login(goran)
    assert advice.number not in client.get("/nalog/savjeti/").text


# --- the desk ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("queue", "shown"),
    [("", 1), ("nove", 0), ("moje", 1), ("cekaju-nas", 1), ("cekamo", 0), ("kasne", 0), ("zatvorene", 0)],
)
def test_the_queue_is_narrowed(client, advice, nemanja, queue, shown):
    client.force_login(nemanja)

    page = client.get("/banja-luka/rad/savjetovanje/", {"red_cekanja": queue}).text

    assert page.count(f">{advice.number}</a>") == shown


def test_what_waits_stands_on_the_desk_and_in_its_search(client, advice, nemanja):
    client.force_login(nemanja)

    assert advice.number in client.get("/banja-luka/rad/zadaci/").text
    assert advice.number in client.get("/banja-luka/rad/pretraga/", {"q": "maloljetnom"}).text


def test_an_answer_is_sent_a_draft_is_kept(client, advice, nemanja):
    client.force_login(nemanja)
    sent_form = {"body": "Dopuna odgovora", "form_key": str(uuid4()), "seen": last_of(advice)}

    client.post(at_desk(advice, "odgovor/"), sent_form | {"nacrt": "1"})
    assert "Dopuna odgovora" in client.get(at_desk(advice)).text
    with asking(nemanja):
        assert Draft.objects.get().body == "Dopuna odgovora"
    response = client.post(at_desk(advice, "odgovor/"), sent_form)

    assert response.status_code == 302
    with sees_all():
        assert Message.objects.filter(kind="answer").count() == 2
    with asking(nemanja):
        assert not Draft.objects.exists()


def test_who_answers_second_sees_the_first_and_keeps_the_text(client, advice, nemanja, milica):
    seen = last_of(advice)
    answered(advice, milica, body="Miličin odgovor")
    client.force_login(nemanja)
    sent_form = {"body": "Nemanjin odgovor", "form_key": str(uuid4()), "seen": seen}

    response = client.post(at_desk(advice, "odgovor/"), sent_form)

    assert response.status_code == 422
    assert "Miličin odgovor" in response.text
    assert "Nemanjin odgovor" in response.text
    assert f'name="seen" value="{last_of(advice)}"' in response.text
    assert client.post(at_desk(advice, "odgovor/"), sent_form | {"seen": last_of(advice)}).status_code == 302


def test_a_request_is_triaged_talked_about_and_closed(client, advice, nemanja, milica):
    client.force_login(nemanja)
    steps = [
        ("trijaza/", {"triage-topic": "ugovor", "triage-depth": "", "triage-adviser": milica.pk}),
        ("biljeska/", {"note-body": "Zovi ih", "note-form_key": str(uuid4())}),
        (
            "razgovor/",
            {
                "talk-kind": "call",
                "talk-minutes": "15",
                "talk-body": "Dogovor",
                "talk-form_key": str(uuid4()),
            },
        ),
        ("zatvaranje/", {"close-outcome": "answered", "close-depth": "planning"}),
    ]
    for address, data in steps:
        assert client.post(at_desk(advice, address), {}).status_code in {302, 422}
        assert client.post(at_desk(advice, address), data).status_code == 302, address

    advice = fresh(advice)
    assert (advice.state, advice.outcome, advice.depth) == ("closed", "answered", "planning")
    assert "Zovi ih" in client.get(at_desk(advice)).text


def test_a_service_it_was_referred_to_reads_and_notes_but_does_not_answer(
    client, advice, nemanja, vesna, republic
):
    referred(advice, nemanja, republic)
    client.force_login(vesna)

    page = client.get(at_desk(advice, service="republika"))
    note = client.post(
        at_desk(advice, "biljeska/", "republika"), {"note-body": "Javiću se", "note-form_key": str(uuid4())}
    )

    assert page.status_code == 200
    assert 'id="odgovor-n"' not in page.text
    assert note.status_code == 302
    for address in ("odgovor/", "razgovor/", "trijaza/", "termini/", "koraci/", "spajanje/", "zatvaranje/"):
        assert client.post(at_desk(advice, address, "republika"), {}).status_code == 403
    assert client.get(at_desk(advice)).status_code == 404


def test_a_referral_is_made_and_answered_from_the_pages(client, advice, nemanja, vesna, republic, jelena):
    client.force_login(nemanja)
    assert client.post(at_desk(advice, "upucivanje/"), {}).status_code == 422
    data = {"refer-to_service": republic.pk, "refer-reason": "Pitanje je za mrežu."}
    assert client.post(at_desk(advice, "upucivanje/"), data).status_code == 302
    client.force_login(vesna)
    with sees_all():
        contact = at_desk(advice, f"upucivanje/{advice.referrals.get().pk}/", "republika")
    assert client.post(contact, {"contact-words": ""}).status_code == 422
    assert client.post(contact, {"contact-words": "Dogovoreno telefonom."}).status_code == 302
    client.force_login(jelena)
    assert "Dogovoreno telefonom." in client.get(own(advice)).text


# --- knowledge ---------------------------------------------------------------------------------
def test_published_answers_are_public(client, republic, vesna, banja_luka):
    found = article(republic, vesna)
    article(republic, vesna, title="Samo za osoblje", audience="staff", slug="osoblje")
    hidden = article(republic, vesna, title="Nacrt", state="draft", published_number=None, slug="nacrt")

    for address in ("/savjetovanje/", "/banja-luka/savjetovanje/", "/savjetovanje/?q=maloljetnika"):
        page = client.get(address).text
        assert found.title in page
        assert "Samo za osoblje" not in page
    assert found.title not in client.get("/savjetovanje/?tema=nagrada").text
    assert "Saglasnost roditelja." in client.get(found.get_absolute_url()).text
    assert (
        client.get(reverse("consultations:article", args=[found.pk, "staro"])).url == found.get_absolute_url()
    )
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_answers_for_staff_are_read_by_those_who_work_in_a_service(client, republic, vesna, nemanja, jelena):
    inside = article(republic, vesna, title="Samo za osoblje", audience="staff", slug="osoblje")

    client.force_login(jelena)
    assert client.get(inside.get_absolute_url()).status_code == 404
    client.force_login(nemanja)
    assert client.get(inside.get_absolute_url()).status_code == 200

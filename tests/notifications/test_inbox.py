"""The inbox: one's own notices, and nobody else's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse

from notifications import access
from notifications.models import Notice
from notifications.outbox import To, notify
from tests.cast import asking, sees_all

INBOX = "notifications:inbox"


def tell(service, *people, organizer="Novi krug", kind="organizers.application_confirmed", url="/nalog/"):
    with sees_all(), transaction.atomic():
        notify(
            service=service,
            kind=kind,
            key=f"{kind}:{organizer}",
            to=[To(user=person) for person in people],
            data={"organizer": organizer, "title": organizer},
            url=url,
        )
        return Notice.objects.filter(recipient=people[0]).latest("pk")


def listed(answer):
    return [notice.data["organizer"] for notice in answer.context["listing"]]


def test_inbox_holds_ones_own_notices_newest_first(client, banja_luka, jelena, ana):
    tell(banja_luka, jelena, organizer="Prvi")
    tell(banja_luka, jelena, organizer="Drugi")
    tell(banja_luka, ana, organizer="Tuđi")
    client.force_login(jelena)

    answer = client.get(reverse(INBOX))

    assert listed(answer) == ["Drugi", "Prvi"]
    assert "Prijava je potvrđena: Drugi" in answer.text
    assert "Tuđi" not in answer.text


def test_inbox_reads_in_the_language_of_the_page(client, banja_luka, jelena):
    tell(banja_luka, jelena, organizer="Ljubav i njega")
    jelena.language = "sr"
    jelena.save(update_fields=["language"])
    client.force_login(jelena)

    assert "Пријава је потврђена: Љубав и њега" in client.get("/sr" + reverse(INBOX)).text


def test_opening_marks_read_and_leads_to_its_page(client, banja_luka, jelena):
    notice = tell(banja_luka, jelena, url="/en/nalog/rezervacije/BL-2026-0001/?t=kljuc")
    client.force_login(jelena)

    answer = client.get(reverse("notifications:open", args=[notice.pk]))

    assert (answer.status_code, answer["Location"]) == (302, "/nalog/rezervacije/BL-2026-0001/?t=kljuc")
    with sees_all():
        read_at = Notice.objects.get(pk=notice.pk).read_at
    assert read_at is not None
    client.get(reverse("notifications:open", args=[notice.pk]))
    with sees_all():
        assert Notice.objects.get(pk=notice.pk).read_at == read_at


def test_notice_without_a_page_is_shown_in_full(client, banja_luka, jelena):
    notice = tell(banja_luka, jelena, kind="organizers.closed", url="")
    client.force_login(jelena)

    answer = client.get(reverse("notifications:open", args=[notice.pk]))

    assert answer.status_code == 200
    assert "Servis je zatvorio zapis Vaše organizacije" in answer.text


@pytest.mark.parametrize("url", ["//zlo.example/", "https://zlo.example/", "javascript:alert(1)"])
def test_notice_never_leads_out_of_the_portal(client, banja_luka, jelena, url):
    notice = tell(banja_luka, jelena, url=url)
    client.force_login(jelena)

    assert client.get(reverse("notifications:open", args=[notice.pk])).status_code == 200


def test_anothers_notice_does_not_exist(client, banja_luka, jelena, ana, milica, vesna):
    notice = tell(banja_luka, jelena)
    url = reverse("notifications:open", args=[notice.pk])

    # Not even for those who work in the service that wrote it: they have the outbox.
    for other in (ana, milica, vesna):
        client.force_login(other)
        assert client.get(url).status_code == 404
    with sees_all():
        assert Notice.objects.get(pk=notice.pk).read_at is None


def test_second_wall_alone_hides_anothers_notices(banja_luka, jelena, ana):
    notice = tell(banja_luka, jelena)

    with asking(ana):
        assert not Notice.objects.exists()
        assert Notice.objects.filter(pk=notice.pk).update(state="cancelled") == 0
    with asking(jelena):
        assert Notice.objects.get().pk == notice.pk


def test_unread_ones_can_be_filtered_and_all_marked_read(client, banja_luka, jelena, ana):
    first = tell(banja_luka, jelena, organizer="Prvi")
    tell(banja_luka, jelena, organizer="Drugi")
    tell(banja_luka, ana, organizer="Tuđi")
    client.force_login(jelena)
    client.get(reverse("notifications:open", args=[first.pk]))

    assert listed(client.get(reverse(INBOX), {"prikaz": "neprocitane"})) == ["Drugi"]
    assert listed(client.get(reverse(INBOX), {"prikaz": "procitane"})) == ["Prvi"]
    client.post(reverse("notifications:read_all"))
    assert listed(client.get(reverse(INBOX), {"prikaz": "neprocitane"})) == []
    with asking(ana):
        assert access.unread_count(ana) == 1


def test_marking_all_read_needs_a_post(client, jelena):
    client.force_login(jelena)

    assert client.get(reverse("notifications:read_all")).status_code == 405


@pytest.mark.parametrize("typed", ["djordje", "ЂОРЂЕ", "Đorđe", "doboj djordje"])
def test_search_folds_script_and_case(client, banja_luka, jelena, typed):
    tell(banja_luka, jelena, organizer="Đorđe Doboj")
    tell(banja_luka, jelena, organizer="Most")
    client.force_login(jelena)

    assert listed(client.get(reverse(INBOX), {"q": typed})) == ["Đorđe Doboj"]


def test_empty_inbox_says_what_it_will_hold(client, jelena):
    client.force_login(jelena)

    page = client.get(reverse(INBOX)).text

    assert "Još nema obavještenja" in page


def test_inbox_asks_for_signing_in(client, db):
    answer = client.get(reverse(INBOX))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_inbox_costs_the_same_for_one_and_for_many(client, banja_luka, jelena, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(jelena)
    costs = []
    for number in range(20):
        tell(banja_luka, jelena, organizer=f"Udruženje {number}")
        if number in {0, 19}:
            client.get(reverse(INBOX))  # the short list of services is read once in a process
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(INBOX))
            costs.append(len(queries))

    assert costs[0] == costs[1]


def test_broken_notice_does_not_close_the_inbox(client, banja_luka, jelena):
    tell(banja_luka, jelena)
    with sees_all():
        Notice.objects.update(kind="a.kind.of.yesterday")
    client.force_login(jelena)

    assert "a.kind.of.yesterday" in client.get(reverse(INBOX)).text


def test_erased_person_leaves_only_the_count(banja_luka, jelena):
    from notifications import own_data

    tell(banja_luka, jelena)
    with asking(jelena):
        exported = own_data.export(jelena)
        own_data.erase(jelena)

    assert [row["kind"] for row in exported["notices"]] == ["organizers.application_confirmed"]
    with sees_all():
        (notice,) = Notice.objects.all()
    assert (notice.state, notice.name, notice.email, notice.data) == ("cancelled", "", "", {})


def test_without_an_account_nothing_is_ones_own(banja_luka):
    with sees_all():
        notify(
            service=banja_luka,
            kind="organizers.application_confirmed",
            key="gost",
            to=[To(email="gost@example.org")],
            data={"organizer": "Novi krug"},
        )

        assert Notice.objects.filter(email="gost@example.org").count() == 1
        assert not Notice.objects.visible_to(AnonymousUser()).exists()

"""Articles: nobody publishes alone, nobody's text is lost, and a case is not known by its article."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from consultations.identities import identities_of, proposal
from consultations.models import Article, ArticleSource, ArticleVersion, PublicText
from consultations.operations.advising import close
from consultations.operations.articles import Conflict, change_article, write_article
from consultations.operations.reviewing import approve, restore, retire, send_back, send_for_approval
from notifications.models import Notice
from services.models import HistoryEntry
from tests.cast import asking, make_organizer, make_person, represent, sees_all
from tests.consultations.helpers import answered, asked, fresh, noted
from vsrs.refusals import Refused

WORDS = {
    "topic": "ugovor",
    "audience": "public",
    "title": "Kada se piše ugovor",
    "body": "Pisani ugovor sklapa se uvijek sa maloljetnikom.",
    "title_en": "",
    "body_en": "",
}
QUESTION = (
    "Zovem se Jelena Marić iz Udruženja „Novi krug“ u Banjoj Luci. Volonterka Sanja Petrović ima 16 godina, "
    "telefon 065/123-456, JIB 4400000000001, e-mail sanja@example.org, akcija je 5. 12. 2026."
)
SECRETS = [
    *("Jelen", "Marić", "Novi krug", "Banj", "Sanj", "Petrović", "065", "4400000000001"),
    *("sanja@example.org", "5. 12."),
]


def written(user, service, **words):
    with asking(user):
        return write_article(service, actor=user, **(WORDS | words))


def sent(user, article):
    with asking(user):
        return send_for_approval(article, actor=user)


def approved(user, article, number=1):
    with asking(user):
        return approve(article, actor=user, number=number)


def changed(user, article, expected_number=1, **words):
    with asking(user):
        return change_article(article, actor=user, expected_number=expected_number, **(WORDS | words))


def told(kind):
    with sees_all():
        return set(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


# --- a second person ---------------------------------------------------------------------------
def test_a_colleague_publishes_what_one_has_written(banja_luka, nemanja, milica):
    article = written(nemanja, banja_luka)
    assert (article.state, PublicText.objects.count()) == ("draft", 0)
    sent(nemanja, article)
    assert told("article.waits") == {milica.email}

    approved(milica, article)
    approved(milica, article)  # safe to repeat

    article = fresh(article)
    assert (article.state, article.published_number, article.review_number) == ("published", 1, None)
    assert (article.written_by, article.approved_by, article.slug) == (nemanja, milica, "kada-se-pise-ugovor")
    assert PublicText.objects.get().title == WORDS["title"]
    assert told("article.published") == {nemanja.email}


def test_whoever_wrote_a_part_cannot_approve_it(banja_luka, nemanja, milica):
    article = written(nemanja, banja_luka)
    changed(milica, article, body="Drugi tekst")
    sent(milica, article)

    for person in (nemanja, milica):
        with asking(person), pytest.raises(Refused, match="neko drugi"):
            approve(article, actor=person, number=2)
    assert fresh(article).state == "review"


def test_where_nobody_else_works_the_republic_office_approves(doboj, dragan, republic, vesna):
    article = sent(dragan, written(dragan, doboj))
    assert told("article.waits") == {vesna.email}

    approved(vesna, article)

    assert fresh(article).approved_by == vesna


@pytest.mark.parametrize("name", ["dragan", "zoran", "jelena", "ana"])
def test_nobody_else_writes_sends_or_approves(request, banja_luka, nemanja, name, novi_krug):
    article = sent(nemanja, written(nemanja, banja_luka))
    person = request.getfixturevalue(name)
    with asking(person):
        with pytest.raises(PermissionDenied):
            write_article(banja_luka, actor=person, **WORDS)
        for operation, said in (
            (change_article, {"expected_number": 1, **WORDS}),
            (send_for_approval, {}),
            (approve, {"number": 1}),
            (send_back, {"number": 1, "reason": "Ne"}),
            (retire, {}),
            (restore, {}),
        ):
            with pytest.raises(PermissionDenied):
                operation(article, actor=person, **said)


def test_it_is_sent_back_with_a_reason_and_sent_again(banja_luka, nemanja, milica):
    article = sent(nemanja, written(nemanja, banja_luka))
    with asking(milica):
        send_back(article, actor=milica, number=1, reason="Kratko je.")

    assert fresh(article).state == "draft"
    with sees_all():
        assert Notice.objects.get(kind="article.returned").data["reason"] == "Kratko je."
    changed(nemanja, article, body="Duže")
    sent(nemanja, article)
    approved(milica, article, 2)
    with sees_all():
        reviews = article.reviews.order_by("at").values_list("number", "approved", "by__email")
        assert list(reviews) == [(1, False, milica.email), (2, True, milica.email)]


def test_what_was_changed_meanwhile_is_not_approved_unread(banja_luka, nemanja, milica):
    article = sent(nemanja, written(nemanja, banja_luka))
    changed(nemanja, article, body="Posljednji čas")
    with asking(milica), pytest.raises(Refused, match="ne čeka"):
        approve(article, actor=milica, number=1)
    sent(nemanja, article)
    with asking(milica), pytest.raises(Refused, match="izmijenjen"):
        approve(article, actor=milica, number=1)


# --- versions ----------------------------------------------------------------------------------
def test_readers_keep_the_published_version_until_the_next_is_approved(banja_luka, nemanja, milica):
    article = sent(nemanja, written(nemanja, banja_luka))
    approved(milica, article)

    changed(milica, article, title="Novi naslov", audience="staff", topic="nagrada")
    sent(milica, article)

    article = fresh(article)
    assert (article.title, article.audience, article.topic) == (WORDS["title"], "public", "ugovor")
    assert PublicText.objects.get().title == WORDS["title"]
    approved(nemanja, article, 2)
    article = fresh(article)
    assert (article.title, article.audience, article.topic) == ("Novi naslov", "staff", "nagrada")
    assert not PublicText.objects.exists()  # it is no longer everybody's


def test_of_two_who_change_the_second_sees_the_first(banja_luka, nemanja, milica):
    article = written(nemanja, banja_luka)
    changed(milica, article, body="Miličin tekst")

    with pytest.raises(Conflict) as conflict:
        changed(nemanja, article, body="Nemanjin tekst")

    assert conflict.value.current.body == "Miličin tekst"
    changed(nemanja, article, expected_number=2, body="Nemanjin tekst")
    with sees_all():
        bodies = article.versions.order_by("number").values_list("body", flat=True)
        assert list(bodies) == [WORDS["body"], "Miličin tekst", "Nemanjin tekst"]


def test_a_version_never_changes_and_saving_the_same_makes_none(banja_luka, nemanja):
    article = written(nemanja, banja_luka)
    changed(nemanja, article)
    with asking(nemanja):
        assert article.versions.count() == 1
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ArticleVersion.objects.update(body="Drugo")


def test_a_withdrawn_article_leaves_its_readers_and_comes_back_as_it_was(banja_luka, nemanja, milica):
    article = sent(nemanja, written(nemanja, banja_luka))
    approved(milica, article)
    with asking(nemanja):
        retire(article, actor=nemanja)
        assert not PublicText.objects.exists()
        with pytest.raises(Refused, match="ne važi"):
            change_article(article, actor=nemanja, expected_number=1, **WORDS | {"body": "x"})
        restore(article, actor=nemanja)

    assert fresh(article).state == "published"
    assert PublicText.objects.count() == 1


# --- from case to knowledge ----------------------------------------------------------------------
@pytest.fixture
def case(novi_krug, jelena, nemanja, milica):
    make_person(novi_krug, "Đorđe Ilić")
    advice = asked(jelena, novi_krug, subject="Ugovor za volonterku Sanju Petrović", question=QUESTION)
    answered(advice, nemanja, body="Jelena, potreban je pisani ugovor. Đorđe to zna. Nemanja")
    noted(advice, nemanja, body="Tajna bilješka")
    with asking(nemanja):
        close(advice, actor=nemanja, outcome="answered", depth="informed")
    return fresh(advice)


def made_from(case, user, **words):
    with asking(user):
        return write_article(case.service, actor=user, source=case, **(WORDS | words))


def test_the_proposal_tells_nothing_of_who_asked(case, nemanja):
    with asking(nemanja):
        words = proposal(case)

    text = f"{words['title']} {words['body']}"
    assert [secret for secret in [*SECRETS, "Đorđ", "Nemanj", "Tajna"] if secret in text] == []
    assert words["title"] == "Ugovor za volonterku [ime]"
    assert "[ime], potreban je pisani ugovor." in words["body"]
    assert words["body"].startswith("## Pitanje\n\nZovem se [ime] iz [organizator] u [mjesto].")
    assert "## Odgovor\n\n" in words["body"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Pitala je Jelena.", "Jelena"),
        ("Јелени Марић је одговорено.", "Јелени"),
        ("Kako radi Novi krug", "Novi krug"),
        ("kod Novog kruga", "Novog kruga"),
        ("Нови круг", "Нови круг"),
        ("Volonterki Sanji treba ugovor.", "Sanji"),
        ("Đorđevo mišljenje", "Đorđevo"),
        ("u Banjoj Luci", "Banjoj Luci"),
        ("na 065 123 456", "065 123 456"),
        ("JIB 4400000000001", "4400000000001"),
        ("SANJA@EXAMPLE.ORG", "SANJA@EXAMPLE.ORG"),
        ("zahtjev BL-Z-2026-0001", "2026-0001"),
    ],
)
@pytest.mark.parametrize("field", ["body", "body_en"])
def test_an_identifying_word_keeps_it_from_others(case, nemanja, milica, words, named, field):
    article = made_from(case, nemanja, **{field: words, "title_en": "When"})

    with asking(nemanja), pytest.raises(Refused, match="otkrivaju ko je pitao") as refusal:
        send_for_approval(article, actor=nemanja)

    assert named in str(refusal.value)
    assert fresh(article).state == "draft"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Udruženje „Zeleni sat“ Banja Luka", "od Zelenog sata"),
        ("Udruženje građana „Izvor“", "kod Izvora"),
        ("Centar za djecu, mlade i porodicu Banja Luka", "Centar za djecu, mlade i porodicu"),
        ("OŠ „Sveti Sava“", "u školi Svetog Save"),
        ("Ekološki pokret Vrbas", "ekološkog pokreta Vrbas"),
    ],
)
def test_an_organizer_is_known_by_every_part_of_its_name(banja_luka, jelena, nemanja, name, words):
    organizer = make_organizer(banja_luka, name, registered_by=jelena)
    represent(jelena, organizer)
    advice = asked(jelena, organizer)
    with asking(nemanja):
        identities = identities_of(advice)

        assert identities.still_in(f"Pitanje je stiglo {words}.") != []
        assert identities.still_in("Pitanje je stiglo od udruženja koje radi sa djecom.") == []


def test_a_name_added_after_it_was_sent_keeps_it_from_being_published(case, nemanja, milica, novi_krug):
    article = sent(nemanja, made_from(case, nemanja, body="Tako misli Tihomir."))
    make_person(novi_krug, "Tihomir Gajić")

    with asking(milica), pytest.raises(Refused, match="Tihomir"):
        approve(article, actor=milica, number=1)


def test_its_title_is_clean_from_the_beginning_because_the_history_holds_it(case, nemanja):
    with pytest.raises(Refused, match="Novi krug") as refusal:
        made_from(case, nemanja, title="Ugovor za Novi krug")

    assert refusal.value.field == "title"
    with sees_all():
        assert not Article.objects.exists()


def test_a_case_makes_one_article_once_it_is_closed(case, novi_krug, jelena, nemanja):
    first = made_from(case, nemanja)
    assert made_from(case, nemanja, title="Opet") == first

    with pytest.raises(Refused, match="zatvorite"):
        made_from(asked(jelena, novi_krug), nemanja)


def test_only_the_people_of_the_service_know_the_case(case, nemanja, milica, vesna, dragan, jelena, zoran):
    article = made_from(case, nemanja, body="Tekst bez imena.")
    sent(nemanja, article)
    approved(milica, article)

    seen = {}
    for person in (nemanja, milica, vesna, dragan, jelena, zoran):
        with asking(person), transaction.atomic():
            seen[person.email] = ArticleSource.objects.count()
            history = HistoryEntry.objects.filter(subject_type="consultations.article")
            for entry in history:
                words = f"{entry.subject_text} {entry.changes} {entry.organizer_id}"
                assert not any(secret in words for secret in [*SECRETS, case.number])
        with sees_all():
            assert ArticleSource.objects.visible_to(person).count() == seen[person.email]
    assert seen == {
        nemanja.email: 1,
        milica.email: 1,
        vesna.email: 0,
        dragan.email: 0,
        jelena.email: 0,
        zoran.email: 0,
    }
    with sees_all():
        notices = Notice.objects.filter(kind__startswith="article.")
        told = " ".join(f"{row.data | {'service': '', 'by': ''}} {row.url}" for row in notices)
        public = PublicText.objects.get()
    assert not any(secret in f"{told} {public.search} {public.lead}" for secret in [*SECRETS, case.number])


def test_a_coordinator_reads_what_waits_and_no_earlier_version(case, nemanja, vesna):
    article = made_from(case, nemanja, body="Pitala je Jelena Marić.")
    changed(nemanja, article, body="Pitala je [ime].")
    with asking(vesna), transaction.atomic():
        assert ArticleVersion.objects.count() == 0
    sent(nemanja, article)

    with asking(vesna), transaction.atomic():
        assert list(ArticleVersion.objects.values_list("number", flat=True)) == [2]
    with sees_all():
        assert list(ArticleVersion.objects.visible_to(vesna).values_list("number", flat=True)) in (
            [2],
            [2, 1],
        )

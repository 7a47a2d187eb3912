"""Plain functions for the tests of this room."""

from uuid import uuid4

from consultations.models import Article, ArticleVersion, Message, Referral
from consultations.operations.advising import answer, note
from consultations.operations.articles import show_in_search
from consultations.operations.asking import ask
from tests.cast import asking, sees_all
from vsrs.uploads import examine

QUESTION = "Kako se sklapa ugovor sa volonterkom od šesnaest godina?"


def asked(user, organizer, **fields):
    said = {
        "topic": "maloljetnici",
        "subject": "Ugovor sa maloljetnom volonterkom",
        "question": QUESTION,
        "way": "written",
        "form_key": uuid4(),
    }
    with asking(user):
        return ask(actor=user, organizer=organizer, **(said | fields))


def answered(request, user, body="Potrebna je saglasnost roditelja.", **fields):
    with asking(user):
        seen = fields.pop("seen", last_of(request))
        return answer(request, actor=user, body=body, form_key=uuid4(), seen=seen, **fields)


def noted(request, user, body="Tajna bilješka", uploads=()):
    with asking(user):
        return note(request, actor=user, body=body, form_key=uuid4(), uploads=uploads)


def last_of(request):
    with sees_all():
        return Message.objects.filter(request=request).last().pk


def referred(request, user, to_service):
    with sees_all():
        return Referral.objects.create(
            service=request.service,
            request=request,
            organizer=request.organizer,
            to_service=to_service,
            reason="Pitanje je za cijelu mrežu.",
            referred_by=user,
        )


def article(
    service, author, *, title="Ugovor sa maloljetnim volonterima", body="Saglasnost roditelja.", **fields
):
    """A published public article, unless told otherwise."""
    with sees_all():
        defaults = {"topic": "maloljetnici", "slug": "ugovor", "state": "published", "published_number": 1}
        row = Article.objects.create(service=service, title=title, written_by=author, **(defaults | fields))
        version = ArticleVersion.objects.create(
            service=service, article=row, number=1, title=title, body=body, written_by=author
        )
        if row.published_number:
            show_in_search(row, version)
    return row


def upload(file):
    return examine(file)


def fresh(row):
    with sees_all():
        return type(row)._default_manager.get(pk=row.pk)

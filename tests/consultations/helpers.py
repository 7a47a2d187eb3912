"""Plain functions for the tests of this room."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from consultations.models import Article, ArticleVersion, Message, Referral, TimeOffer
from consultations.operations.advising import answer, note
from consultations.operations.asking import ask
from consultations.operations.search_text import show_in_search
from tests.cast import asking, sees_all
from vsrs.text import fold, sort_key
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


def below(request):
    return {"service": request.service, "request": request, "organizer_id": request.organizer_id}


def agreed_time(request, adviser, person, *, in_days=2, state="taken", **fields):
    begin = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=in_days)
    taken = {"taken_by": person} if state == "taken" else {}
    with sees_all():
        return TimeOffer.objects.create(
            **below(request),
            **{"place": "Kancelarija servisa", "starts_at": begin, "ends_at": begin + timedelta(minutes=30)}
            | fields,
            offered_by=adviser,
            state=state,
            **taken,
        )


def article(
    service, author, *, title="Ugovor sa maloljetnim volonterima", body="Saglasnost roditelja.", **fields
):
    """A published public article, unless told otherwise."""
    with sees_all():
        defaults = {
            "topic": "maloljetnici",
            "slug": "ugovor",
            "state": "published",
            "published_number": 1,
            "published_at": timezone.now(),
            "search": fold(title),
            "sort": sort_key(title),
        }
        row = Article.objects.create(service=service, title=title, written_by=author, **(defaults | fields))
        version = ArticleVersion.objects.create(
            service=service,
            article=row,
            number=1,
            topic=row.topic,
            audience=row.audience,
            title=title,
            body=body,
            written_by=author,
        )
        if row.published_number:
            show_in_search(row, version)
    return row


def upload(file):
    return examine(file)


def fresh(row):
    with sees_all():
        return type(row)._default_manager.get(pk=row.pk)

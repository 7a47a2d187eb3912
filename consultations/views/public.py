"""What is known already: topics and published articles, and those a question may be about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Value
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.access import asking_organizers, can_write, get_article
from consultations.article_filters import PublicTextFilter
from consultations.knowledge_search import BY_NEARNESS
from consultations.models import PublicText, Topic
from consultations.operations import reading
from consultations.queries import published_version
from consultations.related import subjects_of, trainings_about
from consultations.similar import similar
from services.access import get_service
from vsrs import lists
from vsrs.throttle import throttled
from vsrs.ui.marked import lead_of
from vsrs.ui.writing import written

ORDERING = {"blizina": BY_NEARNESS, "naziv": ["sort", "pk"], "novo": ["-published_at", "pk"]}
# In the session: the articles somebody has said it of.
SAID = "said_useful"


@login_not_required
@require_safe
def advice(request):
    return render(request, "consultations/advice.html", _knowledge(request))


@login_not_required
@require_safe
def service_advice(request, service_slug):
    service = request.service = get_service(request.user, service_slug)
    return render(request, "consultations/service_advice.html", _knowledge(request) | {"service": service})


@login_not_required
@require_safe
def article(request, pk, slug):
    article = get_article(request.user, pk)
    if slug != article.slug:
        return redirect(article)
    version = published_version(request.user, article)
    english = get_language() == "en" and bool(version.body_en)
    context = {
        "article": article,
        "version": version,
        "english": english,
        "lead": lead_of(version.body_en) if english else written(lead_of(version.body)),
        "organizers": list(asking_organizers(request.user)),
        "trainings": trainings_about(request.user, article.topic),
        "subject": subjects_of(article.topic)[0],
        "has_said": pk in request.session.get(SAID, []),
        "may_write": can_write(request.user, article.service),
    }
    return render(request, "consultations/article.html", context)


@require_safe
def similar_articles(request):
    """A part of the page of a question, renewed while it is typed."""
    found = similar(_question(request.GET), request.GET.get("topic", ""))
    return render(request, "consultations/_similar.html", {"similar": found})


@login_not_required
@require_POST
@throttled("say_useful", per_minute=10)
def say_useful(request, pk):
    """“Was this useful”: by anybody, once for a session and article."""
    article = get_article(request.user, pk)
    said = request.session.get(SAID, [])
    if pk not in said and request.POST.get("korisno") in {"da", "ne"}:
        reading.say_useful(article, useful=request.POST["korisno"] == "da")
        request.session[SAID] = [*said, pk]
    messages.success(request, _("Thank you. Your answer is counted."))
    return redirect(article)


@require_POST
def answers(request, pk):
    """“This answers it”: counted once for a session and article."""
    article = get_article(request.user, pk)
    counted = request.session.setdefault("answered_by", [])
    organizer = next(iter(asking_organizers(request.user)), None)
    if organizer is not None and pk not in counted:
        reading.answered_by(article, actor=request.user, organizer=organizer)
        request.session["answered_by"] = [*counted, pk]
    messages.success(request, _("Thank you. It helps the network to know which articles answer questions."))
    return redirect(article)


def _question(said):
    return f"{said.get('subject', '')} {said.get('question', '')}"[:2000]


def _knowledge(request):
    rows = PublicText.objects.annotate(score=Value(0))
    order = "blizina" if request.GET.get("q", "").strip() else "naziv"
    return {
        "listing": lists.listing(request, rows, PublicTextFilter, ordering=ORDERING, default_order=order),
        "topics": Topic.choices,
    }

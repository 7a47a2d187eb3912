"""What is known already: topics and published articles, and those a question may be about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.access import asking_organizers, get_article
from consultations.models import Topic
from consultations.operations.asking import answered_by
from consultations.queries import public_articles, published_version
from consultations.similar import similar
from services.access import get_service


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
    context = {
        "article": article,
        "version": published_version(request.user, article),
        "organizers": list(asking_organizers(request.user)),
    }
    return render(request, "consultations/article.html", context)


@require_safe
def similar_articles(request):
    """A part of the page of a question, renewed while it is typed."""
    found = similar(_question(request.GET), request.GET.get("topic", ""))
    return render(request, "consultations/_similar.html", {"similar": found})


@require_POST
def answers(request, pk):
    """“This answers it”: counted once for a session and article."""
    article = get_article(request.user, pk)
    counted = request.session.setdefault("answered_by", [])
    organizer = next(iter(asking_organizers(request.user)), None)
    if organizer is not None and pk not in counted:
        answered_by(article, actor=request.user, organizer=organizer)
        request.session["answered_by"] = [*counted, pk]
    messages.success(request, _("Thank you. It helps the network to know which articles answer questions."))
    return redirect(article)


def _question(said):
    return f"{said.get('subject', '')} {said.get('question', '')}"[:2000]


def _knowledge(request):
    words, topic = request.GET.get("q", "")[:200].strip(), request.GET.get("tema", "")
    topic = topic if topic in Topic.values else ""
    articles = similar(words, topic) if words else public_articles(topic)
    named = dict(Topic.choices)
    return {
        "sought": words,
        "topic": topic,
        "topic_name": named.get(topic, ""),
        "topics": Topic.choices,
        "articles": articles,
    }

"""The doors of this room: who may see and do what with requests and articles. One function a right."""

import re

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from consultations.models import AnswerTemplate, Article, Attachment, NextStep, Rating, Request, TimeOffer
from organizers.models import Organizer
from services.access import get_service_to_work_in
from services.tenancy import Actor, acting_as, actor_of, on_behalf_of
from services.tokens import hash_of

NUMBER = re.compile(r"[A-ZČĆĐŠŽ]{1,4}-Z-\d{4}-\d{4,9}")


# --- rights ------------------------------------------------------------------------------------
def can_ask_for(user, organizer):
    """Whoever acts for it, once its home service has confirmed it."""
    return organizer.is_confirmed and actor_of(user).represents(organizer.pk)


def can_reply(user, request):
    return actor_of(user).represents(request.organizer_id)


def can_advise(user, request):
    """Triage, answer, close: people of the service that has the request, nobody above it."""
    return actor_of(user).works_in(request.service_id)


# --- requests ----------------------------------------------------------------------------------
def asking_organizers(user):
    """The organizers this person may ask for."""
    mine = Organizer.objects.visible_to(user).filter(pk__in=actor_of(user).organizers).confirmed()
    return mine.select_related("service").order_by("sort", "pk")


def own_requests(user):
    """Requests of the organizers this person acts for, also those of colleagues."""
    rows = Request.objects.visible_to(user).filter(organizer__in=actor_of(user).organizers)
    return rows.select_related("service", "asked_by", "adviser")


def get_own_request(user, number):
    return get_object_or_404(own_requests(user), number=_number(number))


def get_own_attachment(user, number, pk):
    """A file of one's own request; what is internal looks like nothing, whatever other roles one has."""
    files = (
        Attachment.objects.visible_to(user)
        .shown_to_organizer()
        .filter(organizer__in=actor_of(user).organizers)
    )
    return get_object_or_404(files, request__number=_number(number), pk=pk)


def requests_of(user, service):
    """What the people of a service work on: its own requests, and those referred to it."""
    rows = Request.objects.visible_to(user)
    referred = Q(referrals__to_service=service)
    rows = rows.filter(pk__in=rows.filter(Q(service=service) | referred).values("pk"))
    return rows.select_related("service", "adviser")


def get_request_at_desk(user, service_slug, number):
    """(service, request): one that the service has, or that was referred to it."""
    service = get_service_to_work_in(user, service_slug)
    rows = requests_of(user, service).select_related("organizer", "service", "adviser", "asked_by")
    return service, get_object_or_404(rows, number=_number(number))


def get_request_to_advise(user, service_slug, number):
    """The same; one that another service has, which referred it here, is 403."""
    service, request = get_request_at_desk(user, service_slug, number)
    if not can_advise(user, request):
        raise PermissionDenied
    return service, request


def get_attachment_at_desk(user, service_slug, number, pk):
    _service, request = get_request_at_desk(user, service_slug, number)
    return get_object_or_404(Attachment.objects.visible_to(user), request=request, pk=pk)


def _number(number):
    if not NUMBER.fullmatch(number):
        raise Http404
    return number


# --- what follows from a request ---------------------------------------------------------------
def get_time(user, request, pk):
    """One offered in `request`, which the caller has found."""
    return get_object_or_404(_below(TimeOffer, user, request).select_related("offered_by", "taken_by"), pk=pk)


def get_taken_time(user, request, pk):
    """One that somebody has taken, so that it stands in calendars, also when it was withdrawn later."""
    rows = _below(TimeOffer, user, request).select_related("offered_by", "taken_by")
    return get_object_or_404(rows.exclude(taken_by=None), pk=pk)


def get_step(user, request, pk):
    return get_object_or_404(_below(NextStep, user, request), pk=pk)


def _below(model, user, request):
    return model.objects.visible_to(user).filter(request=request).select_related("request__service")


def get_template(user, service_slug, pk):
    service = get_service_to_work_in(user, service_slug)
    return service, get_object_or_404(AnswerTemplate.objects.visible_to(user), service=service, pk=pk)


def find_rating(token):
    """The rating whose letter carries this link, or None. Its request is known by number and subject, which
    stand in the letter too."""
    link = hash_of(token)
    with transaction.atomic(), acting_as(Actor(link=link)):
        rating = Rating.objects.select_related("service").filter(token_hash=link).first()
    if rating is not None:
        with transaction.atomic(), on_behalf_of(rating.service):
            rating.request = Request.objects.get(pk=rating.request_id)
    return rating


# --- knowledge ---------------------------------------------------------------------------------
def get_article(user, pk):
    """An article as its readers get it: the published version."""
    readable = Article.objects.visible_to(user).filter(published_number__isnull=False)
    return get_object_or_404(readable.exclude(state=Article.State.RETIRED).select_related("service"), pk=pk)


def get_article_to_write(user, service_slug, pk):
    """(service, article) at the desk of its service; another service's looks like none."""
    service = get_service_to_work_in(user, service_slug)
    rows = articles_of(user, service).select_related("service", "written_by", "approved_by")
    return service, get_object_or_404(rows, pk=pk)


def articles_of(user, service):
    """All that a service has written, in every state."""
    return Article.objects.visible_to(user).filter(service=service)


def articles_in_review(user):
    """What coordinators may approve: every article in the network that waits."""
    if not actor_of(user).is_coordinator:
        raise Http404
    rows = Article.objects.visible_to(user).filter(state=Article.State.REVIEW)
    return rows.select_related("service", "written_by")


def can_write(user, service):
    return actor_of(user).works_in(service.pk)


def can_decide(user, article):
    """People of its service, and coordinators of the republic office."""
    actor = actor_of(user)
    return actor.works_in(article.service_id) or actor.is_coordinator


def can_approve(user, article):
    """A second person: of those who decide somebody who wrote nothing of what waits."""
    waiting = article.versions.filter(number__gt=article.published_number or 0)
    return can_decide(user, article) and not waiting.filter(written_by=actor_of(user).user_id).exists()

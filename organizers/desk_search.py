"""What the search of a workspace finds in this room."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from organizers.models import Organizer, Person
from services.desk import SHOWN_HITS, Found, Hit
from vsrs.filters import holding


def search(user, service, words):
    every = f"{reverse('organizers:desk_list', args=[service.slug])}?{urlencode({'q': words})}"
    yield Found(_("Organizers"), every, _organizers(user, service, words))
    every = f"{reverse('organizers:desk_people', args=[service.slug])}?{urlencode({'q': words})}"
    yield Found(_("People of organizers"), every, _people(user, service, words))


def _organizers(user, service, words):
    rows = Organizer.objects.visible_to(user).filter(holding(words, "search"), service=service)
    return [
        Hit(text=organizer.name, url=organizer.get_absolute_url(), detail=organizer.get_status_display())
        for organizer in rows.select_related("service").order_by("sort", "pk")[:SHOWN_HITS]
    ]


def _people(user, service, words):
    rows = Person.objects.visible_to(user).listed().filter(holding(words, "search"), service=service)
    return [
        Hit(
            text=person.full_name,
            url=reverse("organizers:desk_person", args=[service.slug, person.pk]),
            detail=person.organizer.name,
        )
        for person in rows.select_related("organizer")[:SHOWN_HITS]
    ]

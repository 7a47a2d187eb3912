"""Which municipalities a service looks after, on its public page."""

from organizers.models import Municipality
from services import page


def municipalities(request, service):
    found = list(Municipality.objects.filter(home_service=service))
    return {"municipalities": found} if found else None


def register():
    page.register("organizers/_service_page.html", municipalities, order=30)

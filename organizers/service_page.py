"""Which municipalities a service looks after, on its public page."""

from organizers.models import Municipality
from services import page
from vsrs.ui.writing import in_order


def municipalities(request, service):
    found = in_order(Municipality.objects.filter(home_service=service))
    return {"municipalities": found} if found else None


def register():
    page.register("organizers/_service_page.html", municipalities, order=30)

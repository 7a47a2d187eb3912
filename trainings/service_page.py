"""The next trainings on the public page of a service."""

from services import page
from trainings.catalogue import SHOWN as COLUMNS
from trainings.catalogue import announced, drawn, rows_of

SHOWN = 4


def upcoming(request, service):
    trainings = announced(request.user, service).order_by("starts_at", "pk")
    rows = rows_of(list(trainings.values_list(*COLUMNS)[:SHOWN]), request.user, service)
    return {"sessions": drawn(rows, "short")}


def register():
    page.register("trainings/_service_page.html", upcoming, order=10)

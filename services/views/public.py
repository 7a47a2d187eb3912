"""The register of services and the page of each."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from services import page
from services.access import get_service
from services.models import Service
from vsrs.ui.writing import in_order, town


@login_not_required
@require_safe
def service_list(request):
    rows = Service.objects.visible_to(request.user).exclude(status=Service.Status.CLOSED)
    services = in_order(rows, town)
    local = [service for service in services if not service.is_republic]
    context = {
        "services": local,
        "office": next((service for service in services if service.is_republic), None),
        "points": [
            {"slug": s.slug, "name": s.town, "name_cyrl": s.town_cyrl, "lat": s.lat, "lon": s.lon}
            | {"url": s.get_absolute_url()}
            for s in local
        ],
        "map_title": _("Map of the local volunteer services"),
    }
    return render(request, "services/list.html", context)


@login_not_required
@require_safe
def service_page(request, slug):
    service = get_service(request.user, slug)
    context = {"service": service, "blocks": page.blocks_for(request, service)}
    return render(request, "services/page.html", context)


@login_not_required
@require_safe
def about(request, slug):
    return render(request, "services/about.html", {"service": get_service(request.user, slug)})

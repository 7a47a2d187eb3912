"""Calendar files of the public catalogue and of one training."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

from services.access import get_service
from trainings import catalogue, ics
from trainings.access import get_training
from trainings.filters import CatalogueFilter, ServiceCatalogueFilter
from trainings.notices import training_data
from vsrs import exports
from vsrs.calendar_files import file_response

# A calendar that somebody subscribes to stays small.
MOST = 500


@login_not_required
@require_safe
def network_calendar(request):
    return _calendar(request, CatalogueFilter)


@login_not_required
@require_safe
def service_calendar(request, service_slug):
    return _calendar(request, ServiceCatalogueFilter, get_service(request.user, service_slug))


def _calendar(request, filterset_class, service=None):
    found = filterset_class(
        request.GET, queryset=catalogue.for_calendar(request.user, service), request=request
    )
    trainings = [_data(training) for training in found.qs[:MOST]]
    name = str(service) if service else ""
    return file_response(ics.calendar_of(trainings, name), exports.filename("obuke", request.GET))


@login_not_required
@require_safe
def training_calendar(request, service_slug, slug):
    training = get_training(request.user, service_slug, slug)
    return file_response(ics.calendar_file(_data(training)), training.slug)


def _data(training):
    """What everybody may know: the link for joining online comes with a booking."""
    off = training.state == training.State.CANCELLED
    return training_data(training) | {
        "link": "",
        "sequence": training.revision,
        "status": ics.CANCELLED if off else ics.CONFIRMED,
    }

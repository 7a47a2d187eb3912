"""What people thought, at the desk: of one training, of a programme over time."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from services.access import get_service_to_work_in
from trainings.access import get_programme_to_run, get_training_to_run
from trainings.evaluations import (
    chart_of,
    programme_over_time,
    results_of,
    said_of_missing,
    said_of_steps,
)


@require_safe
def evaluation(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    results = results_of(request.user, training)
    context = {
        "service": training.service,
        "training": training,
        "results": results,
        "said": said_of_steps(results) if results.is_shown else said_of_missing(results),
    }
    return render(request, "trainings/desk_evaluation.html", context)


@require_safe
def programme_evaluation(request, service_slug, pk):
    service = get_service_to_work_in(request.user, service_slug)
    programme = get_programme_to_run(request.user, service, pk)
    points = programme_over_time(request.user, service, programme)
    context = {"service": service, "programme": programme, "points": points, "chart": chart_of(points)}
    return render(request, "trainings/desk_programme_evaluation.html", context)

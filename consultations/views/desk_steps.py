"""Times for a conversation and next steps, at the desk."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultations.access import (
    get_request_at_desk,
    get_request_to_advise,
    get_step,
    get_taken_time,
    get_time,
)
from consultations.forms.steps import MoveForm
from consultations.ics import calendar_file
from consultations.notices import time_data
from consultations.operations import steps, times
from consultations.views.desk_page import act
from notifications.kinds import path_to
from vsrs.calendar_files import file_response
from vsrs.refusals import Refused


@require_POST
def offer(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "offer", times.offer_times, _("The times are offered."))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, service_slug, number, pk):
    service, advice = get_request_to_advise(request.user, service_slug, number)
    time = get_time(request.user, advice, pk)
    if not time.is_agreed:
        return redirect("consultations:desk_request", service.slug, advice.number)
    form = MoveForm(request.POST or None, initial=MoveForm.initial_of(time))
    if form.is_valid():
        try:
            times.move_time(time, actor=request.user, **form.said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The conversation is moved. Both of you get a calendar file."))
            return redirect("consultations:desk_request", service.slug, advice.number)
    context = {"service": service, "advice": advice, "time": time, "form": form}
    return render(request, "consultations/desk_move.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request, service_slug, number, pk):
    service, advice = get_request_to_advise(request.user, service_slug, number)
    try:
        times.withdraw_time(get_time(request.user, advice, pk), actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The time is withdrawn."))
    return redirect("consultations:desk_request", service.slug, advice.number)


@require_safe
def calendar(request, service_slug, number, pk):
    service, advice = get_request_at_desk(request.user, service_slug, number)
    time = get_taken_time(request.user, advice, pk)
    page = path_to("consultations:desk_request", service.slug, advice.number)
    return file_response(calendar_file(time_data(advice, time, other=time.taken_by), page), advice.number)


@require_POST
def add_step(request, service_slug, number):
    found = get_request_to_advise(request.user, service_slug, number)
    return act(request, *found, "step", steps.add_step, _("The next step is added."))


@require_POST
def finish_step(request, service_slug, number, pk):
    service, advice = get_request_to_advise(request.user, service_slug, number)
    steps.finish_step(get_step(request.user, advice, pk), actor=request.user)
    messages.success(request, _("The step is done."))
    return redirect("consultations:desk_request", service.slug, advice.number)

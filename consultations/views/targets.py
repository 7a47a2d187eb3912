"""How soon the network answers, and the calendar of holidays by which that is counted."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultations import targets
from consultations.forms.network import HolidayForm, RemoveForm, RenameForm, TargetForm, YearForm
from consultations.models import Topic, TopicTarget
from consultations.operations.promises import decide_target
from network.access import require_coordinator
from services.holidays import is_computed
from services.models import Holiday
from services.operations import holidays
from vsrs.refusals import Refused


@require_safe
def network_targets(request):
    require_coordinator(request.user)
    decided = set(TopicTarget.objects.visible_to(request.user).values_list("topic", flat=True))
    rows = [
        {"topic": topic, "days": targets.days_for(topic), "proposed": topic not in decided} for topic in Topic
    ]
    return render(request, "consultations/targets.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def target(request, topic):
    require_coordinator(request.user)
    if topic not in Topic.values:
        raise Http404
    now = dict(zip(("first_days", "solution_days"), targets.days_for(topic), strict=True))
    form = TargetForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        if decide_target(topic, actor=request.user, **form.cleaned_data):
            messages.success(request, _("The target is changed. It holds for requests asked from now on."))
        return redirect("consultations:targets")
    context = {"form": form, "topic": Topic(topic)}
    return render(request, "consultations/target.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def calendar(request):
    """The days of one year, and a form for another day."""
    require_coordinator(request.user)
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holiday, moved = holidays.add_holiday(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{_('The holiday is added.')} {_moved(moved)}")
            return _to_year(holiday.day.year)
    return _calendar(request, form)


@require_http_methods(["POST"])
def year(request):
    """The days of a whole year, the movable ones computed."""
    require_coordinator(request.user)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data["year"]
    added, moved = holidays.add_year(wanted, actor=request.user)
    sentence = ngettext("%(n)d holiday is added.", "%(n)d holidays are added.", added) % {"n": added}
    messages.success(request, f"{sentence} {_moved(moved)}")
    return _to_year(wanted)


@require_http_methods(["GET", "POST"])
def holiday(request, pk):
    require_coordinator(request.user)
    found = get_object_or_404(Holiday, pk=pk)
    rename = RenameForm(request.POST if "rename-name" in request.POST else None, initial={"name": found.name})
    if rename.is_bound and rename.is_valid():
        holidays.rename_holiday(found, actor=request.user, **rename.cleaned_data)
        messages.success(request, _("The name is changed."))
        return _to_year(found.day.year)
    refused = rename.is_bound or request.method == "POST"
    context = {"holiday": found, "rename": rename, "remove": RemoveForm(), "computed": is_computed(found.day)}
    return render(request, "consultations/holiday.html", context, status=422 if refused else 200)


@require_http_methods(["POST"])
def remove_holiday(request, pk):
    require_coordinator(request.user)
    found = get_object_or_404(Holiday, pk=pk)
    form = RemoveForm(request.POST)
    if form.is_valid():
        moved = holidays.remove_holiday(found, actor=request.user, **form.cleaned_data)
        messages.success(request, f"{_('The holiday is removed.')} {_moved(moved)}")
        return _to_year(found.day.year)
    rename = RenameForm(initial={"name": found.name})
    context = {"holiday": found, "rename": rename, "remove": form, "computed": is_computed(found.day)}
    return render(request, "consultations/holiday.html", context, status=422)


def _calendar(request, form):
    known = [day.year for day in Holiday.objects.dates("day", "year")]
    asked = request.GET.get("godina", "")
    today = timezone.localdate()
    shown = next((number for number in known if str(number) == asked), today.year)
    of_year = Holiday.objects.filter(day__year=shown)
    following = max(known, default=today.year - 1) + 1
    context = {
        "form": form,
        "year_form": YearForm(initial={"year": following}),
        "years": known,
        "year": shown,
        "following": following,
        "days": [{"holiday": row, "computed": is_computed(row.day)} for row in of_year],
    }
    return render(request, "consultations/calendar.html", context, status=422 if form.errors else 200)


def _moved(count):
    if not count:
        return _("No open request is due on another day.")
    sentence = ngettext(
        "The deadline of %(n)d open request was moved.",
        "The deadlines of %(n)d open requests were moved.",
        count,
    )
    return sentence % {"n": count}


def _to_year(number):
    response = redirect("consultations:calendar")
    response["Location"] += f"?godina={number}"
    return response

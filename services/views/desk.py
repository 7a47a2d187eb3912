"""The workspace of a service: its desk, its tasks, its history, its settings."""

import copy

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from services.access import get_service_to_manage, get_service_to_work_in
from services.desk import events_for, search_in, tasks_for
from services.exports import HISTORY_COLUMNS
from services.filters import HistoryFilter
from services.forms import SettingsForm
from services.models import HistoryEntry
from services.operations.settings import Conflict, change_settings
from services.queries import latest_changes
from services.week import Week, bounds, day_title, week_from
from vsrs import exports, lists

SHOWN_TASKS = 5


@require_safe
def desk(request, slug):
    service = get_service_to_work_in(request.user, slug)
    monday = week_from(request.GET.get("sedmica"))
    tasks = tasks_for(request.user, service)
    shown = tuple(tasks[:SHOWN_TASKS])
    # About as tall as the tasks beside them.
    changes = latest_changes(request.user, service, limit=len(shown) + 2)
    week = Week(monday, events_for(request.user, service, *bounds(monday)))
    today = timezone.localdate()
    context = {
        "service": service,
        "today": today,
        "heading": day_title(today),
        "tasks": shown,
        "task_count": len(tasks),
        "changes": changes,
        "week": week,
        # All that the page shows; an entry of the history never changes.
        "shown": (service.named, today, shown, len(tasks), tuple(entry.pk for entry in changes), week.key),
    }
    return render(request, "services/desk.html", context)


@require_safe
def tasks(request, slug):
    service = get_service_to_work_in(request.user, slug)
    context = {"service": service, "tasks": tasks_for(request.user, service)}
    return render(request, "services/tasks.html", context)


@require_safe
def search(request, slug):
    """`?q=` in the service's own records: people, organizers, trainings, numbers of bookings."""
    service = get_service_to_work_in(request.user, slug)
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    context = {
        "service": service,
        "sought": words,
        "groups": search_in(request.user, service, words) if words else [],
    }
    return render(request, "services/search.html", context)


@require_safe
def history(request, slug):
    service = get_service_to_work_in(request.user, slug)
    listing = lists.listing(
        request,
        HistoryEntry.objects.visible_to(request.user).filter(service=service),
        HistoryFilter,
        ordering={"vrijeme": ["at", "pk"], "ko": ["actor_name", "pk"]},
        default_order="-vrijeme",
    )
    if listing.export:
        return exports.respond(request, listing, name=f"dnevnik-{service.slug}", columns=HISTORY_COLUMNS)
    return render(request, "services/history.html", {"service": service, "listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, slug):
    service = get_service_to_manage(request.user, slug)
    form, status = SettingsForm(request.POST or None, instance=copy.copy(service)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_settings(service, actor=request.user, expected=form.expected, **form.typed)
            except Conflict as conflict:
                form, status = with_both_versions(request.POST, service, conflict), 409
            else:
                messages.success(request, _("The settings are saved."))
                return redirect("services:settings", service.slug)
    return render(request, "services/settings.html", {"service": service, "form": form}, status=status)


def with_both_versions(typed, service, conflict):
    """The form again: what was typed stays in the fields, what stands now is told beside them."""
    data = typed.copy()
    for name, now in conflict.theirs.items():
        data[f"seen_{name}"] = now
    form = SettingsForm(data, instance=copy.copy(service))
    form.full_clean()
    form.add_error(None, conflict.message)
    for name, now in conflict.theirs.items():
        stands = (
            _("Now it says: “%s”. Save again to keep yours.")
            if now
            else _("Now it is empty. Save again to keep yours.")
        )
        form.add_error(name, stands % now if now else stands)
    return form

"""Attendance: the whole group on one screen, one part (day) at a time."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trainings.access import get_part_to_run, get_training_to_run
from trainings.models import Attendance, Seat, Training
from trainings.operations.attendance import mark_attendance
from trainings.queries import has_ended, part_marks, part_now, unmarked_parts
from vsrs.dates import clock, local
from vsrs.refusals import Refused

SEAT = "osoba-"
MARKED = {Training.State.PUBLISHED, Training.State.CONFIRMED, Training.State.HELD}


@require_safe
def attendance(request, service_slug, pk):
    """Opens the part that is being held, or the last one that has begun."""
    training = get_training_to_run(request.user, service_slug, pk)
    part = part_now(training)
    if part is None:
        messages.error(request, _("Enter when the training takes place before its attendance."))
        return redirect("trainings:desk_training", service_slug, pk)
    return redirect("trainings:desk_attendance_part", service_slug, pk, part.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_of_part(request, service_slug, pk, part_pk):
    """A form with all marks; with a script also each tick alone, answered in a few words of JSON."""
    part = get_part_to_run(request.user, service_slug, pk, part_pk)
    if request.method != "POST":
        return _page(request, part)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        # One button for all without a mark, after codes were scanned at the door.
        rest = request.POST.get("ostali") or None
        mark_attendance(part, actor=request.user, marks=_marks(request.POST), rest=rest)
    except Refused as refusal:
        if by_script:
            return JsonResponse({"error": str(refusal)}, status=422)
        return _page(request, part, refusal=str(refusal))
    saved = _("Saved at %(time)s") % {"time": clock(timezone.localtime())}
    if by_script:
        return JsonResponse({"saved": saved, "complete": _can_mark_held(part.training)})
    messages.success(request, saved)
    return redirect("trainings:desk_attendance_part", service_slug, pk, part_pk)


def _can_mark_held(training):
    return training.is_announced and has_ended(training) and not unmarked_parts(training)


def _marks(data):
    """{seat id: mark} of what was sent. No seat has an id that long or with a letter: as if not sent."""
    sent = {key.removeprefix(SEAT): data[key] for key in data if key.startswith(SEAT)}
    return {int(seat): mark for seat, mark in sent.items() if seat.isdecimal() and len(seat) < 16}


def _page(request, part, refusal=""):
    training = part.training
    seats = Seat.objects.visible_to(request.user).coming().filter(training=training)
    saved = part_marks(request.user, part)
    shown = _marks(request.POST) if refusal else saved
    # Nobody marked yet: most come, so everybody is shown as present until it is saved.
    guess = Attendance.Mark.PRESENT if not saved and not refusal else None
    rows = [{"seat": seat, "mark": shown.get(seat.pk, guess), "is_saved": seat.pk in saved} for seat in seats]
    starts = local(part.starts_at).date()
    context = {
        "service": training.service,
        "training": training,
        "part": part,
        # From the morning of the day; what the operation says as well.
        "can_mark": training.state in MARKED and starts <= timezone.localdate(),
        "parts": training.parts.all(),
        "rows": rows,
        "marks": Attendance.Mark.choices,
        "is_new": not saved,
        "unmarked": sum(not row["is_saved"] for row in rows),
        "refusal": refusal,
        "awaits_end": training.is_announced and has_ended(training),
        "can_mark_held": _can_mark_held(training),
    }
    return render(request, "trainings/desk_attendance.html", context, status=422 if refusal else 200)

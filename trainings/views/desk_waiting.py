"""The waiting list of a training at the desk: order, offers and reasons; a group is moved or taken off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from trainings.access import get_entry_to_run, get_training_to_run
from trainings.answer_time import deadline
from trainings.forms.waiting import MoveForm, ReasonForm
from trainings.line_words import rule_of
from trainings.models import WaitingEntry
from trainings.models.waiting import IN_LINE
from trainings.operations.waiting import move_in_waiting_list, position_in_line, remove_from_waiting_list
from trainings.views.desk_bookings import OF_SUPPORT
from trainings.waiting_lists import list_of
from vsrs import exports
from vsrs.refusals import Refused

COLUMNS = [
    (gettext_lazy("Place in line"), "place"),
    (gettext_lazy("Organizer"), "organizer_name"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("People"), "seat_count"),
    (gettext_lazy("Also with fewer"), "takes_fewer"),
    (gettext_lazy("Not been to it yet"), "is_first_timer"),
    (gettext_lazy("Joined"), "joined_at"),
    (pgettext_lazy("from the list", "Left"), "left_at"),
    (gettext_lazy("Contact"), "contact_name"),
    (gettext_lazy("E-mail"), "contact_email"),
    (gettext_lazy("Phone"), lambda entry: entry.support.get("phone", "")),
    *OF_SUPPORT,
    (gettext_lazy("Reasons"), lambda entry: " ".join(words for _step, words in entry.reasons)),
]
FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}


class Rows(list):
    """What was read already, for an export, which asks for a queryset."""

    def iterator(self, chunk_size):
        return iter(self)


@require_safe
def waiting_list(request, service_slug, pk):
    training = get_training_to_run(request.user, service_slug, pk)
    in_line, gone = list_of(request.user, training)
    if write := FILES.get(request.GET.get("izvoz")):
        name = exports.filename(f"lista-cekanja-{training.slug}", {})
        return write(request, name, COLUMNS, Rows([*in_line, *gone]))
    now = timezone.now()
    context = {
        "service": training.service,
        "training": training,
        "in_line": in_line,
        "gone": gone,
        "rule": list(rule_of(training)),
        "several_wait": sum(entry.place is not None for entry in in_line) > 1,
        "is_coming": training.is_announced and not training.has_started(now),
        "offers_end": in_line and deadline(training, now) is None,
    }
    return render(request, "trainings/desk_waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, service_slug, pk, entry_pk):
    entry = get_entry_to_run(request.user, service_slug, pk, entry_pk)
    place = position_in_line(entry)
    if place is None:
        return redirect("trainings:desk_waiting", service_slug, pk)
    waiting = WaitingEntry.objects.visible_to(request.user).filter(
        training=entry.training, state=WaitingEntry.State.WAITING
    )
    places = [other for other in range(1, waiting.count() + 1) if other != place]
    form = MoveForm(request.POST if request.method == "POST" else None, places=places)
    if form.is_valid() and _done(form, move_in_waiting_list, entry, request.user):
        messages.success(
            request, _("The group stands at place %d now, and is told why.") % form.cleaned_data["place"]
        )
        return redirect("trainings:desk_waiting", service_slug, pk)
    return _page(request, entry, form, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, service_slug, pk, entry_pk):
    entry = get_entry_to_run(request.user, service_slug, pk, entry_pk)
    if entry.state not in IN_LINE:
        return redirect("trainings:desk_waiting", service_slug, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, remove_from_waiting_list, entry, request.user):
        messages.success(request, _("The group is off the list, and is told why."))
        return redirect("trainings:desk_waiting", service_slug, pk)
    return _page(request, entry, form)


def _done(form, operation, entry, person):
    try:
        operation(entry, actor=person, **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(request, entry, form, place=None):
    context = {
        "service": entry.training.service,
        "training": entry.training,
        "entry": entry,
        "form": form,
        "place": place,
    }
    return render(request, "trainings/desk_waiting_entry.html", context, status=422 if form.errors else 200)

"""The inbox of a person, how often notices come, the outbox of a service; files that take long."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from notifications import access, kinds, letters, operations, prepared, queries
from notifications.filters import InboxFilter, OutboxFilter
from notifications.forms import PreferencesForm
from services.models import HistoryEntry
from vsrs import exports
from vsrs.lists import listing
from vsrs.refusals import Refused
from vsrs.uploads import download

INBOX_ORDER = {"datum": ["created_at", "pk"]}
OUTBOX_ORDER = {
    "napisano": ["created_at", "pk"],
    "slanje": ["send_after", "pk"],
    "primalac": ["name", "email", "pk"],
}
OUTBOX_COLUMNS = [
    (gettext_lazy("Written"), "created_at"),
    (gettext_lazy("Kind"), lambda notice: kinds.name_of(notice.kind)),
    (gettext_lazy("Recipient"), "name"),
    (gettext_lazy("E-mail"), "email"),
    (gettext_lazy("State"), "get_state_display"),
    (gettext_lazy("To be sent"), "send_after"),
    (gettext_lazy("Sent"), "sent_at"),
    (gettext_lazy("Attempts"), "attempts"),
    (gettext_lazy("Error"), "last_error"),
]


@require_safe
def inbox(request):
    """`/nalog/obavjestenja/`: what the portal has written to this person."""
    notices = listing(
        request, access.inbox_of(request.user), InboxFilter, ordering=INBOX_ORDER, default_order="-datum"
    )
    return render(request, "notifications/inbox.html", {"listing": notices})


@require_safe
def open_notice(request, pk):
    """Opening marks it read and leads to what it is about; one that leads nowhere is shown in full."""
    notice = access.get_own_notice(request.user, pk)
    operations.mark_read(notice)
    page = letters.page_of(notice)
    if letters.is_own_page(page):
        return redirect(letters.localised(page))
    return render(request, "notifications/notice.html", {"letter": _letter(notice), "notice": notice})


@require_POST
def read_all(request):
    count = operations.mark_all_read(request.user)
    words = ngettext(
        "%(count)s notification is marked as read.", "%(count)s notifications are marked as read.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """`/nalog/obavjestenja/podesavanja/`"""
    form = PreferencesForm(
        request.POST or None,
        groups=kinds.groups_for(request.actor),
        chosen=queries.chosen_frequencies(request.user),
    )
    if request.method == "POST" and form.is_valid():
        operations.choose_frequencies(request.user, form.cleaned_data)
        messages.success(request, _("Your choice is saved. It holds for messages written from now on."))
        return redirect("notifications:preferences")
    return render(
        request, "notifications/preferences.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def outbox(request, service):
    """`/<s>/rad/poruke/`: what the service owes to whom, and what became of it."""
    service, notices = access.outbox_of(request.user, service)
    rows = listing(request, notices, OutboxFilter, ordering=OUTBOX_ORDER, default_order="-napisano")
    if rows.export:
        return exports.respond(request, rows, name=f"poruke-{service.slug}", columns=OUTBOX_COLUMNS)
    return render(request, "notifications/outbox.html", {"listing": rows, "service": service})


@require_safe
def outgoing(request, service, pk):
    """One message of the outbox, with its words as the recipient reads them."""
    notice = access.get_outgoing(request.user, service, pk)
    with translation.override(letters.language_of(notice)):
        letter = _letter(notice, hide_secrets=True)
    context = {
        "notice": notice,
        "service": notice.service,
        "letter": letter,
        "history": HistoryEntry.objects.visible_to(request.user).about(notice),
    }
    return render(request, "notifications/outgoing.html", context)


@require_POST
def cancel(request, service, pk):
    said = _("The message is stopped and will not be sent.")
    return _do(request, service, pk, operations.cancel_notice, said)


@require_POST
def retry(request, service, pk):
    return _do(request, service, pk, operations.retry_notice, _("The message will be sent within a minute."))


def _do(request, service, pk, operation, done):
    notice = access.get_outgoing(request.user, service, pk)
    try:
        operation(notice, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("notifications:outgoing", service, pk)


# --- files that take long ----------------------------------------------------------------------
@require_safe
def prepared_file(request, service, pk):
    """How far it is; with JavaScript the page asks again by itself, and is drawn anew at the end."""
    row = access.get_prepared_file(request.user, service, pk)
    if request.htmx and not row.is_waiting:
        return HttpResponseClientRefresh()
    done, total = prepared.progress_of(row)
    context = {"service": row.service, "file": row, "done": done, "total": total}
    return render(request, "notifications/prepared_file.html", context)


@require_safe
def download_prepared(request, service, pk):
    row = access.get_prepared_file(request.user, service, pk)
    if not row.is_ready:
        return redirect(row)
    return download(row.file, name=row.name, mime=prepared.makers[row.kind].mime)


def _letter(notice, **options):
    """The letter, or nothing when it cannot be made: its page still says what is known."""
    try:
        return letters.letter_of(notice, **options)
    except Exception:  # whatever is wrong with it stands in the notice's last error
        return None

"""The calendar to subscribe to: its page in the account, and the file itself, which needs no sign-in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from trainings import feed as reads
from trainings.operations import feed as operations
from vsrs.throttle import throttled

# Programs ask every hour or so; many people's may come from one address of a large provider.
PER_MINUTE = 60


@never_cache
@require_safe
def page(request):
    feed = reads.feed_of(request.user)
    address = settings.SITE_URL + reads.path_of(feed) if feed else ""
    return render(request, "trainings/my_calendar.html", {"feed": feed, "address": address})


@require_POST
def switch_on(request):
    operations.switch_on(actor=request.user)
    messages.success(request, _("The calendar has an address now."))
    return redirect("trainings:my_calendar")


@require_POST
def renew(request):
    operations.renew(actor=request.user)
    messages.success(request, _("The calendar has a new address. The old one opens nothing any more."))
    return redirect("trainings:my_calendar")


@require_POST
def switch_off(request):
    operations.switch_off(actor=request.user)
    messages.success(request, _("The address of the calendar opens nothing any more."))
    return redirect("trainings:my_calendar")


@login_not_required
@require_safe
@never_cache
@throttled("calendar", per_minute=PER_MINUTE)
def feed(request, key):
    file = reads.calendar_for(reads.owner_of(key))
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="obuke.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response

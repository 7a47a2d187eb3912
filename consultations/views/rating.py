"""How useful the advice was: by the link of a letter, without an account.

Opening the link stores nothing, because programs that look for viruses open links too.
"""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.access import find_rating
from consultations.forms.rating import RatingForm
from consultations.operations.rating import OPEN_FOR, rate
from vsrs.by_token import by_token
from vsrs.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@by_token("rating")
def rating(request, token):
    found = find_rating(token)
    if found is None:
        return _end(request, "unknown", status=404)
    if found.rated_at:
        return _end(request, "rated", found)
    if found.asked_at + OPEN_FOR < timezone.now():
        return _end(request, "over", found, status=410)
    chosen = {"score": request.GET.get("ocjena", "")}
    form = RatingForm(request.POST if request.method == "POST" else None, initial=chosen)
    if form.is_valid():
        try:
            rate(found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            # The same address thanks from now on.
            return redirect("consultations:rate", token)
    context = {"form": form, "advice": found.request, "service": found.service}
    return render(request, "consultations/rate.html", context, status=422 if form.errors else 200)


def _end(request, state, found=None, status=200):
    context = {"state": state, "advice": found and found.request, "service": found and found.service}
    return render(request, "consultations/rate_over.html", context, status=status)

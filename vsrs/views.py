"""The few pages that belong to no room because they show several."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vsrs import home as homepage
from vsrs import search as searching


@login_not_required
@require_safe
def home(request):
    return render(request, "home.html", {"home": homepage.Home(request.user)})


@login_not_required
@require_safe
def about(request):
    return render(request, "about.html", {"home": homepage.Home(request.user)})


@login_not_required
@require_safe
def search(request):
    """`/pretraga/?q=`: answers, trainings and services together, blind to script and diacritics.

    `?vrsta=` leads to all of one kind, in pages.
    """
    words = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    found = searching.find(request.user, words) if words else None
    context = {"words": words, "found": found}
    if found and (kind := found.of(request.GET.get("vrsta"))):
        context |= {"kind": kind, "page": kind.page(request.GET.get("strana"))}
    return render(request, "search.html", context)


@login_not_required
@require_safe
def page(request, template):
    """A page of plain text: help, accessibility, privacy."""
    return render(request, template)

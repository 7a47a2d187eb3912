"""Every part of the interface in every state, with invented data: to look at while building, and to test."""

import datetime as dt
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vsrs import places
from vsrs.lists import Chip
from vsrs.ui import icons

# Stored data, as people would have typed it: it stays Latin in the file and turns Cyrillic on the page.
PEOPLE = {
    "banja-luka": 386,
    "bijeljina": 214,
    "doboj": 178,
    "gradiska": 164,
    "derventa": 142,
    "trebinje": 128,
    "novi-grad": 106,
    "srebrenica": 96,
    "laktasi": 82,
    "srbac": 63,
    "mrkonjic-grad": 53,
}
MONTHS = [9, 12, 15, 16, 17, 14, 8, 7, 16, 22, 26]


class SampleForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Organizer"), help_text=gettext_lazy("Taken from your account.")
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Volunteer hours"),
        help_text=gettext_lazy("For example 1250.5"),
        widget=forms.TextInput(attrs={"class": "number-input", "inputmode": "decimal"}),
    )
    day = forms.DateField(label=gettext_lazy("Date"))
    way = forms.ChoiceField(
        label=gettext_lazy("Way of taking part"),
        choices=[("uzivo", gettext_lazy("in person")), ("daljina", gettext_lazy("online"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects"),
        choices=[("pravo", "Zakon i ugovori"), ("rizik", "Rizik i osiguranje")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    service = forms.ChoiceField(label=gettext_lazy("Service"), choices=[("", "–"), ("bl", "Banja Luka")])
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I have read the conditions"))


@login_not_required
@require_safe
def parts(request):
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    wrong = {"name": "Udruženje „Novi krug“", "hours": "12oo", "day": "22. 11. 2062", "way": "uzivo"}
    return render(request, "ui/parts.html", samples() | {"wrong": SampleForm(wrong), "empty": SampleForm()})


def samples():
    url = reverse("parts")
    towns = [place for place in places.network() if place.is_local]
    points = [
        {
            "slug": p.slug,
            "name": p.town,
            "lat": p.lat,
            "lon": p.lon,
            "url": url,
            "value": PEOPLE.get(p.slug, 40),
        }
        for p in towns
    ]
    rows = sorted(
        ({"label": p["name"], "url": url, "value": p["value"]} for p in points), key=lambda r: -r["value"]
    )
    rows.append({"label": "Kozarska Dubica", "url": url, "value": None})
    start = timezone.make_aware(dt.datetime(2026, 11, 26, 10, 0))
    multiples = [
        {"label": place.town, "url": url, "values": [m * (i % 4 + 2) / 4 for m in MONTHS]}
        for i, place in enumerate(towns)
    ]
    return {
        "icons": sorted(icons.PATHS),
        "start": start,
        "end": start + dt.timedelta(hours=4),
        "points": points,
        "rows": rows,
        "months": ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "avg", "sep", "okt", "nov"],
        "lines": [
            {"name": "2026.", "values": [*MONTHS[:9], None, None]},
            {"name": "2025.", "values": [8, 11, 12, 15, 15, 13, 9, 6, 14, 18, 21], "kind": "ref"},
        ],
        "years": [f"{year}." for year in range(2019, 2026)],
        "hours": [{"name": "", "values": [61, 38, 44, 57, 66, 78, 91]}],
        "values": MONTHS,
        "multiples": multiples,
        "towns": towns,
        "here": towns[0] if towns else None,
        "page": Paginator(range(60), 25).page(2),
        "listing": SimpleNamespace(
            order="naziv",
            chips=[Chip("Koordinacija volontera", url), Chip(_("Only with free seats"), url)],
            clear_url=url,
            export_url=lambda kind: f"?izvoz={kind}",
        ),
        "url": url,
        "titles": [
            "Koordinacija volontera: osnove za organizatore",
            "Procjena rizika i osiguranje volontera u ustanovama socijalne zaštite i u udruženjima koja "
            "rade sa djecom i mladima",
            "Zakon o volontiranju",
            "Godišnji plan",
        ],
        "place": "Dom omladine",
        "pangram": "Čekanje, ćošak, džez, đak, ljubav, njiva, šuma, žetva",
    }

"""The conditions of a dashboard, as they stand in its address."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.figures import all_figures
from network.periods import same_months_of, whole_year, year_to_date
from vsrs.ui.writing import short_name

SAME_MONTHS, WHOLE_YEAR, NOTHING = "isto", "cijela", "bez"


class ConditionsForm(forms.Form):
    """Year, comparison, service, figure. Anything it does not know falls back to the usual view."""

    godina = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    uporedi = forms.ChoiceField(
        label=_("Compare with"),
        required=False,
        choices=[
            (SAME_MONTHS, _("the same months last year")),
            (WHOLE_YEAR, _("the whole last year")),
            (NOTHING, _("no comparison")),
        ],
    )
    servis = forms.ChoiceField(label=_("Service"), required=False)
    mjera = forms.ChoiceField(label=_("Figure"), required=False)

    def __init__(self, data, *, services, years, figures=None):
        super().__init__(data, auto_id="uslov-%s")
        this_year = timezone.localdate().year
        figures = figures or all_figures()
        services = sorted(services, key=lambda service: service.is_republic)
        self.services = {service.slug: service for service in services}
        self.figures = {figure.code: figure for figure in figures}
        self.fields["godina"].choices = [(year, f"{year}.") for year in years or [this_year]]
        self.fields["servis"].choices = [
            ("", _("all services")),
            *((service.slug, short_name(service)) for service in services),
        ]
        self.fields["mjera"].choices = [(figure.code, figure.name) for figure in figures]
        self.is_valid()

    def _value(self, name, default):
        return self.cleaned_data.get(name) or default

    @property
    def year(self):
        return self._value("godina", self.fields["godina"].choices[0][0])

    @property
    def period(self):
        return year_to_date(self.year)

    @property
    def compared(self):
        """The period to compare with, or None."""
        kind = self._value("uporedi", SAME_MONTHS)
        if kind == NOTHING:
            return None
        return whole_year(self.year - 1) if kind == WHOLE_YEAR else same_months_of(self.period, self.year - 1)

    @property
    def service(self):
        return self.services.get(self._value("servis", ""))

    @property
    def service_ids(self):
        """None means every service."""
        return [self.service.pk] if self.service else None

    @property
    def figure(self):
        return self.figures.get(self._value("mjera", "")) or next(iter(self.figures.values()))

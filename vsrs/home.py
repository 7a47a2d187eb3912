"""What the front page shows of all rooms."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DateTimeField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from network import queries
from network.figures import all_figures
from network.overview import written_amount
from network.periods import whole_year
from network.public import PublicFigure
from services.access import all_services
from services.models import Service
from services.tenancy import Somebody, ids_of
from trainings.models import Training
from vsrs import dates
from vsrs.postgresql.prepared import Given, Prepared
from vsrs.ui.writing import in_script

NEXT_TRAININGS = 4
SOON = timedelta(days=60)

UPCOMING = Training.objects.visible_to(Somebody()).upcoming(Given("now", DateTimeField()))
NEXT = Prepared(lambda: UPCOMING.select_related("service").order_by("starts_at", "pk")[:NEXT_TRAININGS])
COUNTS = Prepared(
    lambda: (
        UPCOMING.filter(starts_at__lt=Given("until", DateTimeField()))
        .order_by()
        .values_list("service")
        .annotate(Count("pk"))
    )
)


@dataclass
class Home:
    user: object

    @property
    def content(self):
        """All that the page shows, in values."""
        places = [(row.slug, row.town, row.town_cyrl, row.lon, row.lat, row.soon) for row in self.services]
        fields = ("slug", "title", "form", "venue", "seats", "taken", "starts_at", "ends_at")
        trainings = [(row.service.slug, *(getattr(row, field) for field in fields)) for row in self.trainings]
        return (timezone.localdate(), self.state, *places, *trainings)

    @cached_property
    def state(self):
        return queries.state(self.user)

    @cached_property
    def trainings(self):
        """The next trainings of the network, a training of the same programme and service once."""
        return NEXT.objects(now=timezone.now(), **ids_of(self.user))

    @cached_property
    def services(self):
        """The local services in Serbian order, each with the number of its trainings in the next 60 days."""
        now = timezone.now()
        counts = dict(COUNTS.rows(now=now, until=now + SOON, **ids_of(self.user)))
        services = [
            service
            for service in all_services(self.user)
            if not service.is_republic and service.status != Service.Status.CLOSED
        ]
        for service in services:
            service.soon = counts.get(service.pk, 0)
        return services

    @cached_property
    def office(self):
        return next((service for service in all_services(self.user) if service.is_republic), None)

    @cached_property
    def year(self):
        """The last year that is whole and has figures; the current one when there is none."""
        years = self.state.years
        today = timezone.localdate()
        past = [year for year in years if year < today.year]
        return past[0] if past else today.year

    @cached_property
    def figures(self):
        """Public figures of that year: (figure, amount as written)."""
        table = queries.totals(self.user, whole_year(self.year))
        return [
            (figure, written_amount(figure, table[figure.code].total))
            for figure in all_figures()
            if figure.is_public
        ][:4]

    @property
    def map_points(self):
        return [
            {
                "slug": service.slug,
                "name": in_script(service, "town"),
                "lon": service.lon,
                "lat": service.lat,
                "url": service.get_absolute_url(),
            }
            for service in self.services
        ]

    @cached_property
    def chart(self):
        """The first public figure by month, this year and the last; None without figures."""
        figure = next((figure for figure in all_figures() if figure.is_public), None)
        if figure is None:
            return None
        page = PublicFigure(self.user, figure, {})
        moment = dates.date_time(page.counted_at)
        return page.chart | {
            "figure": figure,
            "sub": f"{figure.unit}, {page.period_text}",
            "source": _("Source: records of the portal, %(moment)s") % {"moment": moment},
        }

    @property
    def counted_at(self):
        return self.state.counted_at

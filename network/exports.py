"""The tables of dashboards and public figures as files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.overview import written_amount
from services.exports import HISTORY_COLUMNS as ENTRY_COLUMNS
from vsrs.exports import csv_response, filename, xlsx_response
from vsrs.ui.writing import short_name

# As in one service, and which one.
HISTORY_COLUMNS = [*ENTRY_COLUMNS[:1], (gettext_lazy("Service"), "service.town"), *ENTRY_COLUMNS[1:]]
KINDS = {"csv": csv_response, "xlsx": xlsx_response}


class TableRows(list):
    """Rows worked out in memory, read by the export as if they were a queryset."""

    def iterator(self, chunk_size=None):
        return iter(self)


def _item(place):
    return lambda row: row[place]


def _file(request, kind, name, headers, rows):
    columns = [(header, _item(place)) for place, header in enumerate(headers)]
    return KINDS[kind](request, filename(name, request.GET), columns, TableRows(rows))


def overview_file(request, page, kind):
    """Services down, figures across, as the table of the overview; ratios in percent."""
    headers = [_("Service"), *(_with_unit(figure) for figure in page.figures)]
    rows = [
        [
            short_name(service),
            *(_number(page.breakdown[f.code].by_service[service.pk], f) for f in page.figures),
        ]
        for service in page.shown_services
    ]
    rows.append([_("All together"), *(_number(page.breakdown[f.code].total, f) for f in page.figures)])
    return _file(request, kind, "pregled-mreze", headers, rows)


def rows_file(request, page, kind):
    """All rows behind a number, streamed."""
    return KINDS[kind](request, filename(page.figure.code, request.GET), page.figure.columns, page.queryset)


def public_file(request, page, kind):
    headers = [_("Figure"), _("Unit"), page.period_text, str(page.last_year)]
    rows = [[row["figure"].name, row["figure"].unit, row["this"], row["last"]] for row in page.rows]
    return _file(request, kind, "pokazatelji", headers, rows)


def figure_file(request, page, kind):
    headers = [_("Month"), str(page.year), str(page.year - 1)]
    rows = [
        [
            f"{month:%Y-%m}",
            _number(page.table.by_month[month], page.figure),
            _number(page.earlier.by_month[month.replace(year=page.year - 1)], page.figure),
        ]
        for month in page.period.months
    ]
    return _file(request, kind, page.figure.code, headers, rows)


def _with_unit(figure):
    return f"{figure.name} (%)" if figure.counts == "ratio" else figure.name


def _number(amount, figure):
    shown = amount.shown(figure)
    return written_amount(figure, amount) if shown is None else shown

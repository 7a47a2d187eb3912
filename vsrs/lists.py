"""List pages: filters, order and page from the address, in Serbian, never an error for what stands in it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Func, IntegerField
from django.utils.html import format_html
from django_filters import FilterSet

from vsrs import dates
from vsrs.postgresql.prepared import Prepared
from vsrs.ui.writing import written

PAGE, ORDER, EXPORT = "strana", "red", "izvoz"
EXPORTS = ("csv", "xlsx")


class FilterForm(forms.Form):
    """For `FilterSet.Meta.form`: nothing in it is ever required, so no label needs to say so."""

    mark_optional = False


class Tallied(str):
    """The label of a choice with the number of rows behind it: `Tallied(_("Online"), 4)`."""

    def __new__(cls, label, tally):
        self = super().__new__(cls, label)
        self.tally = tally
        return self

    def __deepcopy__(self, memo):
        return self  # forms copy their choices


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


class Plain:
    """The rows of a list as plain values of `columns`, by statements composed once for each order.

    `compose()` gives all rows, with `Given` values; those stand in `Listing.given` when it runs.
    """

    def __init__(self, compose, columns):
        self.compose = compose
        self.columns = columns
        self._pages = {}

    @cached_property
    def _count(self):
        # Not `Count`: Django would count for each row on its own.
        rows = Func(template="COUNT(*)", output_field=IntegerField())
        return Prepared(lambda: self.compose().order_by().annotate(rows=rows).values_list("rows"))

    def count(self, given):
        return self._count.rows(**given)[0][0]

    def page(self, order, fields, limit, offset, given):
        if order not in self._pages:
            self._pages[order] = Prepared(lambda: self.compose().order_by(*fields).values_list(*self.columns))
        return self._pages[order].page(limit, offset, **given)


@dataclass
class Listing:
    request: Any
    filterset_class: Any
    source: Callable  # gives the queryset of everything
    order: str
    default_order: str
    fields: list  # what the order means
    # key -> words, for the form that orders a list without a table
    orders: dict = field(default_factory=dict)
    plain: Plain | None = None
    given: dict = field(default_factory=dict)
    page: Page | None = None

    def __iter__(self):
        return iter(self.page.object_list)

    @cached_property
    def everything(self):
        return self.source()

    @cached_property
    def queryset(self):
        """All rows that match, in order: what an export writes."""
        return self.matching.order_by(*self.fields)

    @property
    def is_plain(self):
        """Nobody filters, and what stands in the list then is composed already."""
        return self.plain is not None and not self.has_conditions

    @cached_property
    def values(self):
        """The rows of the page as values of `plain.columns`."""
        if not self.is_plain:
            return list(self.page.object_list.values_list(*self.plain.columns))
        window = self.page.object_list  # of a range: which rows these are
        return self.plain.page(self.order, self.fields, len(window), window.start, self.given)

    @cached_property
    def filter(self):
        """Made only when somebody filters or the page draws the form from it: making it is dear."""
        filterset = self.filterset_class(self.request.GET, queryset=self.everything, request=self.request)
        filterset.form.mark_optional = False
        filterset.form.auto_id = "filter-%s"
        return filterset

    @property
    def form(self):
        return self.filter.form

    @cached_property
    def has_conditions(self):
        """Whether the address holds anything that could be a filter."""
        return not self.request.GET.keys() <= {PAGE, ORDER, EXPORT}

    @property
    def errors(self):
        return self.form.errors if self.has_conditions else {}

    @property
    def matching(self):
        """The rows that match, in no order yet."""
        hides_some = self.filterset_class.qs is not FilterSet.qs
        return self.filter.qs if self.has_conditions or hides_some else self.everything

    @property
    def count(self):
        return self.page.paginator.count

    @cached_property
    def total(self):
        """How many there are without the filters; asks the database only when one is on."""
        if not self.chips:
            return self.count
        return self.plain.count(self.given) if self.plain else self.everything.count()

    @property
    def is_filtered(self):
        return bool(self.chips)

    @cached_property
    def chips(self):
        if not self.has_conditions:
            return []
        return [chip for name in self.form.fields for chip in self._chips(name)]

    @property
    def clear_url(self):
        params = self.request.GET.copy()
        for chip_key in [key for name in self.form.fields for key in self._keys(name)]:
            params.pop(chip_key, None)
        params.pop(PAGE, None)
        return f"?{params.urlencode()}"

    @property
    def querystring_without_page(self):
        params = self.request.GET.copy()
        params.pop(PAGE, None)
        return params.urlencode()

    @property
    def hidden(self):
        """The conditions of this address that the form which orders the list has to carry on."""
        names = [key for key in self.request.GET if key not in {PAGE, ORDER, EXPORT}]
        return [(key, value) for key in names for value in self.request.GET.getlist(key)]

    @property
    def export(self):
        kind = self.request.GET.get(EXPORT)
        return kind if kind in EXPORTS else None

    def export_url(self, kind):
        params = self.request.GET.copy()
        params.pop(PAGE, None)
        params[EXPORT] = kind
        return f"?{params.urlencode()}"

    def _keys(self, name):
        """A range is one field and two keys of the address: od_after, od_before."""
        widget = self.form.fields[name].widget
        if suffixes := getattr(widget, "suffixes", None):
            return [f"{name}_{suffix}" for suffix in suffixes]
        if isinstance(widget, forms.MultiWidget):
            return [name + suffix for suffix in widget.widgets_names]
        return [name]

    def _chips(self, name):
        value = getattr(self.form, "cleaned_data", {}).get(name)
        form_field = self.form.fields[name]
        if value is None or value is False or value == "" or (hasattr(value, "__len__") and not len(value)):
            return
        if isinstance(form_field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            for one in value:
                yield Chip(_choice_label(form_field, one), self._without(name, _raw(form_field, one)))
        elif isinstance(form_field, forms.ChoiceField):
            yield Chip(_choice_label(form_field, value), self._without(name))
        elif value is True:
            yield Chip(form_field.label, self._without(name))
        else:
            yield Chip(format_html("{}: {}", form_field.label, _in_words(value)), self._without(name))

    def _without(self, name, value=None):
        params = self.request.GET.copy()
        params.pop(PAGE, None)
        if value is None:
            for key in self._keys(name):
                params.pop(key, None)
        else:
            params.setlist(name, [kept for kept in params.getlist(name) if kept != value])
        return f"?{params.urlencode()}"


def _raw(form_field, value):
    return str(form_field.prepare_value(value))


def _choice_label(form_field, value):
    if isinstance(form_field, forms.ModelChoiceField):
        return written(form_field.label_from_instance(value))
    labels = {}
    for key, label in form_field.choices:
        labels.update({str(k): v for k, v in label} if isinstance(label, list | tuple) else {str(key): label})
    return written(labels.get(str(value), value))


def _in_words(value):
    if isinstance(value, slice):
        return dates.date_range(value.start, value.stop)
    if hasattr(value, "year"):
        return dates.short_date(value)
    if isinstance(value, bool | str):
        return value
    return dates.number(value)


def _reversed(order):
    if isinstance(order, str):
        return order.removeprefix("-") if order.startswith("-") else f"-{order}"
    order = copy.copy(order)
    order.reverse_ordering()
    return order


def listing(
    request,
    queryset,
    filterset_class,
    *,
    ordering,
    default_order,
    per_page=25,
    orders=None,
    total=None,
    plain=None,
    given=None,
):
    """What a list page shows, from its address.

    `ordering` names the orders a reader may ask for (`?red=datum`, `?red=-datum`) and the fields behind
    each; end every one with `pk`, so that no row falls between two pages. A wrong value of a filter is left
    out and told beside its field; a wrong order or page falls back; unknown keys are nobody's business.
    `total`: how many there are without the filters, when the caller knows it already.

    A much visited list gives a function instead of a `queryset`, and `plain` with `given`: then it reads
    `values` of the page, by a statement composed once as long as nobody filters. Both must be the same rows.
    """
    order = request.GET.get(ORDER, "")
    if order.removeprefix("-") not in ordering:
        order = default_order
    fields = ordering[order.removeprefix("-")]
    fields = list(map(_reversed, fields)) if order.startswith("-") else fields
    source = queryset if callable(queryset) else lambda: queryset
    found = Listing(
        request, filterset_class, source, order, default_order, fields, orders or {}, plain, given or {}
    )
    if found.is_plain:
        total = plain.count(found.given) if total is None else total
        paginator = Paginator(range(total), per_page)
    else:
        paginator = Paginator(found.queryset, per_page)
    if total is not None:
        found.total = total
        if not found.is_filtered:
            paginator.count = total
    found.page = paginator.get_page(request.GET.get(PAGE) or 1)
    return found

"""Forms with rows: parts, trainers, prerequisites. Work without a script; empty rows are no rows."""

from django import forms

from vsrs.ui.writing import in_order, written


class RowField(forms.ChoiceField):
    """One of rows that were read once, however many fields on the page offer them."""

    def __init__(self, **named):
        super().__init__(**named)
        self.offer(())

    def offer(self, rows, name=written, empty_label="–"):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", empty_label), *((str(row.pk), name(row)) for row in in_order(rows, name))]

    def clean(self, value):
        return self.rows.get(super().clean(value))

    def prepare_value(self, value):
        return str(value.pk) if hasattr(value, "pk") else value


def with_rows(data, most, more):
    """The typed data with sound numbers of rows, and one empty row of `more` added.

    `most`: {prefix: the most rows}; a form that says nothing of its rows has one.
    """
    data = data.copy()
    for prefix, limit in most.items():
        count = data.get(f"{prefix}-TOTAL_FORMS", "")
        count = int(count) if count.isdecimal() and len(count) < 4 else 1
        data[f"{prefix}-TOTAL_FORMS"] = str(min(max(count, 1) + (prefix == more), limit))
        data[f"{prefix}-INITIAL_FORMS"] = "0"
    return data


class FormWithRows:
    """A form and its formsets as one thing for the view. `MOST`: {prefix: the most rows}.

    “Add another” (`jos=part`) shows everything again with one row more and judges nothing.
    """

    MOST = {}

    def __init__(self, data=None):
        self.more = data.get("jos") if data is not None else None
        self.is_more = self.more in self.MOST
        self.data = with_rows(data, self.MOST, self.more) if data is not None else None

    def settle(self, formsets):
        """After the formsets are made: rows may stay empty; a page with a new row shows no errors."""
        self.formsets = formsets
        for row in self.rows:
            row.empty_permitted = True
            row.use_required_attribute = False
        if self.is_more:
            for form in self.all_forms:
                form._errors = {}
            added = formsets[self.more].forms[-1]
            next(iter(added.fields.values())).widget.attrs["autofocus"] = True

    @property
    def rows(self):
        return [row for formset in self.formsets.values() for row in formset.forms]

    @property
    def all_forms(self):
        return [self.form, *self.rows]

    @property
    def has_errors(self):
        return self.form.is_bound and any(form.errors for form in self.all_forms)

    def has_room(self, prefix):
        return len(self.formsets[prefix].forms) < self.MOST[prefix]

    @property
    def revision(self):
        """The one the person started from; a form that names none has seen nothing."""
        return self.form.cleaned_data["revision"] or 0

    def start_from(self, record):
        """After a conflict: the next saving replaces what `record` is now, knowingly."""
        self.form.data = self.form.data.copy()
        self.form.data["revision"] = record.revision

    # field of a refusal -> (prefix, field of the first row) where the sentence stands
    ROW_FIELDS = {}

    def refuse(self, refusal):
        """Show the refusal beside its field; one about rows stands at the first of them."""
        if refusal.field in self.ROW_FIELDS:
            prefix, field = self.ROW_FIELDS[refusal.field]
            self.formsets[prefix].forms[0].add_error(field, str(refusal))
        else:
            self.form.add_error(refusal.field if refusal.field in self.form.fields else None, str(refusal))

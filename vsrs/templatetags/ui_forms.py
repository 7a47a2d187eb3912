"""The interface kit: what forms and lists have around them."""

from collections import Counter
from itertools import chain

from django import template
from django.forms import Field
from django.utils.html import format_html_join

from vsrs.ui import icons

register = template.Library()


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms):
    """All errors of one or more forms (or lists of forms) at the top, each a link to its field.

    Nothing when there are none. A sentence that would not tell which field it means begins with its name.
    """
    errors = []
    for form in chain.from_iterable(one if isinstance(one, list) else [one] for one in forms):
        if not form or not getattr(form, "is_bound", False):
            continue
        errors += [("", "", error) for error in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                field = form[name]
                errors += [(first_input(field), field.label, error) for error in field.errors]
    said = Counter(error for _target, _label, error in errors)
    said[str(Field.default_error_messages["required"])] += 1
    return {
        "errors": [
            (target, f"{label}: {error}" if label and said[error] > 1 else error)
            for target, label, error in errors
        ]
    }


def first_input(field):
    # A group of choices has no input with the field's own id; its first choice is the place to go.
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def optional_mark(field):
    """Whether the label says “not required”: a form that only filters does not say so."""
    if field.name in getattr(field.form, "asked_of_some", ()):
        return False
    return not field.field.required and getattr(field.form, "mark_optional", True)


@register.filter
def without_placeholder(field):
    """A field whose author put the label into the placeholder, where it would vanish while typing."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_field_group()


@register.simple_tag
def export_links(listing, *kinds):
    """Links to the same rows as files: `{% export_links listing "csv" "xlsx" %}`."""
    return format_html_join(
        "",
        '<a class="button small quiet" href="{}">{}{}</a>',
        ((listing.export_url(kind), icons.icon("download"), kind.upper()) for kind in kinds),
    )

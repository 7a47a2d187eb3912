"""What the drawings share: rows, coordinates, shares."""

from django.utils.html import format_html

from vsrs.ui.writing import written

INNER = '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">{}</svg>'


def get(row, name, default=None):
    """Rows come as dictionaries or as objects."""
    return row.get(name, default) if isinstance(row, dict) else getattr(row, name, default)


def short(x):
    """A coordinate: one decimal, and always a point, whatever the reader's language."""
    return f"{float(x):.1f}"


def share(value, top):
    return max(0.0, min(100.0, float(value) / float(top) * 100)) if value and top else 0.0


def linked(label, url):
    label = written(label)
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("<span>{}</span>", label)


def numbers(values):
    return [None if value is None else float(value) for value in values]

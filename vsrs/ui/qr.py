"""QR codes as SVG, to be put into a page."""

import segno
from django.utils.safestring import mark_safe


def qr(text, label):
    """A square of dark on white, also on a dark page: cameras expect it. `label` is plain words."""
    code = segno.make_qr(text, error="m")
    return mark_safe(  # noqa: S308 - made of the library's own numbers; the title is escaped by it
        code.svg_inline(
            border=3, omitsize=True, dark="#000", light="#fff", title=label, svgclass="qr", lineclass=None
        )
    )

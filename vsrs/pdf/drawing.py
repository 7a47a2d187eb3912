"""Drawing on a canvas of reportlab in the look of the portal."""

from functools import cache
from pathlib import Path

import segno
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vsrs.ui.geometry import on_sign, thread

FONTS = Path(__file__).parent / "fonts"
HEADING, TEXT = "Literata-Heading", "Literata-Text"

# The tokens of the light theme (static/css/portal.css).
INK, MUTED = HexColor("#221c33"), HexColor("#5b5469")
PLUM, LINDEN = HexColor("#46327e"), HexColor("#f2b62e")
LINE, QUIET = HexColor("#857c92"), HexColor("#f3eee5")

SIGN_WIDTH, SIGN_HEIGHT = 42, 48
# White around a QR code that readers need, in its own squares.
QR_BORDER = 2


@cache
def load_fonts():
    """Once a process."""
    for name, file in ((HEADING, "literata-heading.ttf"), (TEXT, "literata-text.ttf")):
        pdfmetrics.registerFont(TTFont(name, FONTS / file))


def draw_sign(canvas, places, x, y, height, here=""):
    """The towns joined by a thread, from its lower left corner; the dot of `here` is lit."""
    places = tuple(places)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(height / SIGN_HEIGHT, height / SIGN_HEIGHT)
    canvas.setStrokeColor(PLUM)
    canvas.setLineWidth(1)
    for a, b in thread(places):
        (ax, ay), (bx, by) = on_sign(a), on_sign(b)
        canvas.line(ax, SIGN_HEIGHT - ay, bx, SIGN_HEIGHT - by)
    for place in sorted(places, key=lambda place: place.slug == here):
        left, top = on_sign(place)
        lit = place.slug == here
        canvas.setFillColor(LINDEN if lit else PLUM)
        canvas.circle(left, SIGN_HEIGHT - top, 4.6 if lit else 2.6, stroke=0, fill=1)
    canvas.restoreState()


def draw_qr(canvas, text, x, y, size):
    """`text` as a QR code in a square, from its lower left corner."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=QR_BORDER))
    step = size / len(rows)
    path = canvas.beginPath()
    for line, row in enumerate(rows):
        for place, is_dark in enumerate(row):
            if is_dark:
                # A little wider, or some readers see hairlines between the squares.
                path.rect(x + place * step, y + size - (line + 1) * step, step * 1.02, step * 1.02)
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)

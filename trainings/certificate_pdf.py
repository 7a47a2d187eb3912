"""Certificates as PDF, one on each page. The accessible form is the public page with the same words."""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepInFrame, Paragraph, Table

from trainings.paper import paper_of
from vsrs import places
from vsrs.pdf.drawing import HEADING, INK, LINDEN, LINE, MUTED, PLUM, TEXT, draw_qr, draw_sign, load_fonts

WIDTH, HEIGHT = A4
MARGIN = 24 * mm
MEASURE = WIDTH - 2 * MARGIN
QR = 34 * mm
FOOT = 19 * mm
# Where the words about the training may end, above the number and the code.
BODY_ENDS = FOOT + QR + 8 * mm


def _style(name, font, size, colour=INK, **fields):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.3, textColor=colour, **fields)


CENTRED = {"alignment": TA_CENTER}
TITLE = _style("title", HEADING, 34, PLUM, **CENTRED)
SMALL = _style("small", TEXT, 11, MUTED, **CENTRED)
HOLDER = _style("holder", HEADING, 28, **CENTRED)
PROGRAMME = _style("programme", HEADING, 19, **CENTRED)
FACT = _style("fact", TEXT, 11, **CENTRED)
NOTE = _style("note", TEXT, 8.5, MUTED)
# Of the lists, in points.
SIZES = (10, 9, 8, 7, 6)
UNPADDED = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]
# Names that are longer than a line become smaller before they break.
SMALLEST_NAME = 18


def pdf_of(certificates, *, title, step=None):
    """The bytes of one file; after each page `step(done, total)`."""
    load_fonts()
    file = BytesIO()
    papers = [(certificate, paper_of(certificate)) for certificate in certificates]
    lang = papers[0][1].lang if papers else "sr-Latn"
    # Without the moment of making, so that the same certificate is the same file.
    canvas = Canvas(file, pagesize=A4, lang=lang, invariant=True, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor(papers[0][1].network if papers else "")
    canvas.setCreator("")
    towns = [place for place in places.network() if place.is_local]
    for done, (certificate, paper) in enumerate(papers, 1):
        _page(canvas, paper, towns, certificate.service.slug)
        canvas.showPage()
        if step:
            step(done, len(papers))
    canvas.save()
    return file.getvalue()


def _page(canvas, paper, towns, here):
    _frame(canvas)
    draw_sign(canvas, towns, WIDTH / 2 - 9.6 * mm, HEIGHT - 45 * mm, 22 * mm, here)
    top = HEIGHT - 49 * mm
    top = _text(canvas, paper.network, SMALL, top)
    top = _text(canvas, paper.service, FACT, top - 1 * mm)
    top = _text(canvas, paper.title, TITLE, top - 9 * mm)
    top = _text(canvas, paper.to_whom, SMALL, top - 6 * mm)
    top = _text(canvas, paper.holder, _fitting(paper.holder), top - 3 * mm)
    top = _line(canvas, top - 3.5 * mm)
    top = _text(canvas, paper.for_what, SMALL, top - 5 * mm)
    top = _text(canvas, paper.programme, PROGRAMME, top - 2 * mm)
    top -= 4 * mm
    for name, value in paper.facts:
        top = _text(canvas, f"{name}: {value}", FACT, top - 0.5 * mm)
    _lists(canvas, paper.lists, top - 7 * mm)
    _foot(canvas, paper)


def _frame(canvas):
    canvas.setStrokeColor(PLUM)
    canvas.setLineWidth(1)
    canvas.roundRect(11 * mm, 11 * mm, WIDTH - 22 * mm, HEIGHT - 22 * mm, 4 * mm)
    canvas.setStrokeColor(LINDEN)
    canvas.setLineWidth(0.6)
    canvas.roundRect(12.4 * mm, 12.4 * mm, WIDTH - 24.8 * mm, HEIGHT - 24.8 * mm, 3.2 * mm)


def _text(canvas, text, style, top):
    """Write it below `top`; gives where it ended."""
    paragraph = Paragraph(escape(text), style)
    _width, height = paragraph.wrap(MEASURE, HEIGHT)
    paragraph.drawOn(canvas, MARGIN, top - height)
    return top - height


def _fitting(name):
    size = HOLDER.fontSize
    while size > SMALLEST_NAME and stringWidth(name, HEADING, size) > MEASURE:
        size -= 1
    return ParagraphStyle("fitting", HOLDER, fontSize=size, leading=size * 1.3)


def _line(canvas, y):
    canvas.setStrokeColor(LINDEN)
    canvas.setLineWidth(1.4)
    canvas.line(WIDTH / 2 - 24 * mm, y, WIDTH / 2 + 24 * mm, y)
    return y


def _lists(canvas, lists, top):
    """Beside each other when there are two; long ones in smaller letters, and never off the page."""
    if not lists:
        return
    room = top - BODY_ENDS
    tables = (_table(lists, size) for size in SIZES)
    fitting = (table for table in tables if table.wrap(MEASURE, room)[1] <= room)
    table = next(fitting, None) or KeepInFrame(MEASURE, room, [_table(lists, SIZES[-1])], mode="shrink")
    _width, height = table.wrapOn(canvas, MEASURE, room)
    table.drawOn(canvas, MARGIN, top - height)


def _table(lists, size):
    head = _style("list-title", HEADING, size + 1, PLUM, spaceAfter=3)
    item = _style("item", TEXT, size, leftIndent=size, bulletFontName=TEXT, bulletFontSize=size)
    cells = [
        [Paragraph(escape(title), head), *(Paragraph(escape(line), item, bulletText="–") for line in lines)]
        for title, lines in lists
    ]
    return Table([cells], colWidths=[MEASURE / len(lists)] * len(lists), style=UNPADDED)


def _foot(canvas, paper):
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, FOOT + QR + 5 * mm, WIDTH - MARGIN, FOOT + QR + 5 * mm)
    draw_qr(canvas, paper.address, WIDTH - MARGIN - QR, FOOT, QR)
    y = FOOT + QR - 5 * mm
    for name, value in paper.marks:
        canvas.setFillColor(MUTED)
        canvas.setFont(TEXT, 10)
        canvas.drawString(MARGIN, y, f"{name}:")
        canvas.setFillColor(INK)
        canvas.setFont(HEADING, 10)
        canvas.drawString(MARGIN + 30 * mm, y, value)
        y -= 5.2 * mm
    note = Paragraph(escape(paper.check), NOTE)
    _width, height = note.wrap(MEASURE - QR - 10 * mm, HEIGHT)
    note.drawOn(canvas, MARGIN, max(y - height + 2 * mm, FOOT - 6 * mm))

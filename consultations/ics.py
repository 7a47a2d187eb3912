"""The calendar file of an agreed conversation, made from the data of a notice (consultations.notices)."""

from django.utils.translation import gettext as _

from vsrs import calendar_files
from vsrs.calendar_files import Entry
from vsrs.ui.writing import written


def calendar_file(data, page):
    """`page`: path of the request for whoever gets the file."""
    summary = _("Conversation: %(subject)s") % {"subject": written(data["title"])}
    entry = Entry(
        uid=data["uid"],
        sequence=data["sequence"],
        status=data["status"],
        summary=summary,
        start=data["start"],
        end=data["end"],
        where=written(data["place"]) or data["link"] or data["phone"],
        lines=(data["number"], data["with"], data["link"], data["phone"]),
        page=page,
    )
    return calendar_files.calendar_of([entry])

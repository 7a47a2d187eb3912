"""The words of what is done in this room."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "people.opened": _("opened the list of people behind a figure"),
    "people.taken": _("took away the list of people behind a figure as a file"),
}

FACTS = {"figure": _("Figure"), "period": _("Period")}

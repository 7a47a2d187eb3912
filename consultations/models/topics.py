"""What can be asked about: one fixed list for requests, articles and targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    CONTRACT = "ugovor", _("volunteering contract")
    MINORS = "maloljetnici", _("volunteers under age")
    BOOKLET = "knjizica", _("volunteer's booklet")
    EMPLOYEES = "volontiranje-zaposlenih", _("volunteering of employees")
    STARTING = "pokretanje-programa", _("starting a volunteer programme")
    LOCAL_POLICY = "lokalna-politika", _("local volunteering policy")
    AWARD = "nagrada", _("award for volunteering")
    FINDING = "pronalazenje-volontera", _("finding volunteers")
    RISK = "rizik-osiguranje", _("risk and insurance")
    RECORDS = "evidencija-izvjestaji", _("records and reports")
    OTHER = "drugo", _("something else")

"""Every field that holds a person's data is told in docs/privacy.md, and nothing else is."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

PAGE = Path(settings.BASE_DIR) / "docs" / "privacy.md"
ROOMS = {"accounts", "services", "notifications", "network", "organizers", "trainings", "consultations"}
# Names of fields that hold words about a person, besides e-mail addresses and links to accounts.
PERSONAL = re.compile(
    r"full_name|contact_|phone|actor_name|responsible_person|^people$|^person$"
    r"|^human$|holder_name|^diet$|access_needs|decision_reason"
)
NAMES_INSIDE = {
    "notifications.Notice": {"name", "data", "search"},
    "services.HistoryEntry": {"search"},
    "organizers.Organizer": {"search"},
    "organizers.Person": {"search", "sort", "name_key"},
    "organizers.SamePersonDecision": {"first", "second", "kept"},
    "trainings.Training": {"search"},
    "trainings.Seat": {"search", "sort"},
    "trainings.Booking": {"search", "answers"},
    "trainings.WaitingEntry": {"support"},
    "trainings.TrainerProfile": {"search", "sort", "about"},
    "trainings.Certificate": {"search"},
    "consultations.Message": {"body"},
    "consultations.Draft": {"body"},
    "consultations.Rating": {"words"},
}


def personal_fields():
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.concrete_fields:
            to_account = field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL
            says_who = isinstance(field, models.EmailField) or PERSONAL.search(field.name)
            if to_account or says_who or field.name in NAMES_INSIDE.get(model._meta.label, ()):
                yield f"{model._meta.label}.{field.name}"


def test_the_page_names_every_personal_field_once():
    told = re.findall(r"`([a-z]+\.[A-Za-z]+\.[a-z_]+)`", PAGE.read_text(encoding="utf-8"))

    assert sorted(told) == sorted(set(told))
    assert set(told) == set(personal_fields())

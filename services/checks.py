"""Mistakes we could make twice: a tenant table nobody filters, a service at an address of the portal."""

from django.apps import apps
from django.core import checks

from services.models import Service

# Tables with a service that no page ever reads through a person.
NEVER_READ_BY_PEOPLE = {
    "services.sequence": "a counter, touched by services.numbering alone",
}


@checks.register(checks.Tags.models)
def tenant_models_have_visible_to(app_configs=None, **kwargs):
    return [
        checks.Error(
            f"{model._meta.label} belongs to a service but its queryset has no visible_to(user).",
            hint="Give it a QuerySet with visible_to, or a line with the reason in services/checks.py.",
            obj=model,
            id="services.E001",
        )
        for model in apps.get_models()
        if belongs_to_service(model)
        and model._meta.label_lower not in NEVER_READ_BY_PEOPLE
        and not hasattr(model._default_manager.all(), "visible_to")
    ]


def belongs_to_service(model):
    return any(field.name == "service" and field.related_model is Service for field in model._meta.fields)

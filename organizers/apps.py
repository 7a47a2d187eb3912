from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizersConfig(AppConfig):
    name = "organizers"
    verbose_name = _("Organizers of volunteering")

    def ready(self):
        from organizers.scope import represented_by
        from services import tenancy

        if represented_by not in tenancy.actor_details:
            tenancy.actor_details.append(represented_by)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _("Local services")

    def ready(self):
        from accounts import landing, personal
        from services import checks, history_words, own_data, tenancy  # noqa: F401
        from services.access import roles_of
        from services.landing import landing_of
        from services.words import RECORDS, WORDS

        if roles_of not in tenancy.actor_details:
            tenancy.actor_details.insert(0, roles_of)
        history_words.register(WORDS, records=RECORDS)
        landing.register(landing_of)
        personal.register("services", export=own_data.export, erase=own_data.erase)

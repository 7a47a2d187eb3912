from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _("Local services")

    def ready(self):
        from accounts import landing, personal
        from services import checks, history_words, own_data, tenancy  # noqa: F401
        from services.access import memberships, roles
        from services.landing import landing_of
        from services.words import FACTS, RECORDS, WORDS

        tenancy.actor_details["memberships"] = tenancy.Detail(memberships, roles)
        history_words.register(WORDS, facts=FACTS, records=RECORDS)
        landing.register(landing_of)
        personal.register("services", export=own_data.export, erase=own_data.erase)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Advice")

    def ready(self):
        from accounts import personal
        from consultations import own_data
        from consultations.desk import register_desks
        from consultations.history_words import FACTS, RECORDS, WORDS
        from services import history_words

        history_words.register(WORDS, facts=FACTS, records=RECORDS)
        register_desks()
        personal.register("consultations", export=own_data.export, erase=own_data.erase)

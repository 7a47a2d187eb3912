from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Advice")

    def ready(self):
        from accounts import personal
        from consultations import own_data
        from consultations.desk import register_desks
        from consultations.figures import register_figures
        from consultations.history_words import FACTS, RECORDS, WORDS
        from consultations.operations.promises import follow_calendar
        from consultations.queries import last_advice
        from consultations.similar_cases import register_proposals
        from organizers import support
        from services import history_words
        from services.operations import holidays

        history_words.register(WORDS, facts=FACTS, records=RECORDS)
        register_desks()
        register_figures()
        register_proposals()
        support.register("advice", last_advice)
        if follow_calendar not in holidays.followers:
            holidays.followers.append(follow_calendar)
        personal.register("consultations", export=own_data.export, erase=own_data.erase)

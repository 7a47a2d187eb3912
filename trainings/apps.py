from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from services import history_words
        from trainings import service_page
        from trainings.desk import register_desks
        from trainings.figures import register_figures
        from trainings.history_words import WORDS

        history_words.register(WORDS)
        register_desks()
        register_figures()
        service_page.register()

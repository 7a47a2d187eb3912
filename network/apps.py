from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Network")

    def ready(self):
        from network.history_words import FACTS, WORDS
        from services import history_words

        history_words.register(WORDS, facts=FACTS)

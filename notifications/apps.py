from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self):
        from accounts import personal
        from notifications import own_data, service_kinds  # noqa: F401
        from notifications.desk import counts
        from notifications.history_words import RECORDS, WORDS
        from notifications.outbox import notify
        from services import desk, history_words, notices

        autodiscover_modules("kinds")
        desk.register(counts=counts)
        history_words.register(WORDS, records=RECORDS)
        # The room below owes notices too and cannot import this one.
        notices.send_through(notify)
        personal.register("notifications", export=own_data.export, erase=own_data.erase)

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "vsrs"
    label = "vsrs"
    verbose_name = "Portal"

    def ready(self):
        # Tasks bind to the application that exists when they are first used; checks by being imported.
        from vsrs import celery, checks  # noqa: F401

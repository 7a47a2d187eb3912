from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "vsrs"
    label = "vsrs"
    verbose_name = "Portal"

"""Bring the database and the static files up to date; fill a new database with the demo."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # migrate runs them, the database's included

    def handle(self, **options):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("demo", if_empty=True)

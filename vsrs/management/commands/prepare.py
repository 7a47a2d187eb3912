"""Bring the database and the static files up to date; fill a new database with the demo."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # migrate runs them, the database's included

    def handle(self, **options):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO and "demo" in get_commands() and not get_user_model().objects.exists():
            call_command("demo")

"""`manage.py found_services FILE`: how a new installation gets its services and their first managers."""

import inspect
import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organizers.operations.municipalities import load_municipalities
from services.models import Service
from services.operations.founding import found_service
from services.tenancy import Actor, acting_as
from vsrs.refusals import Refused

NEEDED = {
    name
    for name, parameter in inspect.signature(found_service).parameters.items()
    if parameter.default is parameter.empty and parameter.kind is parameter.KEYWORD_ONLY
}
ALLOWED = {"manager_name", *NEEDED, *(field.name for field in Service._meta.fields)} - {"id", "sort"}


class Command(BaseCommand):
    help = "Found the services listed in a JSON file, each with its first manager. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a list like vsrs/demo/data/services.json, each with manager_email")

    def handle(self, *, file, **options):
        listed = self._read(file)
        with transaction.atomic():
            for facts in listed:
                try:
                    service = found_service(**facts)
                except Refused as refusal:
                    raise CommandError(f"{facts['slug']}: {refusal}") from refusal
                self.stdout.write(f"{service.slug}: {service.name}")
            with acting_as(Actor.founder()):
                load_municipalities()

    def _read(self, file):
        try:
            with open(file, encoding="utf-8") as source:
                listed = json.load(source)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        for place, facts in enumerate(listed, start=1):
            name = facts.get("slug") or f"entry {place}"
            if missing := sorted(key for key in NEEDED if facts.get(key) in (None, "")):
                raise CommandError(f"{name}: {', '.join(missing)} must be given.")
            if unknown := sorted(facts.keys() - ALLOWED):
                raise CommandError(f"{name}: {', '.join(unknown)} is nothing a service has.")
        return listed

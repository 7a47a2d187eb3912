from django.core.management.base import BaseCommand, CommandError

from trainings.audit import differences


class Command(BaseCommand):
    help = "Recount taken seats, seats of bookings and waiting lists from their rows; report differences."

    def handle(self, **options):
        number = 0
        for service, what, expected, found in differences():
            number += 1
            self.stdout.write(f"{service.slug}: {what}: expected {expected}, found {found}")
        if number:
            raise CommandError(f"{number} differences; docs/seats.md says what to do.")
        self.stdout.write("All counters agree with their rows.")

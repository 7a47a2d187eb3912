from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vsrs.messages import build, problems, untranslated, write


class Command(BaseCommand):
    help = "Collect the words to translate, make the Cyrillic catalogues and compile all of them."
    # The catalogues are made also while a model or a template is being repaired.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when anything is wrong"
        )

    def handle(self, *, check, **options):
        root = settings.BASE_DIR
        files = build(root)
        if check:
            found = problems(root, files)
            if found:
                raise CommandError("\n".join(found))
            self.stdout.write("All translations are complete and up to date.")
            return
        for path in write(files):
            self.stdout.write(f"wrote {path.relative_to(root)}")
        for path, number in untranslated(files).items():
            if number:
                self.stdout.write(f"{path.relative_to(root)}: {number} to translate")

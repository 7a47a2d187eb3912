"""The door for gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# A thread that comes back from the database waits at most so long until another one lets it go on.
# With Python's 5 ms the one that holds the last seats of a training would keep everybody waiting.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")
application = get_wsgi_application()

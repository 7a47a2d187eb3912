"""The Celery application. Settings are `CELERY` in vsrs/settings.py, tasks are in each room's tasks.py."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsrs.settings")

app = Celery("vsrs")
app.conf.update(settings.CELERY)
app.autodiscover_tasks()

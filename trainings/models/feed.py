"""The address of a person's own calendar, which calendar programs read without signing in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trainings.models.booking import new_link_key


class CalendarFeed(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True, default=new_link_key)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar subscription")

    def __str__(self):
        return str(self.user_id)

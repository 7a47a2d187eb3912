"""The bare page's own view of a table that is there anyway."""

from django.db import models


class Town(models.Model):
    name = models.CharField(max_length=100)
    slug = models.SlugField()
    sort = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "organizers_municipality"

    def __str__(self):
        return self.name

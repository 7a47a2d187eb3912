"""How articles are used: what readers said, what they answered, and the words the search compares."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import OverseenQuerySet
from consultations.models.knowledge import Article
from consultations.models.targets import OfServiceQuerySet
from consultations.models.topics import Topic
from services.models import Service


class ArticleVote(models.Model):
    """Was it useful. A day and nothing of the person."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="votes")
    useful = models.BooleanField()
    day = models.DateField(default=timezone.localdate)

    objects = OfServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        indexes = [models.Index(fields=["article", "day"], name="consultations_vote_article")]

    def __str__(self):
        return f"{self.article_id}: {self.useful}"


class Deflection(models.Model):
    """Somebody who was about to ask found the answer in an article. `service` is who would have been asked;
    a day and nothing of the person."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=30, choices=Topic.choices)
    day = models.DateField(default=timezone.localdate)

    objects = OverseenQuerySet.as_manager()

    class Meta:
        verbose_name = _("question answered by an article")
        indexes = [models.Index(fields=["service", "day"], name="consultations_deflection_day")]

    def __str__(self):
        return f"{self.article_id}: {self.day}"


class PublicText(models.Model):
    """What the search compares of published public articles. It holds nothing else, so it has no wall: under
    row-level security the index could not be used."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=90)
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    from_practice = models.BooleanField(default=False)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    lead = models.CharField(max_length=240)
    lead_en = models.CharField(max_length=240, blank=True)
    published_at = models.DateTimeField()
    sort = models.CharField(max_length=400)
    search = models.TextField()
    title_stems = ArrayField(models.CharField(max_length=40))
    stems = ArrayField(models.CharField(max_length=40))

    class Meta:
        verbose_name = _("public text")
        indexes = [GinIndex(fields=["stems"], name="consultations_text_stems")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:article", args=[self.article_id, self.slug])

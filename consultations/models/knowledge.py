"""The knowledge base: articles, their versions, how useful they are, and where they came from."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.facts import OverseenQuerySet
from consultations.models.request import Request
from consultations.models.targets import OfServiceQuerySet
from consultations.models.topics import Topic
from services.models import Service
from services.tenancy import actor_of


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones by their audience; drafts in their service; for approval by coordinators."""
        actor = actor_of(user)
        published = Q(published_number__isnull=False) & ~Q(state=Article.State.RETIRED)
        seen = Q(service__in=actor.services) | published & Q(audience=Article.Audience.PUBLIC)
        if actor.services:
            seen |= published
        if actor.is_coordinator:
            seen |= Q(state=Article.State.REVIEW)
        return self.filter(seen)

    def public(self):
        return self.filter(published_number__isnull=False, audience=Article.Audience.PUBLIC).exclude(
            state=Article.State.RETIRED
        )


class Article(models.Model):
    """What is known about a topic. Its words are in its versions; readers get `published_number`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("waits for approval")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("no longer valid")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        STAFF = "staff", _("people who work in services")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    slug = models.SlugField(max_length=90)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.DRAFT)
    audience = models.CharField(
        _("Who reads it"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    title = models.CharField(_("Title"), max_length=160)
    published_number = models.PositiveSmallIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sort = models.CharField(max_length=400, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        ordering = ["sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "slug"], name="consultations_article_slug"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="consultations_article_second_person",
            ),
        ]
        indexes = [models.Index(fields=["topic", "sort"], name="consultations_article_topic")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:article", args=[self.pk, self.slug])


class ArticleVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of one's services; of others the published one, for coordinators what waits for approval."""
        actor = actor_of(user)
        articles = Article.objects.visible_to(user)
        seen = Q(service__in=actor.services) | Q(
            article__in=articles.values("pk"), number=F("article__published_number")
        )
        if actor.is_coordinator:
            seen |= Q(article__state=Article.State.REVIEW)
        return self.filter(seen)


class ArticleVersion(models.Model):
    """The words of an article as they were at one moment. Never changes."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=160)
    body = models.TextField(_("Text"))
    title_en = models.CharField(_("Title in English"), max_length=160, blank=True)
    body_en = models.TextField(_("Text in English"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = ArticleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an article")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "article", "number"], name="consultations_version_number"
            ),
        ]

    def __str__(self):
        return f"{self.article_id}/{self.number}"


class ArticleSource(models.Model):
    """The request an article grew from: known to the staff of its service, never public."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="sources")
    request = models.ForeignKey(Request, models.PROTECT, related_name="+")

    objects = OfServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of an article")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "article", "request"], name="consultations_source_once"
            ),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.request_id}"


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
    topic = models.CharField(max_length=30, choices=Topic.choices)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    title_stems = ArrayField(models.CharField(max_length=40))
    stems = ArrayField(models.CharField(max_length=40))

    class Meta:
        verbose_name = _("public text")
        indexes = [GinIndex(fields=["stems"], name="consultations_text_stems")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:article", args=[self.article_id, self.slug])

"""The knowledge base: articles, their versions, who approved them, and where they came from."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    """What is known about a topic. Its words are in its versions; readers get `published_number`.

    `state` is that of the newest version: while a change is written, the published one stays. Topic, audience
    and title here are those readers have, so a change of them waits for approval too.
    """

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
    # The one version that somebody else has to read; older ones may hold what was taken out since.
    review_number = models.PositiveSmallIntegerField(null=True, blank=True)
    # Grown from an advisory request. Which one is in `ArticleSource`.
    from_practice = models.BooleanField(default=False)
    # Of the newest version: who wrote it and, once somebody has, who approved it.
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    used_count = models.PositiveIntegerField(default=0)
    useful_count = models.PositiveIntegerField(default=0)
    useless_count = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=400, editable=False)
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
            models.CheckConstraint(
                condition=Q(state="review", review_number__isnull=False)
                | (~Q(state="review") & Q(review_number=None)),
                name="consultations_article_in_review",
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
            seen |= Q(article__state=Article.State.REVIEW, number=F("article__review_number"))
        return self.filter(seen)


class ArticleVersion(models.Model):
    """The words of an article as they were at one moment. Never changes."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(_("Topic"), max_length=30, choices=Topic.choices)
    audience = models.CharField(
        _("Who reads it"),
        max_length=10,
        choices=Article.Audience.choices,
        default=Article.Audience.PUBLIC,
    )
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


class ArticleReview(models.Model):
    """What a second person decided about a version. Never changes; for the people of the service."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    approved = models.BooleanField()
    reason = models.CharField(_("Reason"), max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about an article")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=True) | ~Q(reason=""), name="consultations_review_says_why"
            ),
        ]
        indexes = [models.Index(fields=["article", "at"], name="consultations_review_article")]

    def __str__(self):
        return f"{self.article_id}/{self.number}: {self.approved}"


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

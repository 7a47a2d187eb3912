import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from services.walls import (
    IS_COORDINATOR,
    NOBODY,
    WORKS_HERE,
    AppendOnly,
    TenantTable,
    either,
)


def of_visible_article(in_review):
    """A version that readers of the article have, or (`in_review`) that a coordinator is to read."""
    return (  # names of ours, nothing a person typed
        "exists (select 1 from consultations_article a where a.id = article_id and "  # noqa: S608
        "(a.published_number = consultations_articleversion.number "
        f"or ({IS_COORDINATOR} and {in_review})))"
    )


def see_versions(in_review):
    see = either(WORKS_HERE, of_visible_article(in_review))
    return f"alter policy see on consultations_articleversion using ({see})"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0005_walls_of_facts"),
        ("services", "0006_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticleReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("approved", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=600, verbose_name="Reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "decision about an article",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="article",
            name="from_practice",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="article",
            name="review_number",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="search",
            field=models.CharField(default="", editable=False, max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="article",
            name="used_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="article",
            name="useful_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="article",
            name="useless_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="audience",
            field=models.CharField(
                choices=[("public", "everybody"), ("staff", "people who work in services")],
                default="public",
                max_length=10,
                verbose_name="Who reads it",
            ),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="topic",
            field=models.CharField(
                choices=[
                    ("ugovor", "volunteering contract"),
                    ("maloljetnici", "volunteers under age"),
                    ("knjizica", "volunteer's booklet"),
                    ("volontiranje-zaposlenih", "volunteering of employees"),
                    ("pokretanje-programa", "starting a volunteer programme"),
                    ("lokalna-politika", "local volunteering policy"),
                    ("nagrada", "award for volunteering"),
                    ("pronalazenje-volontera", "finding volunteers"),
                    ("rizik-osiguranje", "risk and insurance"),
                    ("evidencija-izvjestaji", "records and reports"),
                    ("drugo", "something else"),
                ],
                default="",
                max_length=30,
                verbose_name="Topic",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publictext",
            name="from_practice",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="publictext",
            name="lead",
            field=models.CharField(default="", max_length=240),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publictext",
            name="lead_en",
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AddField(
            model_name="publictext",
            name="published_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publictext",
            name="search",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publictext",
            name="sort",
            field=models.CharField(default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="publictext",
            name="topic",
            field=models.CharField(
                choices=[
                    ("ugovor", "volunteering contract"),
                    ("maloljetnici", "volunteers under age"),
                    ("knjizica", "volunteer's booklet"),
                    ("volontiranje-zaposlenih", "volunteering of employees"),
                    ("pokretanje-programa", "starting a volunteer programme"),
                    ("lokalna-politika", "local volunteering policy"),
                    ("nagrada", "award for volunteering"),
                    ("pronalazenje-volontera", "finding volunteers"),
                    ("rizik-osiguranje", "risk and insurance"),
                    ("evidencija-izvjestaji", "records and reports"),
                    ("drugo", "something else"),
                ],
                max_length=30,
                verbose_name="Topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review_number__isnull", False), ("state", "review")),
                    models.Q(models.Q(("state", "review"), _negated=True), ("review_number", None)),
                    _connector="OR",
                ),
                name="consultations_article_in_review",
            ),
        ),
        migrations.AddField(
            model_name="articlereview",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="consultations.article",
            ),
        ),
        migrations.AddField(
            model_name="articlereview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="articlereview",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.service"
            ),
        ),
        migrations.AddIndex(
            model_name="articlereview",
            index=models.Index(fields=["article", "at"], name="consultations_review_article"),
        ),
        migrations.AddConstraint(
            model_name="articlereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="consultations_review_says_why",
            ),
        ),
        TenantTable(
            "consultations_articlereview",
            see=WORKS_HERE,
            remove=NOBODY,
            references={"article_id": "consultations_article"},
        ),
        AppendOnly("consultations_articlereview"),
        # Only the version that waits: older ones may hold what was taken out before it was sent.
        migrations.RunSQL(
            see_versions("a.state = 'review' and a.review_number = consultations_articleversion.number"),
            see_versions("a.state = 'review'"),
        ),
    ]

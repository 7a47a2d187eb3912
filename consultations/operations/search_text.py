"""What the search compares follows what is published."""

from consultations.models import PublicText
from consultations.similar import stems
from vsrs.text import fold, sort_key
from vsrs.ui.marked import lead_of


def show_in_search(article, version):
    """To be called in the transaction that publishes `version`, and again with every later one."""
    if article.audience != article.Audience.PUBLIC:
        hide_from_search(article)
        return
    title_stems = stems(f"{version.title} {version.title_en}")
    words = f"{version.title} {version.title_en} {version.body} {version.body_en}"
    PublicText.objects.update_or_create(
        article=article,
        defaults={
            "slug": article.slug,
            "topic": article.topic,
            "from_practice": article.from_practice,
            "title": version.title,
            "title_en": version.title_en,
            "lead": lead_of(version.body),
            "lead_en": lead_of(version.body_en),
            "published_at": article.published_at or version.written_at,
            "sort": sort_key(version.title)[:400],
            "search": fold(words),
            "title_stems": title_stems,
            "stems": list(dict.fromkeys([*title_stems, *stems(words)])),
        },
    )


def hide_from_search(article):
    """When it is withdrawn, or no longer everybody's."""
    PublicText.objects.filter(article=article).delete()

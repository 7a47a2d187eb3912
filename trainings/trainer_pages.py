"""What the pages of trainers show."""

from django.db.models import Count, Max, Prefetch, Q

from services.tenancy import actor_of
from trainings.models import Teaches, Trainer, TrainerProfile, Training

HELD = Q(led__training__state=Training.State.HELD)


def trainers_of_network(user):
    """`held_count` and `last_led`: trainings held that the reader may see."""
    teaches = Prefetch(
        "teaches", Teaches.objects.select_related("programme").order_by("programme__sort"), to_attr="lessons"
    )
    return (
        TrainerProfile.objects.visible_to(user)
        .select_related("service")
        .prefetch_related(teaches)
        .annotate(
            held_count=Count("led", filter=HELD),
            last_led=Max("led__training__starts_at", filter=HELD),
        )
    )


def led_by(user, profile):
    """What they lead and led, the latest first; drafts only of one's own service."""
    trainings = Training.objects.visible_to(user).exclude(state=Training.State.CANCELLED)
    rows = Trainer.objects.visible_to(user).filter(profile=profile, training__in=trainings)
    return rows.select_related("training__service").order_by("-training__starts_at", "-pk")


def own_profile(user, service):
    """The record of whoever asks among those the service keeps: a manager has chosen them in it, or chosen
    nobody and their address stands there. Only people of the service, whose address an invitation proved."""
    if not actor_of(user).works_in(service.pk):
        return None
    mine = Q(user=user) | Q(user=None, email__iexact=user.email)
    kept = TrainerProfile.objects.visible_to(user).filter(mine, service=service)
    return kept.order_by("retired_at", "user", "pk").first()


def titles_of_lessons(profile):
    return ", ".join(row.programme.title for row in profile.lessons)

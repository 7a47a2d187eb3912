"""Tells the tenancy which organizers a person represents."""

from organizers.models import Representative


def represented_by(user):
    rows = Representative.objects.current().filter(user=user).values_list("organizer_id", flat=True)
    return {"organizers": tuple(sorted(rows))}

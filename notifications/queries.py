"""What the pages of this room read."""

from notifications.models import Preference


def chosen_frequencies(user):
    """{group: frequency} of what this person has chosen."""
    return dict(Preference.objects.filter(user=user).values_list("group", "frequency"))

"""The rows that the numbers of this room count: facts without a name or a word, whoever opens them."""

from consultations.models import CaseFact, Deflection, GivenScore, Request


def requests(user):
    return CaseFact.objects.visible_to(user).select_related("service")


def solved(user):
    return requests(user).filter(solved=True)


def answered(user):
    return requests(user).filter(first_days__isnull=False)


def answered_or_late(user):
    """Those of which it is known whether the first answer came in time."""
    return requests(user).filter(first_in_time__isnull=False)


def solved_or_late(user):
    return requests(user).filter(solution_in_time__isnull=False)


def advised_to(user):
    """Solved ones of which it is known how far the organizer got."""
    return solved(user).exclude(depth="")


GOT_FAR = (Request.Depth.DOING, Request.Depth.KEEPING)


def scores(user):
    return GivenScore.objects.visible_to(user).select_related("service")


def answered_by_articles(user):
    # Without the article: one that was withdrawn since is not seen by everybody who counts.
    return Deflection.objects.visible_to(user).select_related("service")

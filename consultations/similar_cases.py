"""Three similar requests in a quarter propose a training: what is asked often is better taught once.

Similar: about the same topic, in the same service. Counted from facts, so that coordinators, who read no
thread, are told the same as the service.
"""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import ngettext

from consultations.models import CaseFact, Topic
from consultations.related import subjects_of
from network.proposals import Proposal, register
from services.models import Service

QUARTER = timedelta(days=92)
ENOUGH = 3
# "Something else" is nothing a training could be about.
TAUGHT = [topic for topic in Topic if topic != Topic.OTHER]


def repeated(user, service=None):
    """[(service, topic, how many)] asked often enough since a quarter ago."""
    rows = CaseFact.objects.visible_to(user).filter(topic__in=TAUGHT, asked_at__gte=timezone.now() - QUARTER)
    if service:
        rows = rows.filter(service=service)
    counted = rows.order_by().values("service", "topic").annotate(n=Count("pk")).filter(n__gte=ENOUGH)
    services = Service.objects.in_bulk()
    return [(services[row["service"]], Topic(row["topic"]), row["n"]) for row in counted]


def proposals(user, service=None):
    for asked_in, topic, count in repeated(user, service):
        reason = ngettext(
            "%(n)d advisory request in three months", "%(n)d advisory requests in three months", count
        )
        yield Proposal(subjects_of(topic)[0], topic.label, asked_in, count, reason % {"n": count})


def register_proposals():
    register(proposals)

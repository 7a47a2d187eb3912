"""Which trainings belong to a topic of advice. Subjects of trainings are known here by their codes."""

from consultations.models import Topic
from network.teaching import trainings_on

SHOWN = 3
# The nearest subject first.
SUBJECTS = {
    Topic.CONTRACT: ["pravo"],
    Topic.MINORS: ["skole", "pravo"],
    Topic.BOOKLET: ["evidencija"],
    Topic.EMPLOYEES: ["pravo", "programi"],
    Topic.STARTING: ["programi", "koordinacija"],
    Topic.LOCAL_POLICY: ["politike"],
    Topic.AWARD: ["motivacija"],
    Topic.FINDING: ["promocija", "motivacija"],
    Topic.RISK: ["rizik"],
    Topic.RECORDS: ["evidencija"],
    Topic.OTHER: ["koordinacija"],
}


def subjects_of(topic):
    return SUBJECTS[Topic(topic)]


def trainings_about(user, topic):
    """The next ones in the network."""
    return trainings_on(user, subjects_of(topic), SHOWN)

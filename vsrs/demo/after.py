"""What follows trainings of the demo: certificates valid, expired, withdrawn and corrected; evaluations."""

from datetime import timedelta
from random import Random

from trainings.certificates import board_of
from trainings.models import Certificate, EvaluationInvitation
from trainings.operations.certificates import correct_certificate, issue_certificates, withdraw_certificate
from trainings.operations.evaluation import submit_evaluation

# Staff issue certificates some days later, so that each desk has trainings of this week that wait for it.
ISSUED_AFTER = timedelta(days=4, hours=-9)
ANSWERED_AFTER = timedelta(days=2, hours=1)
BEST = (
    "Primjeri iz drugih udruženja.",
    "Vježba u paru, odmah primjenjivo.",
    "Obrasci koje smo dobili za ponijeti.",
    "Što je bilo vremena za pitanja.",
)
BETTER = (
    "Duže pauze između cjelina.",
    "Materijal poslati nekoliko dana ranije.",
    "Više primjera iz malih mjesta.",
)
# The shorter the programme, the sooner what it taught is old; the law and insurance change.
MONTHS = {"pravo": 12, "rizik": 12, "evidencija": 18, "motivacija": 18}


def terms(facts):
    """Of a programme of the demo: the shortest ones give no certificate."""
    if float(facts["hours"]) < 3:
        return {}
    return {"certificate_share": 80, "certificate_months": MONTHS.get(facts["subject"])}


def certificates_for(training, staff, ordinal):
    """To everybody who completed it; every few trainings something had to be put right."""
    board = board_of(staff, training)
    if not board.can_get:
        return
    scripts = {row.seat.pk: _script(row, place) for place, row in enumerate(board.can_get)}
    made = issue_certificates(training, actor=staff, scripts=scripts)
    if ordinal % 6 == 1:
        withdraw_certificate(
            made[0], actor=staff, reason="Izdat pogrešnoj osobi: na obuci je bila njena zamjena."
        )
    if ordinal % 6 == 4:
        name, _, family = made[-1].holder_name.partition(" ")
        both = f"{name} {family}-{made[0].holder_name.split()[-1]}"
        correct_certificate(made[-1], actor=staff, holder_name=both, script=made[-1].script)


def _script(row, place):
    return Certificate.Script.CYRILLIC if place % 4 == 3 else row.script


# --- evaluation --------------------------------------------------------------------------------
def evaluations_for(training, ordinal):
    """Most of those asked answer; in small groups fewer than five do, and nothing is shown."""
    random = Random(ordinal * 1000 + training.service_id)  # noqa: S311 - the same demo every time
    leaders = [str(pk) for pk in training.trainers.order_by("pk").values_list("pk", flat=True)]
    asked = EvaluationInvitation.objects.filter(training=training, is_used=False).select_related(
        "service", "training"
    )
    for invitation in asked.order_by("pk"):
        if random.random() < 0.78:
            submit_evaluation(invitation, **_opinion(random, leaders))


def _opinion(random, leaders):
    def mark():
        return random.choices((2, 3, 4, 5), weights=(1, 3, 7, 9))[0]

    answers = {code: mark() for code in ("korisnost", "jasnoca", "tempo", "organizacija")}
    return {
        "answers": answers
        | {
            "preporuka": random.choices(("da", "mozda", "ne"), weights=(8, 3, 1))[0],
            "trainers": {leader: mark() for leader in leaders},
        },
        "best": random.choice(BEST) if random.random() < 0.5 else "",
        "better": random.choice(BETTER) if random.random() < 0.35 else "",
    }

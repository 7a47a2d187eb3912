"""What follows trainings of the demo: certificates valid, expired, withdrawn and corrected."""

from datetime import timedelta

from trainings.certificates import board_of
from trainings.models import Certificate
from trainings.operations.certificates import correct_certificate, issue_certificates, withdraw_certificate

# Staff issue certificates some days later, so that each desk has trainings of this week that wait for it.
ISSUED_AFTER = timedelta(days=4, hours=-9)
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
            made[0], actor=staff, reason="Izdat na pogrešnu osobu: na obuci je bila njena zamjena."
        )
    if ordinal % 6 == 4:
        name, _, family = made[-1].holder_name.partition(" ")
        both = f"{name} {family}-{made[0].holder_name.split()[-1]}"
        correct_certificate(made[-1], actor=staff, holder_name=both, script=made[-1].script)


def _script(row, place):
    return Certificate.Script.CYRILLIC if place % 4 == 3 else row.script

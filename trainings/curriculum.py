"""What a training is held by: the version of its programme it was planned by, whatever stands there now."""

from dataclasses import dataclass
from decimal import Decimal

FACTS = (
    *("title", "subject", "summary", "aims", "audience", "hours"),
    *("certificate_share", "certificate_months"),
)


@dataclass(frozen=True)
class Curriculum:
    title: str
    subject: str
    summary: str
    aims: str
    audience: str
    hours: Decimal
    certificate_share: int | None
    certificate_months: int | None
    # {"title", "hours", "agenda"}, in order; {"programme", "title", "valid_months"}
    parts: tuple = ()
    prerequisites: tuple = ()

    @property
    def aim_list(self):
        return [line.strip() for line in self.aims.splitlines() if line.strip()]


def curriculum_of(training):
    """By its version; a run from before versions were kept goes by the programme itself."""
    return of_version(training.version) if training.version else of_programme(training.programme)


def of_version(version):
    content = version.content
    facts = {name: content[name] for name in FACTS} | {"hours": Decimal(content["hours"])}
    return Curriculum(**facts, parts=tuple(content["parts"]), prerequisites=tuple(content["prerequisites"]))


def of_programme(programme):
    """Without parts and prerequisites, which are rows of their own."""
    return Curriculum(**{name: getattr(programme, name) for name in FACTS})


def content_of(programme, parts, prerequisites):
    """What a version keeps; `parts` and `prerequisites` are rows of the programme, in order."""
    facts = {name: getattr(programme, name) for name in FACTS}
    return facts | {
        "hours": plain_hours(programme.hours),
        "parts": [
            {"title": part.title, "hours": plain_hours(part.hours), "agenda": part.agenda} for part in parts
        ],
        "prerequisites": [
            {
                "programme": row.required_id,
                "title": row.required_title,
                "valid_months": row.valid_months,
            }
            for row in prerequisites
        ],
    }


def plain_hours(hours):
    """4, 4.0 and Decimal("4.0") are the same hours."""
    return str(Decimal(str(hours)).quantize(Decimal("0.1")))

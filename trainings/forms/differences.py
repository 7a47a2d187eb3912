"""Two people changed one training: what differs between the version typed and the one that stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trainings.models import Training
from vsrs.dates import date_time, date_time_range
from vsrs.ui.writing import written


@dataclass(frozen=True)
class Difference:
    label: str
    yours: str
    theirs: str


def differences_of(forms, training):
    """Field by field, in the order of the form; only what differs."""
    facts = forms.said
    rows = [
        (forms.form.fields[name].label, _shown(name, facts[name]), _shown(name, getattr(training, name)))
        for name in forms.form.FACTS
    ]
    theirs = [vars(part) for part in training.parts.all()]
    rows.append((_("Parts"), _parts(facts["parts"]), _parts(theirs)))
    trainers = [vars(trainer) for trainer in training.trainers.all()]
    rows.append((_("Trainers"), _trainers(facts["trainers"]), _trainers(trainers)))
    return [Difference(label, yours, theirs) for label, yours, theirs in rows if yours != theirs]


def _shown(name, value):
    choices = dict(Training._meta.get_field(name).flatchoices)
    if value in choices:
        return str(choices[value])
    if hasattr(value, "hour"):
        return date_time(value)
    return "" if value is None else str(written(str(value)))


def _parts(parts):
    return "\n".join(
        "\n".join(
            filter(
                None,
                [
                    date_time_range(part["starts_at"], part["ends_at"]),
                    written(part["title"]),
                    written(part["place"]),
                    written(part["agenda"]),
                ],
            )
        )
        for part in parts
    )


def _trainers(trainers):
    rows = [filter(None, [row["full_name"], row["position"]]) for row in trainers]
    return "\n".join(str(written(", ".join(row))) for row in rows)

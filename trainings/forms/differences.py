"""Two people changed one record: what differs between the version typed and the one that stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trainings import programme_pages
from trainings.forms.programme import initial_of
from trainings.models import Programme, Training
from vsrs.dates import date_time, date_time_range, short_date
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
    rows += [
        (forms.rules.fields[name].label, _shown(name, facts[name]), _shown(name, getattr(training, name)))
        for name in forms.rules.FACTS
    ]
    theirs = [vars(part) for part in training.parts.all()]
    rows.append((_("Parts"), _parts(facts["parts"]), _parts(theirs)))
    trainers = [vars(trainer) for trainer in training.trainers.all()]
    rows.append((_("Trainers"), _trainers(facts["trainers"]), _trainers(trainers)))
    return [Difference(label, yours, theirs) for label, yours, theirs in rows if yours != theirs]


def differences_of_programme(forms, programme):
    """The same of a programme."""
    facts, parts, before = initial_of(programme)
    theirs = _programme(facts, parts, before, forms)
    yours = _programme(forms.form.facts, forms.part_rows, forms.prerequisite_rows, forms)
    return [
        Difference(label, words, theirs[label]) for label, words in yours.items() if words != theirs[label]
    ]


def _programme(facts, parts, before, forms):
    asked = [{"title": row["required"].title, "valid_months": row["valid_months"]} for row in before]
    words = programme_pages.facts_in_words(facts) | {
        _("Parts"): programme_pages.parts_in_words(parts),
        _("Prerequisites"): programme_pages.prerequisites_in_words(asked),
        str(forms.form.fields["measure_code"].label): facts["measure_code"],
    }
    if "is_shared" in forms.form.fields:
        label = str(Programme._meta.get_field("is_shared").verbose_name)
        words[label] = _("yes") if facts["is_shared"] else _("no")
    return words


def _shown(name, value):
    choices = dict(Training._meta.get_field(name).flatchoices)
    if isinstance(value, str) and value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "hour"):
        return date_time(value)
    if hasattr(value, "year"):
        return short_date(value)
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

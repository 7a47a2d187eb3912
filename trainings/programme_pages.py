"""What the pages of programmes show: reads, and the differences between two versions in words."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.curriculum import of_version
from trainings.models import Material, Prerequisite, Programme, ProgrammePart, ProgrammeVersion, Subject
from vsrs.dates import number
from vsrs.ui.writing import written


# --- reads -------------------------------------------------------------------------------------
def programmes_of(user, service):
    """Its own programmes, also those no longer run, and those shared with it; `run_count`: runs here."""
    here = Q(trainings__service=service)
    return (
        Programme.objects.visible_to(user)
        .filter(Q(service=service) | Q(is_shared=True, retired_at=None))
        .select_related("service")
        .annotate(run_count=Count("trainings", filter=here))
    )


def possible_prerequisites(user, service, programme=None):
    rows = Programme.objects.visible_to(user).active().filter(Q(service=service) | Q(is_shared=True))
    return list(rows.exclude(pk=programme.pk) if programme else rows)


def parts_of(user, programme):
    return ProgrammePart.objects.visible_to(user).filter(programme=programme)


def prerequisites_of(user, programme):
    return Prerequisite.objects.visible_to(user).filter(programme=programme)


def opened_by(user, programme):
    """Programmes that ask for this one."""
    rows = Prerequisite.objects.visible_to(user).filter(required=programme, programme__retired_at=None)
    return rows.select_related("programme").order_by("programme__sort", "pk")


def materials_of(user, programme):
    return Material.objects.visible_to(user).current().filter(programme=programme).order_by("audience", "pk")


def versions_of(user, programme):
    rows = ProgrammeVersion.objects.visible_to(user).filter(programme=programme)
    return rows.select_related("created_by").order_by("-number")


# --- what differs ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


LABELLED = ("title", "subject", "summary", "aims", "audience", "hours")


def changes_between(older, newer):
    """What changed from one version to another, field by field; only what differs."""
    return differences(_in_words(of_version(older)), _in_words(of_version(newer)))


def differences(before, after):
    """Of two dicts {label: words} with the same keys."""
    return [
        Difference(label, words, after[label]) for label, words in before.items() if words != after[label]
    ]


def _in_words(curriculum):
    return facts_in_words(vars(curriculum)) | {
        _("Parts"): parts_in_words(curriculum.parts),
        _("Prerequisites"): prerequisites_in_words(curriculum.prerequisites),
    }


def facts_in_words(facts):
    """{label: words} of the facts that a version keeps."""
    names = {name: str(Programme._meta.get_field(name).verbose_name) for name in LABELLED}
    subjects = dict(Subject.choices)
    words = {names[name]: written(facts[name]) for name in ("title", "summary", "aims", "audience")}
    words[names["subject"]] = str(subjects.get(facts["subject"], facts["subject"]))
    words[names["hours"]] = number(facts["hours"])
    return words | {
        _("Certificate"): certificate_in_words(facts["certificate_share"], facts["certificate_months"])
    }


def certificate_in_words(share, months):
    if not share:
        return _("no certificate is given")
    asks = _("for at least %(share)d%% of the hours") % {"share": share}
    if not months:
        return asks
    lasts = ngettext("valid for %(n)d month", "valid for %(n)d months", months) % {"n": months}
    return f"{asks}, {lasts}"


def parts_in_words(parts):
    return "\n".join(
        "\n".join(
            filter(None, [f"{written(part['title'])} ({number(part['hours'])})", written(part["agenda"])])
        )
        for part in parts
    )


def prerequisites_in_words(rows):
    return "\n".join(_prerequisite(row["title"], row["valid_months"]) for row in rows)


def _prerequisite(title, months):
    if not months:
        return written(title)
    lasts = ngettext("in the last %(n)d month", "in the last %(n)d months", months) % {"n": months}
    return f"{written(title)} ({lasts})"

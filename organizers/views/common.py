"""What the views of this room share."""

from django.http import Http404
from django.urls import reverse

from organizers import access
from organizers.operations.common import Conflict

CHOSEN = "organizer"
PARAM = "organizator"


def chosen_organizer(request, organizers=None):
    """The organizer this page is about: named in the address, else the last one looked at, else the first.

    Forms name it in their address, so that a page left open never saves into another organizer.
    """
    organizers = list(access.own_organizers(request.user)) if organizers is None else organizers
    by_id = {str(organizer.pk): organizer for organizer in organizers}
    named = request.GET.get(PARAM)
    if named is not None:
        if named not in by_id:
            raise Http404
        if request.session.get(CHOSEN) != named:
            request.session[CHOSEN] = named
        return by_id[named]
    return by_id.get(request.session.get(CHOSEN)) or next(iter(organizers), None)


def own_url(name, organizer, *args, **more):
    query = "".join(f"&{key}={value}" for key, value in more.items())
    return f"{reverse(f'organizers:{name}', args=args)}?{PARAM}={organizer.pk}{query}"


def posted(request):
    """The data of a form that was sent, also of one with nothing in it."""
    return request.POST if request.method == "POST" else None


def show_refusal(form, refusal):
    """The sentence beside the field it belongs to, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def show_conflict(form, refusal):
    """What somebody else left in the record; saving once more is then a decision, not an accident."""
    form.data = form.data.copy()
    form.data["revision"] = refusal.current.revision
    before, form.theirs = form.cleaned_data, []
    for name, field in form.fields.items():
        theirs = getattr(refusal.current, name, None)
        if name == "fields_of_work":
            theirs, mine = refusal.current.field_labels, before.get(name)
            same = sorted(refusal.current.field_codes) == sorted(mine or [])
            theirs = ", ".join(str(label) for label in theirs)
        else:
            same = name not in before or theirs == before[name]
        if not same and name != "revision":
            if name == "kind":
                theirs = refusal.current.get_kind_display()
            form.theirs.append((field.label, theirs or "–"))
    form.add_error(None, str(refusal))


def refuse(form, refusal):
    (show_conflict if isinstance(refusal, Conflict) else show_refusal)(form, refusal)


def status_of(form):
    return 422 if form.is_bound and form.errors else 200

"""How useful the advice was: asked once for each closing, answered by the link of the letter."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.models import Rating, Request
from consultations.operations.facts import keep_score
from services.tenancy import on_behalf_of
from services.tokens import hash_of, new_seed, token_of
from vsrs.refusals import Refused
from vsrs.transactions import operation

OPEN_FOR = timedelta(days=30)


def ask_rating(request):
    """Inside the operation that closes. The letter gets the seed of its link, the table the hash alone."""
    seed = new_seed()
    Rating.objects.create(
        service=request.service,
        request=request,
        organizer_id=request.organizer_id,
        token_hash=hash_of(token_of(seed)),
    )
    return seed


@operation
def rate(rating, *, score, words=""):
    """Whoever holds the link, once."""
    with on_behalf_of(rating.service):
        # Whoever comes second waits for the row and finds it rated.
        unused = Rating.objects.filter(pk=rating.pk, rated_at=None, asked_at__gt=timezone.now() - OPEN_FOR)
        if not unused.update(score=score, words=words, rated_at=timezone.now()):
            raise Refused(_("This link has been used already, or its time is over."))
        keep_score(Request.objects.get(pk=rating.request_id), score)

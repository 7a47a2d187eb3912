"""Published articles that a question may be about, found while it is typed.

Words are compared by what stays of them without endings, so script, case, diacritics and declension do not
count; `PublicText` keeps those stems of every published public article under an index.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, TextField, Value

from consultations.models import PublicText
from vsrs.text import fold

SHOWN = 5
# Of a long question its beginning says what it is about.
MOST_WORDS = 60
SHORTEST = 4
# The beginning of a long word also joins what is made of it: maloljetni, maloljetnik.
LONGEST = 7
ENDINGS = sorted(
    [
        "ovima",
        "evima",
        "jima",
        "ijama",
        "ijom",
        "nama",
        "ima",
        "ama",
        "oga",
        "ome",
        "omu",
        "ega",
        "emu",
        "ske",
        "ski",
        "ska",
        "skog",
        "skom",
        "skih",
        "skim",
        "om",
        "em",
        "im",
        "ih",
        "og",
        "oj",
        "eg",
        "am",
        "jem",
        "ju",
        "ja",
        "a",
        "e",
        "i",
        "o",
        "u",
    ],
    key=len,
    reverse=True,
)
# Consonants that turn into others before -i and -e: maloljetnik, maloljetnici; razlog, razlozi.
HARD = str.maketrans("cz", "kg")
EMPTY_WORDS = frozenset(
    fold(
        "koji koja koje kojima kako kada gdje zašto treba trebamo treba li imamo možemo može moramo mora ako "
        "jedan jedna jedno ovaj ova ovo taj ta to njih naš naša naše našem naših vaš vaša biti bude smo ste "
        "nije jesu jeste samo već više manje prema zbog nakon prije tokom između koliko nekoliko svih svim "
        "pitanje pitanja zanima želimo hoćemo molim hvala dobar dan pozdrav volonter volontere volontera "
        "volonteri volonterima what when where which have need should would with from that this they there "
        "about volunteer volunteers volunteering volontiranje volontiranja volontiranju"
    ).split()
)


def stem(word):
    for ending in ENDINGS:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= (SHORTEST if len(ending) > 2 else SHORTEST - 1):
            word = word[:left]
            break
    # The fold makes "evidence" of evidencije and leaves evidencija.
    if len(word) >= SHORTEST:
        word = word.removesuffix("i")
    return word[:-1] + word[-1].translate(HARD)


def stems(text):
    """The words of the text that carry a meaning, without their endings, each once, in order."""
    words = (word for word in fold(text).split() if len(word) >= SHORTEST and word not in EMPTY_WORDS)
    return list(dict.fromkeys(stem(word)[:LONGEST] for word in words))


class _Shared(Func):
    """How many stems two lists have in common."""

    template = "cardinality(array(select unnest(%(expressions)s)))"
    arg_joiner = ") intersect select unnest("
    output_field = IntegerField()


def similar(words, topic=""):
    """Articles about the same, the nearest first; one shared word of a whole question is a coincidence."""
    wanted = stems(words)[:MOST_WORDS]
    if not wanted:
        return []
    given = Value(wanted, output_field=ArrayField(TextField()))
    near = PublicText.objects.filter(stems__overlap=wanted).annotate(
        score=_Shared(F("stems"), given) + 2 * _Shared(F("title_stems"), given)
    )
    if len(wanted) > 1:
        near = near.filter(score__gte=2)
    found = list(near.order_by("-score", "title", "pk")[: 4 * SHOWN])
    # Of equally near ones those of the chosen topic come first.
    found.sort(key=lambda text: (-text.score, text.topic != topic))
    return found[:SHOWN]

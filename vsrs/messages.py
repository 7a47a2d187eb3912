"""The translation catalogues: what stands in the code, what the translators wrote, what is generated from it.

Three layers. `sr_Latn` is written by hand; `sr` (Cyrillic) is transliterated from it; every `.mo` is
compiled from its `.po`. Nothing needs the GNU tools, and running it twice changes nothing. English needs
no catalogue: msgids are English and Django never falls back from English to another language.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

from vsrs.transliteration import to_cyrillic

LATIN, CYRILLIC = "sr_Latn", "sr"
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
# What a reader can meet of other people's words. Django's sr_Latn is ekavian and impolite in places, so
# all of it is translated anew in the catalogue of the project.
THIRD_PARTY = [
    "django/contrib/auth/forms.py",
    "django/contrib/auth/password_validation.py",
    "django/contrib/auth/validators.py",
    "django/contrib/humanize",
    "django/core/validators.py",
    "django/db/models/base.py",
    "django/db/models/constraints.py",
    "django/db/models/fields",
    "django/forms",
    "django/template/defaultfilters.py",
    "django/utils/dates.py",
    "django/utils/text.py",
    "django/utils/timesince.py",
    "django_filters",
    "allauth/account",
    "allauth/core",
    "allauth/mfa",
    "allauth/usersessions",
    "allauth/templates/account",
    "allauth/templates/allauth",
    "allauth/templates/mfa",
    "allauth/templates/usersessions",
]
TEMPLATE_KINDS = {".html", ".txt", ".xml", ".svg"}
# How many arguments are words: (context, singular, plural).
CALLS = {
    "_": "s",
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
# Ekavian forms and words that ui.md forbids, with what stands instead.
FORBIDDEN = {
    r"!": "a sentence without an exclamation mark",
    r"\bmolimo\b": "the polite imperative alone",
    r"\b(?:i|I)zveštaj": "izvještaj",
    r"\b(?:n|N)edelj": "nedjelja",
    r"\b(?:s|S)red[aeu]\b": "srijeda",
    r"\b(?:p|P)onedelj": "ponedjeljak",
    r"\b(?:o|O)bavešt": "obavještenje",
    r"\b(?:m|M)est[aou]\b": "mjesto",
    r"\b(?:v|V)reme\b": "vrijeme",
    r"\b(?:p|P)romen": "promjena",
    r"\b(?:p|P)rover": "provjera",
    r"\b(?:r|R)eš(?:en|i|av)": "riješeno, rješenje",
    r"\b(?:č|Č)ovek": "čovjek",
    r"\b(?:c|C)el[aiou]\b": "cio, cijela",
    r"\b(?:d|D)el(?:a|ovi|ova)?\b": "dio, dijela",
    r"\b(?:g|G)de\b": "gdje",
    r"\b(?:p|P)osle\b": "poslije, nakon",
    r"\b(?:s|S)ledeć": "sljedeći",
    r"\b(?:p|P)rimer": "primjer",
    r"\b(?:z|Z)ahtev": "zahtjev",
    r"\b(?:u|U)spešn": "uspješno",
    r"\b(?:b|B)ezbedn": "bezbjedno",
    r"\b(?:o|O)pćin": "opština",
    r"\b(?:P|p)ošalji\b": "pošaljite",
    r"\b(?:S|s)ačuvaj\b": "sačuvajte",
    r"\b(?:D|d)a li ste sigurni\b": "an action that can be undone",
    r"\b(?:e|E)mail": "e-mail",
    r"\bvi\b|\bvaš(?:a|e|i|u|eg|em|im|ih|oj|om)?\b": "Vi, Vaš in capitals",
}


class Message:
    """One entry of a catalogue as it stands in the code."""

    # The package the words come from, when they are not ours.
    origin = ""

    def __init__(self, singular, plural=None, context=None):
        self.key = (context, singular)
        self.plural = plural


def messages_in_python(source):
    """Calls of the gettext family whose words are literals."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
        if name in CALLS:
            words = [_literal(argument) for argument in node.args[: len(CALLS[name])]]
            yield from _message(CALLS[name], words)


def _message(shape, words):
    if len(words) == len(shape) and all(words):
        named = dict(zip(shape, words, strict=True))
        yield Message(named["s"], named.get("p"), named.get("c"))


def _literal(node):
    """The text of "a" or "a" + "b"; None for anything computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return left + right if left is not None and right is not None else None
    return None


_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"(?<!\w)({'|'.join(CALLS)})\(({_STRING}(?:, {_STRING})*)(?:, ?count)?\)")


def messages_in_template(source):
    """What Django's own preparation for xgettext finds: it writes each message as a Python call."""
    for call in _TEMPLATE_CALL.finditer(templatize(source)):
        words = [ast.literal_eval(literal) for literal in re.findall(_STRING, call[2])]
        yield from _message(CALLS[call[1]], words)


def messages_in(path):
    source = path.read_text(encoding="utf-8")
    return messages_in_python(source) if path.suffix == ".py" else messages_in_template(source)


def _sources(place):
    """Files of a folder, or the file itself, in a steady order."""
    if place.is_file():
        return [place]
    files = sorted(place.rglob("*"))
    skipped = {"migrations", "tests", "locale", "__pycache__"}
    return [
        path
        for path in files
        if (path.suffix == ".py" or (path.suffix in TEMPLATE_KINDS and "templates" in path.parts))
        and path.is_file()
        and not skipped & set(path.relative_to(place).parts)
    ]


def app_names(root):
    """Our own apps: they keep their catalogues. The rest of the project shares the one in `locale/`."""
    return [name for name in settings.INSTALLED_APPS if name != "vsrs" and (root / name).is_dir()]


def collect(root):
    """{folder of catalogues: {key: Message}} for the whole project."""
    apps = app_names(root)
    found = {root / name / "locale": {} for name in apps}
    project = found[root / "locale"] = {}
    for name in apps:
        _add(found[root / name / "locale"], [*_sources(root / name), *_sources(root / "templates" / name)])
    shared = [path for path in _sources(root / "templates") if path.relative_to(root).parts[1] not in apps]
    _add(project, [*_sources(root / "vsrs"), *shared])
    packages = Path(polib.__file__).parent
    for place in THIRD_PARTY:
        _add(project, _sources(packages / place), origin=place.partition("/")[0])
    return found


def _add(messages, paths, origin=""):
    for path in paths:
        for message in messages_in(path):
            message.origin = origin
            known = messages.setdefault(message.key, message)
            # "seat" alone and "seat, seats" are one entry: the one with the plural serves both.
            known.plural = known.plural or message.plural


def _read(path):
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()


def _catalogue(language):
    catalogue = polib.POFile(wrapwidth=100, encoding="utf-8")
    catalogue.metadata = {**HEADER, "Language": language}
    return catalogue


def _path(folder, language):
    return folder / language / "LC_MESSAGES" / "django.po"


def _memory(folders):
    """What translators have written so far, {folder: {key: entry}}, and the same from all folders."""
    own = {folder: {(e.msgctxt, e.msgid): e for e in _read(_path(folder, LATIN))} for folder in folders}
    everywhere = {}
    for entries in own.values():
        everywhere.update({key: entry for key, entry in entries.items() if entry.translated()})
    return own, everywhere


def build(root):
    """{path: bytes} of every catalogue as it should stand on the disk."""
    found = collect(root)
    own, everywhere = _memory(found)
    files = {}
    for folder, messages in found.items():
        latin, cyrillic = _catalogue(LATIN), _catalogue(CYRILLIC)
        for key in sorted(messages, key=lambda key: (key[1], key[0] or "")):
            known = own[folder].get(key)
            if known is None or not known.translated():
                # The same words elsewhere have the same translation; otherwise it waits for one.
                known = everywhere.get(key, known)
            entry = _entry(messages[key], known)
            latin.append(entry)
            cyrillic.append(_in_cyrillic(entry))
        if not messages and not _path(folder, LATIN).exists():
            continue
        for language, catalogue in ((LATIN, latin), (CYRILLIC, cyrillic)):
            path = _path(folder, language)
            files[path] = f"{catalogue}".encode()
            files[path.with_suffix(".mo")] = catalogue.to_binary()
    return files


def _entry(message, known):
    context, singular = message.key
    entry = polib.POEntry(msgctxt=context, msgid=singular, comment=message.origin)
    if known is not None:
        entry.tcomment = known.tcomment
    if not message.plural:
        entry.msgstr = known.msgstr if known is not None else ""
        return entry
    entry.msgid_plural = message.plural
    forms = dict(known.msgstr_plural) if known is not None else {}
    entry.msgstr_plural = {number: forms.get(number, "") for number in range(3)}
    return entry


def _in_cyrillic(entry):
    return polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgstr=to_cyrillic(entry.msgstr),
        msgstr_plural={number: to_cyrillic(form) for number, form in entry.msgstr_plural.items()},
    )


def write(files):
    """Write what changed; the paths written. Each file is replaced in one move: others may be reading it."""
    written = []
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(path)
            written.append(path)
    return written


PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]\w*")


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems(root, files):
    """Sentences about everything that is not as it should be; empty when all is well."""
    found = [
        f"{path.relative_to(root)} is out of date; run manage.py messages."
        for path, content in files.items()
        if not path.exists() or path.read_bytes() != content
    ]
    translations = defaultdict(set)
    for path, content in files.items():
        if path.suffix != ".po" or LATIN not in path.parts:
            continue
        for entry in polib.pofile(content.decode()):
            where = f"{path.relative_to(root)}: “{entry.msgid[:60]}”"
            found += [f"{where} {problem}" for problem in entry_problems(entry)]
            translations[entry.msgctxt, entry.msgid].add(tuple(_forms(entry)))
    found += [
        f"“{msgid[:60]}” is translated in more than one way: {' / '.join(map(str, sorted(forms)))}"
        for (_context, msgid), forms in translations.items()
        if len(forms) > 1
    ]
    return found


def entry_problems(entry):
    if not entry.translated():
        return ["is not translated."]
    wanted = _placeholders(entry.msgid_plural or entry.msgid)
    found = []
    for form in _forms(entry):
        if _placeholders(form) != wanted:
            found.append(f"has other placeholders or tags in “{form[:60]}”.")
        if form == entry.msgid:
            continue
        words = re.sub(r"<[^>]*>|%\(\w+\)s|\{\w*\}", "", form)
        for pattern, instead in FORBIDDEN.items():
            if re.search(pattern, words):
                found.append(f"says what we do not say in “{form[:60]}”; write {instead}.")
    return found


def untranslated(files):
    """{catalogue path: number of empty entries}"""
    return {
        path: sum(1 for entry in polib.pofile(content.decode()) if not entry.translated())
        for path, content in files.items()
        if path.suffix == ".po" and LATIN in path.parts
    }

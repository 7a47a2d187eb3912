"""Letters: the words of a notice, in the recipient's language and script.

A template `email/<kind>.txt` names the parts of a letter with the tags of the library `letters`.
The plain text and the HTML are both made from those parts, so that neither says more than the other.
"""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from notifications import kinds
from vsrs.context import HTML_LANG
from vsrs.dates import language
from vsrs.ui.writing import written

PREFIXES = {"sr-latn": "", "sr": "/sr", "en": "/en"}
HIDDEN = "…"


@dataclass
class Part:
    """One piece of a letter. Shapes: para, facts, items, said, button, choices."""

    shape: str
    text: str = ""
    rows: list = field(default_factory=list)
    url: str = ""


@dataclass
class Letter:
    subject: str = ""
    why: str = ""
    parts: list[Part] = field(default_factory=list)
    sender: list[str] = field(default_factory=list)
    settings_url: str = ""
    only_subject: bool = False

    # Labels are turned into words here: a lazy one would be said in the language of whoever looks.
    def add(self, shape, text="", **fields):
        self.parts.append(Part(shape, str(text), **fields))

    def add_fact(self, label, value):
        """Facts that follow one another stand together."""
        if not self.parts or self.parts[-1].shape != "facts":
            self.add("facts")
        self.parts[-1].rows.append((str(label), value))

    def text(self):
        blocks = [_PLAIN[part.shape](part) for part in self.parts]
        foot = [*self.sender, "", self.why]
        if self.settings_url:
            foot.append(f"{settings_words()}: {self.settings_url}")
        return "\n\n".join([*blocks, "-- \n" + "\n".join(foot)]) + "\n"

    def html(self):
        context = {"letter": self, "lang": HTML_LANG[language()], "settings_words": settings_words()}
        return render_to_string("email/_letter.html", context)


_PLAIN = {
    "para": lambda part: part.text,
    "facts": lambda part: "\n".join(f"{label}: {value}" for label, value in part.rows),
    "items": lambda part: "\n".join([f"{part.text}:", *(f"- {row}" for row in part.rows)]),
    "said": lambda part: "\n".join([f"{part.text}:", *(f"> {line}" for line in part.rows)]),
    "button": lambda part: f"{part.text}:\n{part.url}",
    "choices": lambda part: "\n".join([f"{part.text}:", *(f"{label}: {url}" for label, url in part.rows)]),
}


def settings_words():
    return _("Which messages you get is up to you")


def letter_of(notice, *, hide_secrets=False):
    """The letter of a notice in the active language."""
    kind = kinds.get(notice.kind)
    letter = Letter(sender=sender_lines(notice.service))
    if kind.can_be_switched_off and notice.recipient_id:
        letter.settings_url = absolute("/nalog/obavjestenja/podesavanja/")
    doors = kinds.doors_of(notice)
    if hide_secrets:
        doors = {key: HIDDEN for key, path in doors.items() if path}
    _fill(letter, kind, notice, data=notice.data | doors, url=doors.get("url", notice.url))
    return letter


def _fill(letter, kind, notice, **facts):
    context = {"letter": letter, "notice": notice, **facts}
    # Nothing is escaped here: the parts are plain text, and the HTML is made from them later.
    get_template(kind.letter).template.render(Context(context, autoescape=False))
    letter.subject = " ".join(letter.subject.split())
    if not letter.subject:
        raise ValueError(f"{kind.letter} gave no subject")


def page_of(notice):
    """Where a notice of the inbox leads its recipient."""
    return kinds.doors_of(notice).get("url", notice.url)


class SubjectFound(Exception):
    """The subject is known and the rest of the letter is not wanted."""


def title_of(notice):
    """One line for lists, in the reader's language; a letter that cannot be made still has its kind."""
    letter = Letter(only_subject=True)
    try:
        _fill(letter, kinds.get(notice.kind), notice, data=notice.data, url=notice.url)
    except SubjectFound:
        return " ".join(letter.subject.split())
    except Exception:  # a list of messages must open even when one of them is broken
        return kinds.name_of(notice.kind)
    return letter.subject


def language_of(notice):
    return notice.language if notice.language in PREFIXES else settings.LANGUAGE_CODE


def message_of(notice):
    """The e-mail of a notice, ready to send."""
    with translation.override(language_of(notice)):
        letter = letter_of(notice)
        message = EmailMultiAlternatives(
            subject=letter.subject,
            body=letter.text(),
            from_email=_from(notice.service),
            to=[_address(notice.name, notice.email)],
            reply_to=[notice.service.email] if notice.service.email else None,
            headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(letter.html(), "text/html")
        attachments = kinds.get(notice.kind).attachments
        for name, content, mimetype in attachments(notice) if attachments else ():
            message.attach(name, content, mimetype)
    return message


def message_id(notice):
    """The same for every attempt, so that a mailbox shows a message sent twice once.

    The moment is in it because a new database counts from 1 again.
    """
    return f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S%f}@{urlsplit(settings.SITE_URL).hostname}>"


def sender_lines(service):
    """Who writes: the service, how to reach it, the network."""
    reach = " · ".join(filter(None, [service.phone, service.email]))
    return list(filter(None, [written(service), reach, _("Volunteer Service of Republika Srpska")]))


def absolute(path):
    """The whole address of a page of the portal, in the active language."""
    return settings.SITE_URL + localised(path)


def is_own_page(path):
    """A path on this portal; `//host` and `/\\host` are addresses of others."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def localised(path):
    """The path of the same page in the active language, whichever language it was written in."""
    for prefix in filter(None, PREFIXES.values()):
        if path.startswith(f"{prefix}/"):
            path = path.removeprefix(prefix)
    return PREFIXES[language()] + path


def _from(service):
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return _address(written(service), address)


def _address(name, email):
    return str(Address(" ".join(name.split()), addr_spec=email)) if name else email

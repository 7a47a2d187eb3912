"""The HTML half of an e-mail of the account, made from its text, in the look of all letters of the portal."""

import re

from django.template.loader import render_to_string

from vsrs.context import HTML_LANG
from vsrs.dates import language

BUTTON = re.compile(r"^(.+):\n(https?://\S+)$")
FACT = re.compile(r"^([^:\n]+): (.+)$")
FOOT = "\n-- \n"


def as_html(subject, text):
    """Paragraphs; words before an address become a button, lines of “name: value” become facts."""
    body, _foot, foot = text.partition(FOOT)
    *sender, why = [part.strip() for part in re.split(r"\n\s*\n", foot) if part.strip()] or [""]
    letter = {
        "subject": subject,
        "parts": [_part(part.strip()) for part in re.split(r"\n\s*\n", body) if part.strip()],
        "sender": [line for part in sender for line in part.splitlines()],
        "why": why,
    }
    return render_to_string("email/_letter.html", {"letter": letter, "lang": HTML_LANG[language()]})


def _part(text):
    if button := BUTTON.match(text):
        return {"shape": "button", "text": button[1], "url": button[2]}
    facts = [FACT.match(line) for line in text.splitlines()]
    if all(facts):
        return {"shape": "facts", "rows": [fact.groups() for fact in facts]}
    return {"shape": "para", "text": text}

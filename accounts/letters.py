"""The HTML half of an e-mail of the account, made from its text: one column, one button, no images."""

import re

from django.template.loader import render_to_string

ADDRESS = re.compile(r"^https?://\S+$")
CODE = re.compile(r"^[A-Z0-9][A-Z0-9 -]{3,11}$")


def as_html(subject, text):
    """Paragraphs; an address alone in its line becomes the button, a code alone in its line stands big."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    parts = [{"kind": kind_of(part), "text": part, "lines": part.splitlines()} for part in paragraphs]
    return render_to_string("account/email/letter.html", {"subject": subject, "parts": parts})


def kind_of(part):
    if ADDRESS.match(part):
        return "address"
    return "code" if CODE.match(part) else "words"

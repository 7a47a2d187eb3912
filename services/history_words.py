"""The words of what was done. Each room registers those of its own verbs when it starts."""

_words: dict = {}


def register(words):
    """`words`: {verb: lazy text}. “verb:link” says the same of something done by a secret link."""
    _words.update(words)


def words_for(entry):
    """What a history entry says was done; a verb no room knows any more stands for itself."""
    by = entry.changes.get("by")
    return _words.get(f"{entry.verb}:{by}") or _words.get(entry.verb) or entry.verb

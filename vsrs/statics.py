"""Static files under names that change with their content, made small and compressed beforehand."""

import re
from functools import cached_property

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What stands between quotes stays as it is; comments go; of other space one is left at most.
_STRING_COMMENT_SPACE = re.compile(r"""("[^"]*"|'[^']*')|(?:/\*.*?\*/|\s)+""", re.DOTALL)
# Around these none is needed. Not around + - ( ): there it means something (calc, `and (`, `:not(`).
_PUNCTUATION = re.compile(r"""("[^"]*"|'[^']*')| ?([{};,>]) ?|(:) """)


def smaller(css):
    """The same rules without comments and spare space. For our own stylesheet; knows no odd syntax."""
    css = _STRING_COMMENT_SPACE.sub(lambda found: found[1] or " ", css)
    css = _PUNCTUATION.sub(lambda found: found[1] or found[2] or found[3] or "", css)
    return css.replace(";}", "}").strip()


class Storage(CompressedManifestStaticFilesStorage):
    @cached_property
    def _urls(self):
        return {}

    def url(self, name, force=False):
        """Remembered: the manifest does not change while the process lives."""
        if name not in self._urls or force:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def _save(self, name, content):
        if name.endswith(".css"):
            # Whoever hashed it has read it to its end.
            content.seek(0)
            content = ContentFile(smaller(content.read().decode()).encode())
        return super()._save(name, content)

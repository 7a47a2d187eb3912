"""Static files under names that change with their content, compressed beforehand."""

from functools import cached_property

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    @cached_property
    def _urls(self):
        return {}

    def url(self, name, force=False):
        """Remembered: the manifest does not change while the process lives."""
        if name not in self._urls or force:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

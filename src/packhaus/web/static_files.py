"""Static files under names with their hash, compressed beforehand; under plain names until they are collected."""

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names after `collectstatic`; a fresh checkout and its tests work without it."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001 - Django's signature
        """Return the address of a file; the plain one while debugging or when the file was not collected."""
        if name is None or settings.DEBUG or self.clean_name(name).split("#", 1)[0] not in self.hashed_files:
            return StaticFilesStorage.url(self, name)
        return str(super().url(name, force))

"""The suite's settings with files served as in production: compressed, under hashes."""

from config import paths
from config.settings.test import *  # noqa: F403 -- settings are layered

STATIC_ROOT = paths.VAR / "bench-static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False

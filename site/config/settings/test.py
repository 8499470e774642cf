"""The suite: fixed keys of no worth, fast hashing, mail in memory."""

import base64

from config import env, paths
from config.settings.base import *  # noqa: F403 -- settings are layered

SECRET_KEY = "for tests only, of no worth outside them"  # noqa: S105 -- tests only
MASTER_KEY = base64.b64encode(b"m" * 32).decode()
PEPPER = base64.b64encode(b"p" * 32).decode()
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STAFF_SECOND_FACTOR = False
STYLEGUIDE = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = paths.VAR / "test-media"
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{paths.VAR / 'test.sqlite3'}")
}
paths.VAR.mkdir(exist_ok=True)

"""A checkout on one machine: SQLite, one daphne, keys made on first start."""

import base64
import secrets

from config import env, paths
from config.settings.base import *  # noqa: F403 -- settings are layered

paths.VAR.mkdir(exist_ok=True)
(paths.VAR / "static").mkdir(exist_ok=True)


def kept_secret(name: str) -> str:
    """Return the secret in ``var/name``, made on first use, its owner's alone."""
    file = paths.VAR / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
    return file.read_text().strip()


DEBUG = env.flag("MINYI_DEBUG", False)
SECRET_KEY = env.text("MINYI_SECRET_KEY", "") or kept_secret("secret_key")
MASTER_KEY = env.text("MINYI_MASTER_KEY", "") or kept_secret("master_key")
PEPPER = env.text("MINYI_PEPPER", "") or kept_secret("pepper")
LOOPBACK = "127.0.0.1,localhost,[::1]"
DEMO = env.flag("MINYI_DEMO", False)
# Demonstration accounts sign in without a second factor: never from outside.
ALLOWED_HOSTS = (
    LOOPBACK.split(",") if DEMO else env.words("MINYI_ALLOWED_HOSTS", LOOPBACK)
)
STAFF_SECOND_FACTOR = env.flag("MINYI_STAFF_SECOND_FACTOR", not DEMO)
WHITENOISE_USE_FINDERS = True
STYLEGUIDE = True

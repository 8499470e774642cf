"""A public installation: no secret has a default, everything travels over TLS."""

from config import env
from config.settings.base import *  # noqa: F403 -- settings are layered

DEBUG = False
SECRET_KEY = env.text("MINYI_SECRET_KEY")
MASTER_KEY = env.text("MINYI_MASTER_KEY")
PEPPER = env.text("MINYI_PEPPER")
ALLOWED_HOSTS = env.words("MINYI_ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise env.BadSetting("MINYI_ALLOWED_HOSTS 要写明网站域名，用逗号分开，不能是 *。")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = env.flag("MINYI_SSL_REDIRECT", True)
# Probes come from inside, without TLS and with a bare address.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if env.flag("MINYI_BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# How many server processes there are: more than one needs Redis (config.checks).
PROCESSES = env.number("MINYI_PROCESSES", 1)

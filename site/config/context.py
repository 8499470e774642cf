"""What every page of the site may use in its template."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, the demonstration mark and the instant of the page."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "now": timezone.now(),
    }

"""What every page of the site may use in its template."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from config import heads


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, the demonstration mark and the instant of the page.

    The head also says which part of the site the page is, and its lasting address.
    """
    domain, canonical = heads.address_of(request)
    return {
        "domain": domain,
        "canonical": canonical,
        "column": heads.column_of(request),
        "site_name": gettext(settings.SITE_NAME),
        "is_demo": settings.DEMO,
        "now": timezone.now(),
    }

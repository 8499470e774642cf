"""Every address of the site."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from common.views import set_display, set_language, styleguide
from config import health
from home.reading.urls import consultation_urls, regulation_urls

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"


def not_here(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer the addresses of packages that this site has no use for."""
    raise Http404


# Accounts are given and their passwords renewed by the system administrator.
CLOSED = (
    r"^accounts/(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/",
    r"^cms/password_reset/",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    *[re_path(pattern, not_here) for pattern in CLOSED],
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("display/", set_display, name="set_display"),
    *([path("styleguide/", styleguide, name="styleguide")] * settings.STYLEGUIDE),
    path("", include("home.about.urls")),
    path("desk/", include("home.desk.urls")),
    path("", include("feedback.comments.urls")),
    path("subscribe/", include("home.subscribing.urls")),
    path("r/", include(regulation_urls)),
    path("c/", include(consultation_urls)),
    path("search/", include("home.search.urls")),
    path("points/", include("home.points.urls")),
    # One door for all.
    path(
        "cms/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]

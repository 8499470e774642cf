"""The one page of common: how the reader wants the site drawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

# base.html repeats these: 关怀版 (larger, one column) and 高对比.
MODES = ("elder", "contrast")
YEAR = 365 * 24 * 3600


@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """Keep the chosen way of drawing in a cookie, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = redirect(back)
    mode = request.POST.get("mode", "")
    if mode in MODES:
        response.set_cookie(
            "mode",
            mode,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie("mode", samesite="Lax")
    return response

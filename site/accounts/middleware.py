"""How long staff stay signed in, with what proof, and who enters the admin."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import sync_groups
from common.kept import typed_words

SIGNED_IN = "staff_signed_in_at"
LAST_SEEN = "staff_last_seen_at"
# The clock is written at most this often, so that reading pages stays reading.
TICK_SECONDS = 60
ADMIN = "/cms/"
STAFF_PLACES = ("/desk/", ADMIN)
ACCOUNT_PAGES = "/accounts/"
OK, REFUSED = 200, 422
ENTER_ADMIN = "wagtailadmin.access_admin"


class RefusedFormMiddleware:
    """Answer a refused form of the account pages with 422, as all ours are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """allauth draws the form again with 200; its view is not ours to change."""
        if request.path.startswith(ACCOUNT_PAGES) and response.status_code == OK:
            form = (response.context_data or {}).get("form")
            if form is not None and form.is_bound and form.errors:
                response.status_code = REFUSED
        return response


class StaffSessionMiddleware:
    """End idle and over-long staff sessions; ask for own passwords and second factors.

    Thirty idle minutes or twelve hours end the session. A form sent afterwards, or
    before the second factor is set, is answered with its own words to copy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        return self.stop(request, user) or self.get_response(request)

    def stop(self, request: HttpRequest, user: User) -> HttpResponse | None:
        """Return what the person meets instead of the page, if anything."""
        if user.is_staff_member and has_ended(request):
            logout(request)
            why = _("登录已超过时限，为安全起见已退出，请重新登录。")
            messages.info(request, why)
            # A reader who is signed out simply reads on.
            if not request.path.startswith(STAFF_PLACES) or not is_form(request):
                return None
            return give_back(request, why, reverse("account_login"))
        if not request.path.startswith(STAFF_PLACES):
            return None
        if user.must_change_password:
            why = _("现在的密码是管理员给的，请先换成自己的密码。")
            return ask_first(request, why, reverse("account_change_password"))
        if lacks_second_factor(user):
            why = _("工作人员要先设置两步验证，再进入工作台。")
            return ask_first(request, why, reverse("mfa_activate_totp"))
        if request.path.startswith(ADMIN):
            require_admin_access(user)
        return None


def has_ended(request: HttpRequest) -> bool:
    """Say whether the session is over; move its clock if it is not."""
    now = int(timezone.now().timestamp())
    session = request.session
    signed_in = session.setdefault(SIGNED_IN, now)
    last_seen = session.setdefault(LAST_SEEN, now)
    if (
        now - last_seen > settings.STAFF_IDLE_SECONDS
        or now - signed_in > settings.STAFF_ABSOLUTE_SECONDS
    ):
        return True
    if now - last_seen >= TICK_SECONDS:
        session[LAST_SEEN] = now
    return False


def lacks_second_factor(user: User) -> bool:
    """Say whether staff are about to enter a staff place without a factor."""
    if not settings.STAFF_SECOND_FACTOR or not user.is_staff_member:
        return False
    return not get_adapter().is_mfa_enabled(
        user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )


def require_admin_access(user: User) -> None:
    """Refuse the admin to who has no work there; rights follow today's roles.

    Wagtail would send them to sign in, where they are, and back again.
    """
    sync_groups(user)
    if not user.has_perm(ENTER_ADMIN):
        raise PermissionDenied(_("内容管理只对编辑和管理人员开放。"))


def ask_first(request: HttpRequest, why: str, url: str) -> HttpResponse:
    """Send the person to ``url`` first; a form's words are given back before that."""
    if is_form(request):
        return give_back(request, why, url)
    messages.warning(request, why)
    return redirect(f"{url}?next={request.path}" if request.path else url)


def is_form(request: HttpRequest) -> bool:
    """Say whether something was sent that could be lost."""
    return request.method not in ("GET", "HEAD", "OPTIONS")


def give_back(request: HttpRequest, why: str, url: str) -> HttpResponse:
    """Answer a form that was not taken with what was typed into it."""
    context = {"why": why, "url": url, "kept": typed_words(request.POST)}
    return render(request, "accounts/not_taken.html", context, status=403)

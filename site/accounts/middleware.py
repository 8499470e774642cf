"""How long staff stay signed in, and with what proof."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

SIGNED_IN = "staff_signed_in_at"
LAST_SEEN = "staff_last_seen_at"
# The clock is written at most this often, so that reading pages stays reading.
TICK_SECONDS = 60
STAFF_PLACES = ("/desk/", "/cms/")


class StaffSessionMiddleware:
    """End idle and over-long staff sessions; ask staff for a second factor.

    Thirty idle minutes or twelve hours end the session. A form sent after that is
    answered by the page of its view, which keeps the typed text (see
    ``common.kept``); here only the account is signed out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff_member:
            if self.has_ended(request):
                logout(request)
                messages.info(
                    request, _("登录已超过时限，为安全起见已退出，请重新登录。")
                )
            elif self.lacks_second_factor(request):
                messages.warning(request, _("工作人员要先设置两步验证，再进入工作台。"))
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    def has_ended(self, request: HttpRequest) -> bool:
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

    def lacks_second_factor(self, request: HttpRequest) -> bool:
        """Say whether staff are about to enter a staff place without a factor."""
        if not settings.STAFF_SECOND_FACTOR:
            return False
        if not request.path.startswith(STAFF_PLACES):
            return False
        return not get_adapter().is_mfa_enabled(
            request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        )

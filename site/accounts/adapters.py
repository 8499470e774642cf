"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.limits import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the system administrator; citizens need none."""

    # Said alike for a name nobody has and for a wrong password.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "登录名或者密码不对。请检查大小写和输入法，再试一次。"
        ),
        "too_many_login_attempts": _(
            "试的次数太多，请过15分钟再登录；忘了密码，请找系统管理员重设。"
        ),
        "incorrect_password": _("密码不对，请再试一次。"),
        "enter_current_password": _("请写现在的密码。"),
        "same_as_current": _("新密码和现在的一样，请换一个。"),
        "rate_limited": _("操作太密了，请过几分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address limits count by: only named proxies are believed."""
        return client_address(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, in words people use."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对。请看验证器上现在的 6 位数字，再写一次。"),
    }

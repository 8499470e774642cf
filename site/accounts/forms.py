"""What may come in at the door."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Name and password; forgotten ones are renewed by a person, not by mail."""

    # The browser's own complaints speak its language, not the page's.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("登录名")
        login.error_messages["required"] = _("请写登录名。")
        password.label = _("密码")
        password.help_text = ""
        password.error_messages["required"] = _("请写密码。")
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

"""What may come in at the door."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """Name and password; forgotten ones are renewed by a person, not by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""

"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the system administrator; citizens need none."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

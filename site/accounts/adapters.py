"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from common.limits import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the system administrator; citizens need none."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address limits count by: only named proxies are believed."""
        return client_address(request)

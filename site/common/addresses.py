"""Mail addresses that a mail can really be addressed to."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def validate_writable(address: str) -> None:
    """Refuse an address that looks like one and cannot stand in the head of a mail.

    Names of hosts in other scripts are sent in Latin letters (IDNA): what has no such
    form, or one that is no address any more, would stop the mail on its way out.

    Raises:
        ValidationError: no mail can be written to ``address``.
    """
    name, _at, host = address.rpartition("@")
    try:
        validate_email(f"{name}@{host.encode('idna').decode('ascii')}")
    except (UnicodeError, ValidationError):
        raise ValidationError(
            _("请写完整的邮箱地址，例如 name@example.cn。"), code="invalid"
        ) from None


class AddressField(forms.EmailField):
    """A field for an address that is going to be written to."""

    default_validators = [validate_writable]

"""The two refusals every act of this room begins with."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _


def require(allowed: bool) -> None:
    """Refuse who may not.

    Raises:
        PermissionDenied: ``allowed`` is false.
    """
    if not allowed:
        raise PermissionDenied(_("您没有进行这项操作的权限。"))


def require_reason(reason: str, field: str = "reason") -> str:
    """Return ``reason`` stripped.

    Raises:
        ValidationError: there is none.
    """
    if not reason.strip():
        raise ValidationError({field: _("请写明理由。")})
    return reason.strip()

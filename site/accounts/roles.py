"""Who acts: the roles of the procedure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is entitled to act as. Citizens need none."""

    POINT_COORDINATOR = "point_coordinator", _("联系点联络员")
    CPPCC_MEMBER = "cppcc_member", _("政协委员")
    CPPCC_STAFF = "cppcc_staff", _("政协工作人员")
    LEGISLATIVE_STAFF = "legislative_staff", _("法工委经办人")
    LEGISLATIVE_REVIEWER = "legislative_reviewer", _("法工委复核人")
    CONTENT_MODERATOR = "content_moderator", _("内容审核员")
    UNIT_OFFICER = "unit_officer", _("承办单位经办人")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# These decide or see what others may not, so they sign in with a second factor.
STAFF_ROLES = frozenset(
    {
        Role.CPPCC_STAFF,
        Role.LEGISLATIVE_STAFF,
        Role.LEGISLATIVE_REVIEWER,
        Role.CONTENT_MODERATOR,
        *ADMIN_ROLES,
    }
)

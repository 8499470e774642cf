"""The home room as Django knows it, and Wagtail's users as this site has them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail import whitelist
from wagtail.users.apps import WagtailUsersAppConfig

# Where rich text of editors may lead.
LINK_SCHEMES = ["http", "https", "mailto", "tel"]


class HomeConfig(AppConfig):
    """Label, name, and who may do what in the admin."""

    name = "home"
    label = "home"
    verbose_name = _("门户")

    def ready(self) -> None:
        from home import policies, remembered  # noqa: PLC0415 -- app ready
        from home import receivers as _receivers  # noqa: F401, PLC0415 -- app ready

        policies.register()
        remembered.listen(self.get_model("SiteSettings"))
        whitelist.ALLOWED_URL_SCHEMES[:] = LINK_SCHEMES


class UsersConfig(WagtailUsersAppConfig):
    """Accounts without superusers, groups and passwords to choose for others."""

    user_viewset = "home.people.AccountViewSet"

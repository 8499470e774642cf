"""The drafts room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Label, name, and who may do what in the admin."""

    name = "drafts"
    label = "drafts"
    verbose_name = _("法规文本")

    def ready(self) -> None:
        from wagtail.permissions import (  # noqa: PLC0415 -- app ready
            register_permission_policy,
        )

        from drafts import models, policies  # noqa: PLC0415 -- app ready
        from drafts import receivers as _receivers  # noqa: F401, PLC0415 -- app ready

        register_permission_policy(
            models.Explanation,
            policies.RolePolicy(models.Explanation, policies.EXPLANATION_ACTS),
        )
        for model in (models.Regulation, models.Version):
            register_permission_policy(
                model, policies.RolePolicy(model, policies.READ_ONLY_ACTS)
            )

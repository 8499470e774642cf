"""The dispositions room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispositionsConfig(AppConfig):
    """Label and name of the room, and its ears."""

    name = "feedback.dispositions"
    label = "dispositions"
    verbose_name = _("采纳情况")

    def ready(self) -> None:
        from feedback.comments.answers import (  # noqa: PLC0415 -- app ready
            register_answer_source,
        )
        from feedback.dispositions import receivers  # noqa: F401, PLC0415 -- app ready
        from feedback.dispositions.answers import (  # noqa: PLC0415 -- app ready
            published_answers,
        )

        register_answer_source(published_answers)

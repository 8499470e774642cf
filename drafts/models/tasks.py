"""The workflow step at which a second person approves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from accounts.models import User
from drafts.authorship import author_id_of


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by somebody of a group who did not write the draft.

    A group stands for the role of its name: who holds the role today may approve,
    whatever lists of members or flags of superusers say.
    """

    class Meta:
        verbose_name = _("他人复核")
        verbose_name_plural = _("他人复核")

    @classmethod
    def get_description(cls) -> str:
        return str(_("由撰写人以外的、担任所选角色的人复核"))

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self._user_in_groups(user):
            return []
        actions = [("reject", _("退回修改"), True)]
        if not self._is_author(obj, user):
            actions.append(("approve", _("通过并发布"), False))
        return actions

    def on_action(
        self, task_state: TaskState, user: User, action_name: str, **kwargs: Any
    ) -> None:
        obj = task_state.workflow_state.content_object
        allowed = {name for name, _label, _modal in self.get_actions(obj, user)}
        if action_name not in allowed:
            raise PermissionDenied(_("由撰写人以外的复核人通过或退回。"))
        super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self._user_in_groups(user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not self._user_in_groups(user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    def _user_in_groups(self, user: User) -> bool:
        return user.has_role(*self.groups.values_list("name", flat=True))

    def _is_author(self, obj: Any, user: User) -> bool:
        return settings.EXPLANATION_SECOND_PERSON and author_id_of(obj) == user.pk

"""What the Wagtail admin learns: plain words to edit, projects and versions to read."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from drafts.models import Explanation, Regulation, Version


class ExplanationFilterSet(WagtailFilterSet):
    """Plain words of one regulation or version, and those out of date."""

    regulation = django_filters.ModelChoiceFilter(
        field_name="provision__version__document__regulation",
        queryset=Regulation.objects.all(),
        label=_("立法项目"),
    )
    version = django_filters.ModelChoiceFilter(
        field_name="provision__version",
        queryset=Version.objects.select_related("document"),
        label=_("版本"),
    )

    class Meta:
        model = Explanation
        fields = ["needs_update", "live"]


class ExplanationEditView(EditView):
    """Editing without the shortcut past the workflow: publishing is its last step."""

    def get_available_actions(self) -> list[str]:
        actions = super().get_available_actions()
        return [action for action in actions if action != "publish"]


class ExplanationViewSet(SnippetViewSet):
    """Plain words beside provisions."""

    model = Explanation
    icon = "comment"
    menu_label = _("民言民语")
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("version_title", label=_("版本")),
        BooleanColumn("needs_update", label=_("待更新")),
        BooleanColumn("live", label=_("已发布")),
    ]
    list_per_page = 50
    list_select_related = ["provision__version", "latest_revision"]
    filterset_class = ExplanationFilterSet
    search_fields = ["body", "who", "provision__citation"]
    edit_view_class = ExplanationEditView
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return Explanation.objects.select_related("provision__version")


class PlainInspectView(InspectView):
    """One row to look at, in the words of people."""

    labels = {
        "text_hash": _("文本指纹"),
        "published_by": _("公布人"),
        "lineage_confirmed_at": _("沿革确认时间"),
        "lineage_confirmed_by": _("沿革确认人"),
    }

    def get_field_label(self, field_name: str, field: Any) -> str:
        return str(
            self.labels.get(field_name) or super().get_field_label(field_name, field)
        )

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return "–" if value is None else value


class ReadOnlyViewSet(ModelViewSet):
    """A register to look things up in; the workbench changes it."""

    form_fields: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = PlainInspectView
    list_per_page = 50


class RegulationViewSet(ReadOnlyViewSet):
    """Legislative projects."""

    model = Regulation
    icon = "doc-full"
    menu_label = _("立法项目")
    name = "regulations"
    list_display = [
        "code",
        "title",
        "stage",
        "organiser",
        BooleanColumn("is_public", label=_("公开")),
    ]
    list_filter = ["stage", "kind", "is_public"]
    search_fields = ["code", "title", "short_title"]
    inspect_view_fields = [
        "code",
        "title",
        "kind",
        "act_type",
        "stage",
        "organiser",
        "drafting_unit",
        "promulgated_on",
        "effective_on",
        "is_public",
    ]


class VersionViewSet(ReadOnlyViewSet):
    """Versions of texts."""

    model = Version
    icon = "history"
    menu_label = _("版本")
    name = "versions"
    list_display = ["title", "version_type", "stage", "published_at"]
    list_filter = ["version_type", "stage"]
    search_fields = ["title", "document__code"]
    inspect_view_fields = [
        "title",
        "document",
        "version_type",
        "stage",
        "dated_on",
        "source_name",
        "text_hash",
        "published_at",
        "published_by",
        "lineage_confirmed_at",
        "lineage_confirmed_by",
    ]


class TextsGroup(ModelViewSetGroup):
    """The menu of projects and versions."""

    menu_label = _("法规文本")
    menu_icon = "doc-full"
    menu_order = 200
    items = (RegulationViewSet, VersionViewSet)


register_snippet(ExplanationViewSet)


@hooks.register("register_admin_viewset")
def texts_group() -> TextsGroup:
    return TextsGroup()


@hooks.register("construct_snippet_action_menu")
def leave_publishing_to_the_workflow(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Take the publish button from the menu of plain words; approval publishes."""
    if context.get("model") is Explanation:
        menu_items[:] = [
            item for item in menu_items if item.name not in ("action-publish",)
        ]

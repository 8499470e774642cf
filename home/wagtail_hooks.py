"""What the Wagtail admin learns: accounts, registers, and what it does not show."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import choosers
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.models import Page

from accounts.models import ContactPoint, Division
from accounts.registers import save_entry
from accounts.roles import Role
from drafts.models import Regulation, RegulationPage
from home.people import MembershipViewSet, ServiceFormMixin

# They lead out of the site, or ask what nobody here has to know.
HIDDEN_MENUS = {"help"}
# Fields of the link choosers that have no label of their own.
LINK_LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": _("链接文字")},
    choosers.AnchorLinkChooserForm: {"url": _("锚点"), "link_text": _("链接文字")},
    choosers.PhoneLinkChooserForm: {
        "phone_number": _("电话"),
        "link_text": _("链接文字"),
    },
    choosers.EmailLinkChooserForm: {
        "email_address": _("电子邮箱"),
        "link_text": _("链接文字"),
        "subject": _("邮件主题"),
        "body": _("邮件正文"),
    },
}
HIDDEN_REPORTS = {"aging-pages", "page-types-usage", "locked-pages"}


def role_label(group: Group) -> str:
    """Return what people call a group; it is named by the code of its role."""
    return str(Role(group.name).label) if group.name in Role else group.name


PageViewRestrictionForm.base_fields["groups"].label_from_instance = role_label
CollectionViewRestrictionForm.base_fields["groups"].label_from_instance = role_label
for form, labels in LINK_LABELS.items():
    for field_name, label in labels.items():
        form.base_fields[field_name].label = label


class EntryMixin(ServiceFormMixin):
    """Storing an entry of a register with its row in the ledger."""

    def save_instance(self) -> Any:
        entry = self.form.save(commit=False)
        save_entry(entry, by=self.request.user)
        return entry


class EntryCreateView(EntryMixin, generic.CreateView):
    """A new entry."""


class EntryEditView(EntryMixin, generic.EditView):
    """A changed entry."""


class RegisterViewSet(ModelViewSet):
    """A register the system administrator looks after."""

    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    copy_view_enabled = False
    list_per_page = 50


class DivisionViewSet(RegisterViewSet):
    """Administrative divisions."""

    model = Division
    name = "divisions"
    icon = "site"
    menu_label = _("行政区划")
    form_fields = ["code", "name", "kind", "parent"]
    list_display = [
        "code",
        "name",
        Column("get_kind_display", label=_("级别")),
        "parent",
    ]
    list_filter = ["kind"]
    search_fields = ["code", "name"]


class ContactPointViewSet(RegisterViewSet):
    """Grassroots legislative contact points."""

    model = ContactPoint
    name = "contact-points"
    icon = "home"
    menu_label = _("联系点")
    form_fields = [
        "code",
        "name",
        "type",
        "level",
        "host_unit",
        "division",
        "address",
        "public_phone",
        "designated_on",
        "term_ends_on",
        "is_active",
    ]
    list_display = [
        "code",
        "name",
        Column("get_type_display", label=_("类型")),
        "division",
        "public_phone",
        BooleanColumn("is_active", label=_("在用")),
    ]
    list_filter = ["type", "level", "is_active"]
    search_fields = ["code", "name", "host_unit"]


class RegistersGroup(ModelViewSetGroup):
    """The menu of registers."""

    menu_label = _("登记册")
    menu_icon = "list-ul"
    menu_order = 300
    items = (DivisionViewSet, ContactPointViewSet)


@hooks.register("register_admin_viewset")
def registers_group() -> RegistersGroup:
    return RegistersGroup()


@hooks.register("register_admin_viewset")
def memberships() -> MembershipViewSet:
    return MembershipViewSet()


@hooks.register("construct_main_menu")
def hide_menus(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_MENUS]


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]


@hooks.register("before_serve_page")
def send_to_the_regulation(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """A presenting page is read at the address of its regulation, with all the rest."""
    if isinstance(page, RegulationPage):
        visible = Regulation.objects.visible_to(request.user)
        found = get_object_or_404(visible, pk=page.regulation_id)
        return redirect(found.get_absolute_url())
    return None

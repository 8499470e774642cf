"""Accounts and memberships in the Wagtail admin: forms that only call services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseModelForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import UserViewSet

from accounts import services
from accounts.models import Membership, User

ONE_TIME = gettext_lazy(
    "账号 %(name)s 的一次性密码：%(password)s。只显示这一回，请当面或者通过"
    "可靠的途径交给本人；首次登录后须换密码。"
)


class AccountForm(forms.ModelForm):
    """What the system administrator says about a person."""

    display_name = forms.CharField(label=gettext_lazy("姓名"), max_length=50)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)

    class Meta:
        model = User
        fields = ["username", "display_name", "email"]
        labels = {"username": gettext_lazy("登录名")}
        help_texts = {
            "username": gettext_lazy("字母、数字和 @ . + - _，开设后不再改。")
        }


class AccountEditForm(AccountForm):
    """Name, address, whether the account is open, and a new one-time password."""

    is_active = forms.BooleanField(
        label=gettext_lazy("启用"),
        required=False,
        help_text=gettext_lazy("停用后马上不能登录，已经登录的也会退出。"),
    )
    renew = forms.BooleanField(
        label=gettext_lazy("重设密码"),
        required=False,
        help_text=gettext_lazy("生成新的一次性密码，并取消原来的两步验证。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("停用、启用、重设密码时必填，记入操作流水。"),
    )

    class Meta(AccountForm.Meta):
        fields = ["display_name", "email", "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            for name in ("is_active", "renew", "reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_reason = cleaned.get("renew") or "is_active" in self.changed_data
        if needs_reason and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("请写明理由，理由会记入操作流水。"))
        return cleaned


if TYPE_CHECKING:
    # The mixin stands in front of a view that adds or changes.
    from wagtail.admin.views.generic import CreateView as FormView
else:
    FormView = object


class ServiceFormMixin(FormView):
    """Shows what a service refuses as an error of the form."""

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            named = getattr(error, "error_dict", None)
            fits = named is not None and set(named) <= set(form.fields)
            form.add_error(None, error if fits else error.messages)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class AccountCreateView(ServiceFormMixin, generic.CreateView):
    """Opening an account; its password is shown once."""

    def save_instance(self) -> User:
        given = self.form.cleaned_data
        opened = services.create_account(
            given["username"],
            given["display_name"],
            email=given["email"],
            by=self.request.user,
        )
        self.password = opened.password
        return opened.user

    def get_success_message(self, instance: User) -> str:
        return ONE_TIME % {"name": instance.username, "password": self.password}


class AccountEditView(ServiceFormMixin, generic.EditView):
    """Changing an account through the services, one act for each thing changed."""

    password = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        is_self = self.request.user.pk == self.object.pk
        return {**super().get_form_kwargs(), "editing_self": is_self}

    def save_instance(self) -> User:
        given, by = self.form.cleaned_data, self.request.user
        user = User.objects.get(pk=self.object.pk)
        reason = given.get("reason", "")
        if {"display_name", "email"} & set(self.form.changed_data):
            services.rename_account(
                user, by=by, display_name=given["display_name"], email=given["email"]
            )
        if "is_active" in self.form.changed_data:
            opens = given["is_active"]
            act = services.reopen_account if opens else services.close_account
            act(user, by=by, reason=reason)
        if given.get("renew"):
            self.password = services.renew_password(user, by=by, reason=reason)
        user.refresh_from_db()
        return user

    def get_success_message(self) -> str:
        if self.password:
            return ONE_TIME % {"name": self.object.username, "password": self.password}
        return _("已保存。")


class AccountIndexView(generic.IndexView):
    """Accounts by name; who holds which role is not shown here."""

    any_permission_required = ["add", "change"]

    def get_base_queryset(self) -> models.QuerySet[User]:
        return User.objects.order_by("username")


class AccountViewSet(UserViewSet):
    """Accounts, without groups, superusers and passwords to type for others."""

    menu_label = gettext_lazy("账号")
    filterset_class = None
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = generic.DeleteView
    history_view_class = HistoryView
    template_prefix = ""
    copy_view_enabled = False
    search_fields = ["username", "display_name"]
    list_display = [
        "username",
        Column("display_name", label=gettext_lazy("姓名")),
        BooleanColumn("is_active", label=gettext_lazy("启用")),
        DateColumn("last_login", label=gettext_lazy("最近登录")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return AccountEditForm if for_update else AccountForm


class MembershipForm(WagtailAdminModelForm):
    """A grant, and why."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("例如任命文件的文号，记入操作流水。"),
    )


class EndingForm(WagtailAdminModelForm):
    """The last day of a role, and why it ends."""

    ends_on = forms.DateField(
        label=gettext_lazy("结束日期"),
        help_text=gettext_lazy("当天仍然有效。填昨天，马上结束。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        help_text=gettext_lazy("记入操作流水。"),
    )


class MembershipCreateView(ServiceFormMixin, generic.CreateView):
    """Granting a role."""

    def save_instance(self) -> Membership:
        given = self.form.cleaned_data
        return services.grant_role(
            given["user"],
            given["role"],
            by=self.request.user,
            contact_point=given["contact_point"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            reason=given["reason"],
        )


class MembershipEditView(ServiceFormMixin, generic.EditView):
    """Ending a role; nothing else of it changes."""

    page_title = gettext_lazy("结束任职")

    def get_form_class(self) -> type[BaseModelForm]:
        return forms.modelform_factory(Membership, form=EndingForm, fields=["ends_on"])

    def get_bound_panel(self, form: Any) -> None:
        return None

    def save_instance(self) -> Membership:
        membership = Membership.objects.select_related("user").get(pk=self.object.pk)
        given = self.form.cleaned_data
        return services.end_role(
            membership,
            by=self.request.user,
            ends_on=given["ends_on"],
            reason=given["reason"],
        )


class MembershipViewSet(ModelViewSet):
    """Who acts in which role, from when until when."""

    model = Membership
    name = "memberships"
    icon = "group"
    menu_label = gettext_lazy("任职")
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "user",
        Column("get_role_display", label=gettext_lazy("角色")),
        "contact_point",
        Column("starts_on", label=gettext_lazy("起始日期")),
        Column("ends_on", label=gettext_lazy("结束日期")),
    ]
    list_filter = ["role", "contact_point"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["user__username", "role"]
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            FieldPanel("role"),
            FieldPanel("contact_point"),
            FieldPanel("starts_on"),
            FieldPanel("ends_on"),
            FieldPanel("reason"),
        ],
        base_form_class=MembershipForm,
    )

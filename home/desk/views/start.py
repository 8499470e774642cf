"""The first page of the workbench, and the ledger for those who audit."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Role
from common.models import LedgerEntry
from consultations.rounds.querysets import PREPARING_ROLES
from home.desk.tasks import rounds_due, tasks_of, waiting_for_others
from home.desk.views.access import DeskRequest, on_desk


@on_desk()
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    user = request.user
    works_on_rounds = user.has_role(*PREPARING_ROLES)
    context = {
        "tasks": tasks_of(user),
        "handed_on": waiting_for_others(user),
        "due": rounds_due() if works_on_rounds else [],
        "roles": roles_of(user),
    }
    return render(request, "desk/home.html", context)


@on_desk(Role.AUDIT_ADMIN)
@require_safe
def ledger_page(request: DeskRequest) -> HttpResponse:
    """Every act, newest first; filtered by stream, act and actor."""
    rows = LedgerEntry.objects.order_by("-at", "-pk")
    wanted = {name: request.GET.get(name, "").strip() for name in ("stream", "act")}
    for name, value in wanted.items():
        if value:
            rows = rows.filter(**{f"{name}__startswith": value})
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    actors = User.objects.in_bulk({row.actor_id for row in page if row.actor_id})
    context = {"page": page, "actors": actors, "wanted": wanted}
    return render(request, "desk/ledger.html", context)


def roles_of(user: User) -> list[str]:
    """The labels of the roles an account holds today."""
    return [str(role.label) for role in Role if role in user.roles]

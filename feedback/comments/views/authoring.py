"""What an author does with receipt number and code: look, correct, withdraw."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import limits
from common.caching import private
from common.moves import IllegalMove
from common.own_pages import own_pages_or_token
from common.templatetags.writing import day
from feedback.comments import services
from feedback.comments.answers import answers_for
from feedback.comments.forms import LookupForm, ProposingForm
from feedback.comments.kinds import BODY_LIMIT
from feedback.comments.models import Comment
from feedback.comments.personal import masked
from feedback.comments.quoting import quoted
from feedback.comments.refusals import Locked, MistypedCode
from feedback.comments.services.correcting import may_correct, may_withdraw
from feedback.comments.standing import history_of, standing_of
from feedback.comments.whereabouts import whereabouts_of

METHODS = ["GET", "HEAD", "POST"]


@private
@own_pages_or_token
@require_http_methods(METHODS)
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; show the comment when both fit."""
    comment, refusal = found(request)
    return refusal if comment is None else show(request, comment)


@private
@own_pages_or_token
@require_http_methods(METHODS)
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the comment back, and say what was kept and what was not."""
    if request.method != "POST":
        return redirect("comments:lookup")
    comment, refusal = found(request)
    if comment is None:
        return refusal
    try:
        services.withdraw_comment(comment)
    except IllegalMove as why:
        return show(request, comment, problem=str(why), status=409)
    comment, refusal = found(request)
    return refusal if comment is None else show(request, comment, done=_("已撤回。"))


@private
@own_pages_or_token
@require_http_methods(METHODS)
def correct(request: HttpRequest) -> HttpResponse:
    """Show the latest words to be changed, or keep the new ones."""
    if request.method != "POST":
        return redirect("comments:lookup")
    comment, refusal = found(request)
    if comment is None:
        return refusal
    if not may_correct(comment):
        why = _("这条意见已经办结或者已经报送，不能再更正。")
        return show(request, comment, problem=why, status=409)
    form = correction_form(request, comment)
    if request.POST.get("step") != "save":
        return show_correction(request, comment, form)
    if not form.is_valid():
        return show_correction(request, comment, form, status=422)
    before = comment.wording.pk
    kept = services.correct_comment(comment, words=form.words)
    comment, refusal = found(request)
    if comment is None:
        return refusal
    if kept.pk == before:
        return show(request, comment, done=_("文字没有变化，意见保持原样。"))
    return show(request, comment, done=_("更正已收到，原来的话也保留着。"))


def found(request: HttpRequest) -> tuple[Comment | None, HttpResponse]:
    """Return the comment that number and code name, or the page that asks for them."""
    if request.method != "POST":
        return None, ask(request, LookupForm())
    form = LookupForm(request.POST)
    if not form.is_valid():
        return None, ask(request, form, status=422)
    given = form.cleaned_data
    try:
        comment = services.find_by_code(
            given["receipt_no"], given["code"], visitor=limits.visitor(request)
        )
    except MistypedCode as slip:
        form.add_error("code", str(slip))
        return None, ask(request, form, status=422)
    except Locked as lock:
        return None, locked(request, form, lock.seconds)
    if comment is None:
        form.add_error(
            None,
            _(
                "没有查到。请对照回执核对受理编号和查询码；连续5次不对，要等30分钟再查。"
            ),
        )
    return comment, ask(request, form, status=422)


def locked(request: HttpRequest, form: LookupForm, seconds: int) -> HttpResponse:
    """Tell who has tried too often when the next try is heard."""
    minutes = -(-seconds // 60)
    form.add_error(
        None,
        _("试错的次数太多，请过 %d 分钟再查，或者打电话请工作人员代查。") % minutes,
    )
    response = ask(request, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def ask(request: HttpRequest, form: LookupForm, status: int = 200) -> HttpResponse:
    """Show the two fields."""
    return render(request, "comments/lookup.html", {"form": form}, status=status)


def show(
    request: HttpRequest,
    comment: Comment,
    *,
    done: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the author where the comment stands, and the answers there are."""
    targets = list(comment.targets.all())
    cited = {target.pk: target.provision.citation for target in targets}
    context = {
        "comment": comment,
        "consultation": comment.consultation,
        "standing": standing_of(comment),
        "facts": [
            (_("受理编号"), comment.receipt_no),
            (_("提出"), day(comment.submitted_at)),
            (_("针对"), comment.version.title),
        ],
        "about": _("、").join(cited.values()) or _("整个草案"),
        "words": shown_words(comment),
        "places": whereabouts_of(comment),
        "answers": [
            (answer, cited.get(answer.target_id or 0, ""))
            for answer in answers_for(comment)
        ],
        "events": comment.screenings.all(),
        "history": history_of(comment),
        "may_correct": may_correct(comment),
        "may_withdraw": may_withdraw(comment),
        "code": request.POST.get("code", ""),
        "done": done,
        "problem": problem,
        "crumbs": [
            (_("首页"), "/"),
            (_("查我的意见"), reverse("comments:lookup")),
            (comment.receipt_no, ""),
        ],
    }
    return render(request, "comments/lookup_result.html", context, status=status)


def shown_words(comment: Comment) -> dict[str, Any]:
    """Return the author's words; without personal data once their identity is gone."""
    wording = comment.wording
    if comment.withdrawal_requested_at:
        words = masked(comment)
    else:
        words = {
            "body": wording.body,
            "reason": wording.reason,
            "proposed": wording.proposed,
        }
    cited = {
        target.provision.address: target.provision.citation
        for target in comment.targets.all()
    }
    words["proposed"] = [
        (cited.get(address, address), text)
        for address, text in words["proposed"].items()
    ]
    return words


def correction_form(request: HttpRequest, comment: Comment) -> ProposingForm:
    """Return the form with the latest words in it, or with what was sent."""
    latest = comment.wording
    keys = [target.provision_id for target in comment.targets.all()]
    is_saving = request.POST.get("step") == "save"
    return ProposingForm(
        request.POST if is_saving else None,
        quotes=quoted(comment.version_id, keys),
        proposed=latest.proposed,
        initial={"body": latest.body, "reason": latest.reason},
    )


def show_correction(
    request: HttpRequest, comment: Comment, form: ProposingForm, status: int = 200
) -> HttpResponse:
    """Show the latest words in a form."""
    context = {
        "comment": comment,
        "form": form,
        "own_fields": [form[name] for name in form.fields if name.startswith("own-")],
        "code": request.POST.get("code", ""),
        "body_limit": BODY_LIMIT,
        "sent": " ".join(form.fields) if form.is_bound else "",
    }
    return render(request, "comments/correct.html", context, status=status)

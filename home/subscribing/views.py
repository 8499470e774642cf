"""Pages of following: subscribe, confirm and leave; feeds; QR codes and posters."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import ContactPoint
from common import limits
from common.caching import private
from consultations.rounds.models import Consultation
from drafts.models import Provision, Regulation
from feedback.reports import subscriptions, topics
from feedback.reports.kinds import Scope
from feedback.reports.subscriptions import LinkExpired
from feedback.reports.topics import PUBLIC, Topic
from home.reading import feeds, sharing
from home.subscribing.forms import SubscribeForm

ATOM = "application/atom+xml; charset=utf-8"
SVG = "image/svg+xml"
FEED_SECONDS, IMAGE_SECONDS = 300, 24 * 3600
# Feeds are asked for by programs, whose own language says nothing about the reader's.
FEED_LANGUAGES = {"": "zh-hans", "en": "en"}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = SubscribeForm(posted, offered=offered(request))
    if not form.is_valid():
        return asking(request, form, 200 if posted is None else 422)
    topic, address = form.cleaned_data["topic"], form.cleaned_data["email"]
    if not subscriptions.ask(topic, address, visitor=limits.visitor(request)):
        form.add_error(None, _("您订阅的次数太多，请过一个小时再试。"))
        response = asking(request, form, 429)
        response["Retry-After"] = str(subscriptions.HOUR)
        return response
    # The same words for every address: the page tells nobody who has subscribed.
    context = {"topic": topic, "address": address}
    return render(request, "reports/subscribe_sent.html", context)


def asking(request: HttpRequest, form: SubscribeForm, status: int) -> HttpResponse:
    """The page with the form."""
    context = {"form": form, "points": subscriptions.POINTS}
    return render(request, "reports/subscribe.html", context, status=status)


def offered(request: HttpRequest) -> list[Topic]:
    """Return what is on offer: what one comes from, and the wider topics about it."""
    for scope in (Scope.ROUND, Scope.REGULATION, Scope.SUBJECT):
        key = request.GET.get(scope.value)
        if key:
            topic = topics.find(scope, key)
            if topic is None:
                raise Http404
            return topics.around(topic)
    return [topics.EVERYTHING, *topics.subjects()]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = subscriptions.find_to_confirm(token)
    except ValidationError as error:
        raise Http404 from error
    except LinkExpired:
        return render(request, "reports/confirm_expired.html", status=410)
    if request.method == "POST":
        subscriptions.confirm_subscription(found)
    context = {
        "topic": topics.topic_of(found),
        "is_confirmed": found.confirmed_at is not None,
        "leave_token": subscriptions.leave_token(found),
    }
    return render(request, "reports/confirm.html", context)


@csrf_exempt  # RFC 8058: the mail program sends the form, without page or cookie.
@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = subscriptions.find_to_leave(token)
    except ValidationError as error:
        raise Http404 from error
    if found and request.method == "POST":
        subscriptions.unsubscribe(found)
        found = None
    context = {
        "is_left": found is None,
        "topic": topics.topic_of(found) if found else None,
    }
    return render(request, "reports/leave.html", context)


@require_safe
def rounds_feed(request: HttpRequest) -> HttpResponse:
    with translation.override(feed_language(request)):
        return fed(request, feeds.of_rounds("/c/"))


@require_safe
def results_feed(request: HttpRequest) -> HttpResponse:
    with translation.override(feed_language(request)):
        return fed(request, feeds.of_results("/c/"))


@require_safe
def round_feed(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Consultation.objects.visible_to(PUBLIC), code=code)
    with translation.override(feed_language(request)):
        return fed(request, feeds.of_round(found))


@require_safe
def regulation_feed(request: HttpRequest, code: str) -> HttpResponse:
    public = Regulation.objects.visible_to(PUBLIC).select_related("document")
    found = get_object_or_404(public, code=code)
    with translation.override(feed_language(request)):
        return fed(request, feeds.of_regulation(found))


@require_safe
def round_qr(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Consultation.objects.visible_to(request.user), code=code)
    return drawn(request, found.get_absolute_url())


@require_safe
def provision_qr(
    request: HttpRequest, code: str, version: int, address: str
) -> HttpResponse:
    visible = Provision.objects.visible_to(request.user).select_related(
        "version__document"
    )
    found = get_object_or_404(
        visible,
        version__document__code=code,
        version__sequence=version,
        address=address,
    )
    return drawn(request, found.get_absolute_url())


@require_safe
def round_poster(request: HttpRequest, code: str) -> HttpResponse:
    visible = Consultation.objects.visible_to(request.user).for_listing()
    found = get_object_or_404(visible.prefetch_related("extensions"), code=code)
    point = None
    if request.GET.get("point"):
        active = ContactPoint.objects.filter(is_active=True)
        point = get_object_or_404(active, code=request.GET["point"])
    context = sharing.poster(found, base_of(request), point)
    return render(request, "rounds/poster.html", context)


def feed_language(request: HttpRequest) -> str:
    """Return the language a feed is asked in; 404 for one there is not."""
    language = FEED_LANGUAGES.get(request.GET.get("lang", ""))
    if language is None:
        raise Http404
    return language


def fed(request: HttpRequest, feed: feeds.Feed) -> HttpResponse:
    """Answer with a feed, or with 304 to who has it already."""
    content = feeds.written(
        feed,
        base=base_of(request),
        address=request.build_absolute_uri(),
        language="en" if translation.get_language() == "en" else "zh-Hans",
    )
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    changed = int(feed.updated_at.timestamp())
    response = HttpResponse(content, content_type=ATOM)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"max-age={FEED_SECONDS}"
    return get_conditional_response(request, etag, changed, response) or response


def drawn(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the QR code of an address of this site."""
    image = sharing.qr_image(base_of(request) + path)
    response = HttpResponse(image, content_type=SVG)
    response["Cache-Control"] = f"max-age={IMAGE_SECONDS}"
    return response


def base_of(request: HttpRequest) -> str:
    """Return the site's own address as it is asked for, without a slash."""
    return f"{request.scheme}://{request.get_host()}"

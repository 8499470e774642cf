"""Public pages: regulations and their texts, rounds and their results."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from consultations.rounds.models import Consultation
from drafts.models import Regulation, Version
from drafts.text.structure import HEADINGS
from home.areas import Areas
from home.filters import UnknownChoice
from home.reading import (
    ancestry,
    changes,
    heads,
    outlook,
    provisions,
    regulations,
    results,
    rounds,
    sharing,
    tables,
    terms,
    whole,
)
from home.reading.articles import load_blocks
from home.reading.charts import charts
from home.reading.contents import Contents, Leaf, load_contents
from home.reading.papers import word_table
from home.reading.pulses import pulses
from home.reading.shelves import Shelf, name_of, open_shelf
from home.reading.windows import asked_about

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PER_PAGE = 20
LONGEST_NUMBER = 5


@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    areas = Areas.load()
    try:
        chosen = regulations.filters(request.user, request.GET, areas)
    except UnknownChoice as wrong:
        raise Http404 from wrong
    page = page_of(request, regulations.listed(request.user, chosen, areas))
    context = {
        "page": page,
        "entries": regulations.entries(request.user, page.object_list),
        "filters": chosen,
    }
    return render(request, "reading/regulation_list.html", context)


@require_safe
def regulation_detail(request: HttpRequest, code: str) -> HttpResponse:
    visible = Regulation.objects.visible_to(request.user).select_related("document")
    regulation = get_object_or_404(visible, code=code)
    context = regulations.portrait(request.user, regulation)
    context["address"] = request.build_absolute_uri(regulation.get_absolute_url())
    return render(request, "reading/regulation_detail.html", context)


@require_safe
def version_detail(request: HttpRequest, code: str, version: int) -> HttpResponse:
    shelf, text = shelf_and_version(request, code, version)
    contents = load_contents(text)
    leaf = leaf_of(request, contents)
    context = frame(shelf, text) | asked_about(request.user, text)
    context |= contents.around(leaf) | {"changed_from": changes.base_of(shelf, text)}
    context |= heads.of_version(text, contents) | lasting(request, leaf)
    if choice_of(request, "only", "changed"):
        return version_changes(request, shelf, text, context)
    context["blocks"] = load_blocks(text, leaf, context["round"])
    context["terms"] = terms.mark(context["blocks"], terms.terms_of(text))
    return render(request, "reading/version_detail.html", context)


def version_changes(
    request: HttpRequest, shelf: Shelf, text: Version, context: dict[str, Any]
) -> HttpResponse:
    """Answer with the same page, but only with what changed since the text before."""
    base = context["changed_from"]
    if base is None:
        raise Http404
    contents, leaf = context["contents"], context["leaf"]
    context |= changes.portrait(shelf, base, text, contents, leaf)
    changes.offer(context["stretches"], context["round"])
    return render(request, "reading/version_changes.html", context)


@require_safe
def version_print(request: HttpRequest, code: str, version: int) -> HttpResponse:
    shelf, text = shelf_and_version(request, code, version)
    with_plain = bool(choice_of(request, "with", "plain"))
    address = request.build_absolute_uri(text.get_absolute_url())
    context = frame(shelf, text) | {
        "lines": whole.lines_of(text, with_plain=with_plain),
        "with_plain": with_plain,
        "heading": whole.heading_of(text),
        "address": address,
        "qr": provisions.qr(address),
    }
    return render(request, "reading/version_print.html", context)


@require_safe
def version_word(request: HttpRequest, code: str, version: int) -> HttpResponse:
    text = published_version(request, code, version)
    address = request.build_absolute_uri(text.get_absolute_url())
    return download(whole.word_text(text, address), WORD, f"{text.code}.docx")


@require_safe
def version_text(request: HttpRequest, code: str, version: int) -> HttpResponse:
    text = published_version(request, code, version)
    address = request.build_absolute_uri(text.get_absolute_url())
    words = "".join(whole.plain_text(text, address))
    return download(words, "text/plain; charset=utf-8", f"{text.code}.txt")


@require_safe
def provision_detail(
    request: HttpRequest, code: str, version: int, address: str
) -> HttpResponse:
    shelf, text = shelf_and_version(request, code, version)
    rows = provisions.find_rows(text, address)
    if not rows:
        raise Http404
    provision = rows[0]
    if provision.kind in HEADINGS:
        return redirect(provisions.place_in_text(provision))
    context = frame(shelf, text) | asked_about(request.user, text)
    context |= provisions.portrait(rows, shelf, context["round"])
    context["terms"] = terms.mark([context["unit"]], terms.terms_of(text))
    context["address"] = request.build_absolute_uri(provision.get_absolute_url())
    context["qr"] = provisions.qr(context["address"])
    return render(request, "reading/provision_detail.html", context)


@require_safe
def compare_choose(request: HttpRequest, code: str) -> HttpResponse:
    shelf = open_shelf(request.user, code)
    if shelf is None:
        raise Http404
    old, new = chosen_pair(request, shelf)
    url = reverse("reading:compare", args=[code, old.slug, new.slug])
    kept = {k: request.GET[k] for k in ("view", "only") if request.GET.get(k)}
    return redirect(f"{url}?{urlencode(kept)}" if kept else url)


@require_safe
def compare(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    shelf, before = shelf_and_version(request, code, old)
    after = other_version(shelf, before, new)
    contents = load_contents(after)
    leaf = leaf_of(request, contents)
    view = choice_of(request, "view", "inline")
    only = choice_of(request, "only", "changed")
    context = frame(shelf, after) | {"contents": contents, "leaf": leaf, "view": view}
    context |= tables.portrait(shelf, before, after, leaf, only_changed=bool(only))
    context |= lasting(request, leaf)
    return render(request, "reading/compare.html", context)


@require_safe
def compare_word(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    shelf, before = shelf_and_version(request, code, old)
    after = other_version(shelf, before, new)
    paper = word_table(
        shelf, before, after, only_changed=bool(choice_of(request, "only", "changed"))
    )
    name = f"{shelf.document.code}-{before.slug}-{after.slug}.docx"
    return download(paper, WORD, name)


@require_safe
def origins(request: HttpRequest, code: str) -> HttpResponse:
    shelf = open_shelf(request.user, code)
    if shelf is None:
        raise Http404
    contents = load_contents(shelf.standing)
    leaf = leaf_of(request, contents)
    context = frame(shelf, shelf.standing) | ancestry.portrait(shelf, contents, leaf)
    context |= lasting(request, leaf)
    return render(request, "reading/origins.html", context)


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    areas, rows = Areas.load(), rounds.ranked(request.user)
    try:
        chosen = rounds.filters(rows, request.GET, areas)
    except UnknownChoice as wrong:
        raise Http404 from wrong
    page = page_of(request, rounds.listed(rows, chosen, areas))
    entries = rounds.entries(list(page.object_list))
    context = {"page": page, "entries": entries, "filters": chosen}
    return render(request, "rounds/round_list.html", context)


@require_safe
def round_detail(request: HttpRequest, code: str) -> HttpResponse:
    visible = Consultation.objects.visible_to(request.user).for_listing()
    found = get_object_or_404(visible.prefetch_related("extensions"), code=code)
    context = rounds.portrait(found)
    context["share"] = sharing.share_round(found, request.build_absolute_uri("/")[:-1])
    context["follow"] = sharing.follow_round(found)
    context["steps"] = outlook.steps(found, context["summary"], context["result"])
    if context["is_answered"]:
        context["page"] = answers_of(request, found)
        context["charts"] = charts(context["result"])
        context["pulses"] = pulses(found.version, context["result"])
    return render(request, "rounds/round_detail.html", context)


def frame(shelf: Shelf, version: Version) -> dict[str, Any]:
    """What every page about one version shows around its text; no query."""
    return {
        "shelf": shelf,
        "regulation": shelf.regulation,
        "version": version,
        "version_name": name_of(version),
        "tabs": shelf.tabs(version),
        "base": shelf.base_of(version),
        "newer": shelf.newer_than(version),
    }


def shelf_and_version(
    request: HttpRequest, code: str, sequence: int
) -> tuple[Shelf, Version]:
    """Return a regulation's texts and the one asked for; 404 for what is hidden."""
    shelf = open_shelf(request.user, code)
    version = shelf.find(sequence) if shelf else None
    if shelf is None or version is None:
        raise Http404
    return shelf, version


def published_version(request: HttpRequest, code: str, sequence: int) -> Version:
    """Return a version to take away; a text that is not public is never a file."""
    _shelf, version = shelf_and_version(request, code, sequence)
    if not version.is_published:
        raise Http404
    return version


def download(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    """Return a file to keep under ``name``."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def other_version(shelf: Shelf, version: Version, sequence: int) -> Version:
    """Return the second version of a comparison; a text is not compared with itself."""
    other = shelf.find(sequence)
    if other is None or other == version:
        raise Http404
    return other


def chosen_pair(request: HttpRequest, shelf: Shelf) -> tuple[Version, Version]:
    """Return the versions chosen in the form: by default the newest and its base."""
    by_slug = {v.slug: v for v in shelf.versions}
    new = by_slug.get(request.GET.get("new", shelf.newest.slug))
    old = by_slug.get(request.GET.get("old", ""))
    if new is not None and old in (None, new):
        # The same text chosen twice is a slip of the form, not a wrong address.
        old = shelf.base_of(new)
        if old is None:
            old, new = new, next((v for v in shelf.versions if v != new), None)
    if old is None or new is None:
        raise Http404
    return old, new


def choice_of(request: HttpRequest, name: str, value: str) -> str:
    """Return ``value`` if the query string asks for it; 404 for anything else."""
    asked = request.GET.get(name, "")
    if asked not in ("", value):
        raise Http404
    return asked


def answers_of(request: HttpRequest, consultation: Consultation) -> Page[Any]:
    """Return the page of decisions asked for; 404 for one that is not there."""
    try:
        return results.answers(consultation, number_of(request, "page"))
    except InvalidPage as wrong:
        raise Http404 from wrong


def leaf_of(request: HttpRequest, contents: Contents) -> Leaf:
    """Return the page of a long text the visitor asks for."""
    on = request.GET.get("on")
    number = number_of(request, "chapter")
    leaf = contents.leaf_with(on) if on else contents.leaf(number)
    if leaf is None:
        raise Http404
    return leaf


def lasting(request: HttpRequest, leaf: Leaf) -> dict[str, str]:
    """Return the lasting address of a page of a long text, however it was asked for."""
    return heads.at_leaf(request.build_absolute_uri(request.path), leaf)


def number_of(request: HttpRequest, name: str) -> int:
    """Return a page number of the query string, 1 without one."""
    value = request.GET.get(name, "1")
    # ``isdecimal`` alone would take digits of other scripts and endless numbers.
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        raise Http404
    if not int(value):
        raise Http404
    return int(value)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page asked for; 404 for one that is not there."""
    try:
        return Paginator(rows, PER_PAGE).page(number_of(request, "page"))
    except InvalidPage as wrong:
        raise Http404 from wrong

"""A visitor without scripts: what the browser sends, and what a person reads."""

from __future__ import annotations

import re

from django.urls import reverse

from common import idempotency

OFFICIAL = "禁止在学校、医院周边开展试验。"


def address(consultation):
    return reverse("comments:create", args=[consultation.code])


def filled(**fields):
    """What a browser sends from page 1, with one article chosen."""
    return {
        "key": idempotency.new_key(),
        "on": ["4"],
        "stance": "amend",
        "body": "请写明距离。",
        "reason": "",
        "own-4": OFFICIAL,
        "step": "check",
        **fields,
    }


def page(response):
    return response.content.decode()


def hidden(response):
    """The fields a page carries on, as a browser would send them back."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page(response)
    )
    data = {}
    for name, value in found:
        if name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(value)
    return data


def receipt_of(response):
    """Receipt number and code as a person reads them from page 3."""
    text = page(response)
    number = re.search(r"YJ-[A-Z0-9]+-R\d+-\d{6}", text)[0]
    output = re.search(r"<output[^>]*>(.*?)</output>", text)[1]
    return number, re.sub(r"<[^>]+>", "", output)


def look_up(client, number, code, name="lookup", **more):
    data = {"receipt_no": number, "code": code, **more}
    return client.post(reverse(f"comments:{name}"), data)

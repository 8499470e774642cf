"""I11: what people type stays text, on every page and in every file."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from feedback.dispositions import services as deciding
from home.desk import files
from tests import make
from tests.site.expectations import TABLE

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "</textarea><script>alert(2)</script>",
    "</title><script>alert(3)</script>",
    "<iframe srcdoc='<script>alert(4)</script>'>",
    "{{ request.user }}{% debug %}",
    "<!--<img src=x onerror=alert(5)>-->",
    "&lt;script&gt;alert(6)&lt;/script&gt;",
    "<a href='javascript:alert(7)'>点我</a>",
    "]]><script>alert(8)</script>",
    '=HYPERLINK("http://e.example","点")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\u202e反写\u202c",
    "བོད་ཡིག 😀 𠮷",
]
ALL = "　".join(PAYLOADS)
FORMULA = re.compile(r"<f[ >]")


class Elements(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.wrong.append(tag)
        if tag in ("iframe", "object", "embed") or (
            tag == "img" and given.get("src") == "x"
        ):
            self.wrong.append(tag)
        self.wrong += [n for n in given if n.startswith("on") and n != "on"]
        self.wrong += [
            f"{n}={v}"
            for n, v in attrs
            if n in ("href", "src", "action") and (v or "").startswith("javascript:")
        ]


def wrong_in(html):
    parser = Elements()
    parser.feed(html)
    return parser.wrong


@pytest.fixture
def hostile(world):
    """Every field a visitor or an officer types into, full of payloads."""
    scene = world.deciding
    person = {"name": "<b>名</b>", "phone": "13800000000", "occupation": "<i>业</i>"}
    own = {"3": ALL}
    for consultation in (world.open, scene.consultation):
        for n, payload in enumerate(PAYLOADS):
            make.make_comment(
                consultation,
                targets=("3",),
                body=f"{payload}{n}",
                reason=payload,
                proposed=own,
                **person,
            )
    pair = [scene.comment(targets=("3",), body=ALL) for _n in range(2)]
    group = deciding.group_comments(
        scene.consultation, pair, by=scene.staff, title=ALL[:100], summary=ALL
    )
    row = scene.propose(
        group,
        result="converted_supervision",
        reason_text=ALL,
        internal_note=ALL,
        referred_to=ALL[:100],
    )
    world.places["hostile group"] = {"pk": group.pk}
    world.places["hostile decision"] = {"pk": row.pk}
    world.places["hostile comment"] = {"receipt": pair[0].receipt_no}
    type(scene.regulation).objects.filter(pk=scene.regulation.pk).update(
        title=ALL[:200], organiser=ALL[:100]
    )
    for consultation in (world.open, scene.consultation):
        type(consultation).objects.filter(pk=consultation.pk).update(
            title=ALL[:150], notice=ALL, organiser=ALL[:90], short_reason=ALL
        )
    return world


MORE = (
    ("desk:group", "hostile group"),
    ("desk:decide-group", "hostile group"),
    ("desk:disposition", "hostile decision"),
    ("desk:disposition-edit", "hostile decision"),
    ("desk:comment", "hostile comment"),
)


@pytest.mark.parametrize("who", ["visitor", "legislative_staff", "audit_admin"])
def test_no_page_runs_what_people_typed(hostile, who):
    found = {}
    addresses = [(row.name, row.place) for row in TABLE] + list(MORE)

    for name, place in addresses:
        url = hostile.address(name, place)
        response = hostile.client(who).get(url)
        if response.streaming:
            b"".join(response.streaming_content)
        elif "html" in response.get("Content-Type", "") and wrong_in(response.text):
            found[url] = wrong_in(response.text)

    assert found == {}


def test_words_typed_come_back_to_the_letter(hostile):
    """On the check page and on the form, where they are typed again."""
    url = hostile.address("comments:create", "open round")
    changed = []

    for payload in PAYLOADS:
        page = hostile.client("visitor").post(
            url, {"step": "back", "body": payload, "on": "3"}
        )
        if page.context["form"]["body"].value() != payload or wrong_in(page.text):
            changed.append(payload)

    assert changed == []


@pytest.mark.parametrize("name", files.KINDS)
def test_files_hold_the_words_and_no_formula(hostile, name):
    staff = hostile.people["legislative_staff"]

    with files.take(hostile.deciding.consultation, name, by=staff) as file:
        data = file.read()

    with ZipFile(BytesIO(data)) as packed:
        parts = {
            part: packed.read(part).decode()
            for part in packed.namelist()
            if part.endswith((".xml", ".rels"))
        }
    said = ""
    for part in parts.values():
        said += "".join(ElementTree.fromstring(part).itertext())
    assert [part for part, xml in parts.items() if FORMULA.search(xml)] == []
    assert [
        part for part, xml in parts.items() if "e.example" in xml and "rels" in part
    ] == []
    assert "<script>alert(1)</script>" in said

"""The comparison table, on the page and as a Word file; the life of an article."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from drafts.lineage import computed_lineage
from drafts.models import Version
from home.reading.pairings import skeleton
from home.reading.shelves import Shelf
from tests import make
from tests.reading.scene import SECOND, decided_scene

pytestmark = pytest.mark.django_db
THIRD = SECOND.replace("第四条　试验人应当购买保险。\n\n第五条", "第四条").replace(
    "第六条　本条例", "第五条　本条例"
)


@pytest.fixture
def scene():
    return decided_scene(1, final=False)


def pair(scene, old="v1", new="v2", name="reading:compare"):
    return reverse(name, args=[scene.draft.document.code, old, new])


def rows_of(scene, old, new):
    versions = list(
        Version.objects.filter(document=scene.draft.document)
        .select_related("document")
        .order_by("sequence")
    )
    shelf = Shelf(scene.regulation, versions)
    found = skeleton(shelf, versions[old - 1], versions[new - 1])
    labels = {p.pk: p.label for v in versions for p in v.provisions.articles()}
    rows = [
        ([labels[pk] for pk in p.old], [labels[pk] for pk in p.new], p.relation)
        for p in found.pairings
    ]
    return rows, found.is_confirmed


def test_side_by_side_marks_words_in_their_own_column(client, scene):
    html = client.get(pair(scene)).content.decode()

    assert '<ins><span class="edit-mark">【增】</span>，不得使用扩音设备</ins>' in html
    assert "（没有对应的条文）" in html


def test_rows_nobody_settled_are_marked_though_the_pair_is_confirmed(client, scene):
    second = scene.draft.document.versions.get(sequence=2)
    doubtful = computed_lineage(second).doubtful_rows

    html = client.get(pair(scene)).content.decode()

    assert doubtful
    assert html.count("（待确认）") == len(doubtful)


def test_only_changed_leaves_out_what_is_the_same(client, scene):
    everything = client.get(pair(scene)).content.decode()
    changed = client.get(pair(scene) + "?only=changed").content.decode()

    assert everything.count("<tr>") == 1 + 6
    assert changed.count("<tr>") == 1 + 2


def test_inline_view_has_one_column_of_words(client, scene):
    html = client.get(pair(scene) + "?view=inline").content.decode()

    assert html.count('<th scope="col"') == 2
    assert "不得使用扩音设备" in html


def test_other_order_mirrors_every_row(scene):
    forward, _ = rows_of(scene, 1, 2)
    back, is_confirmed = rows_of(scene, 2, 1)

    mirrored = {"added": "deleted", "deleted": "added"}
    assert is_confirmed is True
    assert sorted(map(str, back)) == sorted(
        str((new, old, mirrored.get(relation, relation)))
        for old, new, relation in forward
    )


def test_versions_far_apart_follow_the_confirmed_chain(scene):
    scene.version(THIRD)

    rows, is_confirmed = rows_of(scene, 1, 3)

    assert is_confirmed is True
    assert rows == [
        (["第一条"], ["第一条"], "unchanged"),
        (["第二条"], ["第二条"], "unchanged"),
        (["第三条"], ["第三条"], "modified"),
        (["第四条"], ["第四条"], "unchanged"),
        (["第五条"], ["第五条"], "unchanged"),
    ]


def test_pair_nobody_confirmed_says_so(client, scene):
    make.make_version(scene.regulation, text=THIRD, base=scene.versions[-1])

    html = client.get(pair(scene, "v2", "v3")).content.decode()

    assert "还没有经人工确认" in html


@pytest.mark.parametrize(
    "tail",
    ["?view=x", "?only=all", "?chapter=9"],
)
def test_wrong_choices_are_not_found(client, scene, tail):
    assert client.get(pair(scene) + tail).status_code == 404


def test_text_is_not_compared_with_itself(client, scene):
    assert client.get(pair(scene, "v1", "v1")).status_code == 404
    assert client.get(pair(scene, "v1", "v7")).status_code == 404


def test_chosen_pair_has_an_address(client, scene):
    choose = reverse("reading:compare-choose", args=[scene.draft.document.code])

    response = client.get(choose, {"old": "v2", "new": "v1", "only": "changed"})

    assert response.status_code == 302
    assert response.url == pair(scene, "v2", "v1") + "?only=changed"
    assert client.get(choose).url == pair(scene)


def test_same_text_chosen_twice_is_compared_with_its_neighbour(client, scene):
    choose = reverse("reading:compare-choose", args=[scene.draft.document.code])

    assert client.get(choose, {"old": "v2", "new": "v2"}).url == pair(scene)
    assert client.get(choose, {"old": "v1", "new": "v1"}).url == pair(scene)


def test_word_file_holds_the_same_table(client, scene):
    response = client.get(pair(scene, name="reading:compare-word"))

    document = Document(BytesIO(response.content))
    table = document.tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["草案", "二次审议稿", "变化"]
    assert len(cells) == 1 + 6
    assert cells[3][0].splitlines()[0] == "第三条"
    assert "【增】，不得使用扩音设备" in cells[3][1]
    assert cells[4] == ["", "第四条\n【增】试验人应当购买保险。", "新增\n待确认"]
    assert cells[5][2] == "仅移位"


def test_life_of_an_article_goes_both_ways(client, scene):
    later = client.get(make.provision(scene.versions[-1], "5").get_absolute_url())
    earlier = client.get(make.provision(scene.draft, "4").get_absolute_url())

    words = "原第四条 → 现第五条"
    assert later.content.decode().count(words) == 1
    assert earlier.content.decode().count(words) == 1


def test_life_says_added_and_deleted(client, scene):
    third = scene.version(THIRD)
    added = client.get(make.provision(scene.versions[0], "4").get_absolute_url())

    html = added.content.decode()
    assert "这一稿里没有这一条，是后来新增的。" in html
    assert "这一条被删去。" in html
    assert third.get_absolute_url() in html

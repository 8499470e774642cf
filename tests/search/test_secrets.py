"""What one may not see is not found, not counted, and cannot be told from nonsense."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PageViewRestriction

from accounts.roles import Role
from common.models import SearchEntry
from consultations.rounds import services as rounds
from drafts import services as drafting
from drafts.models import Enclosure, Explanation, Regulation
from feedback.comments import search as comment_search
from feedback.comments import services as commenting
from feedback.dispositions.origins import origins_of
from feedback.dispositions.search import public_comments
from home.models import HomePage, NoticePage
from tests import make
from tests.reading.scene import SECOND, decided_scene, tell
from tests.search.asking import ask, facets, found

pytestmark = pytest.mark.django_db
SECRET, NONSENSE = "獬豸", "貔貅"


def same_but_for_the_query(client, secret=SECRET, nonsense=NONSENSE):
    """Whether a hidden word and one nobody ever wrote give the same answer."""
    pages = [
        ask(client, words, **narrow).content.decode()
        for words in (secret, nonsense)
        for narrow in ({}, {"kind": "provision"}, {"stage": "making"})
    ]
    half = len(pages) // 2
    return [
        (without(a, secret), without(b, nonsense))
        for a, b in zip(pages[:half], pages[half:], strict=True)
    ]


def without(html, words):
    """Return a page without what was typed, in the field and in addresses."""
    for spelled in (quote(quote(words)), quote(words), words):
        html = html.replace(spelled, "？")
    return html


def hide_everywhere():
    """One hidden thing of every kind, all of them about the same word."""
    scene = tell(
        decided_scene(1, display_policy="adopted_only", title=f"{SECRET}公开征求意见")
    )
    scene.comment(body=f"建议管管{SECRET}。")
    text = make.make_version(
        scene.regulation, text=SECOND.replace("保险", SECRET), base=scene.versions[-1]
    )
    words = drafting.write_explanation(
        make.provision(text, "4"), by=scene.staff, body=f"{SECRET}是什么"
    )
    drafting.publish_explanation(words, by=scene.reviewer)
    drafting.edit_regulation(
        scene.regulation, by=scene.staff, title=f"{SECRET}条例", is_public=False
    )
    page = NoticePage(title=SECRET, published_on="2026-11-01", body=f"<p>{SECRET}</p>")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type="login"
    )
    return scene


def test_hidden_words_give_the_page_of_nonsense(client):
    hide_everywhere()
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert {"regulation", "provision", "explanation", "page", "comment"} <= kinds

    for hidden, unknown in same_but_for_the_query(client):
        assert hidden == unknown


def test_those_who_work_on_a_hidden_regulation_find_it(client):
    hide_everywhere()
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))

    # The restricted page stays closed, and single comments are no matter of this page.
    assert facets(client, SECRET) == {
        "regulation": 1,
        "provision": 1,
        "explanation": 1,
        "consultation": 1,
    }


def test_numbers_count_only_what_is_seen(client):
    hidden = make.make_version(make.make_regulation(is_public=False))
    make.make_version()
    make.make_version(published=False)

    assert facets(client, "试验人") == {"provision": 1}
    urls = [url for url, _title in found(client, "试验人")]
    assert [url for url in urls if hidden.document.code in url] == []


def test_unpublished_text_is_not_found_even_by_its_authors(client):
    version = make.make_version(text=make.TEXT.replace("标识", SECRET), published=False)
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))
    assert facets(client, SECRET) == {}

    make.publish(version)

    assert facets(client, SECRET) == {"provision": 1}


def test_draft_of_plain_words_is_not_found(client):
    version, staff = make.make_version(), make.make_user(Role.LEGISLATIVE_STAFF)
    reviewer = make.make_user(Role.LEGISLATIVE_REVIEWER)
    place = make.provision(version, "3")
    words = drafting.write_explanation(place, by=staff, body=f"{SECRET}要登记。")
    assert facets(client, SECRET) == {}

    drafting.publish_explanation(words, by=reviewer)
    assert facets(client, SECRET) == {"explanation": 1}

    drafting.write_explanation(place, by=staff, body=f"{NONSENSE}要登记。")
    assert (facets(client, SECRET), facets(client, NONSENSE)) == (
        {"explanation": 1},
        {},
    )

    drafting.withdraw_explanation(Explanation.objects.get(), by=reviewer, reason="有误")
    assert facets(client, SECRET) == {}
    assert not SearchEntry.objects.filter(kind="explanation").exists()


def test_plain_words_out_of_date_are_not_found(client):
    version = make.make_version()
    row = Explanation.objects.create(
        provision=make.provision(version, "3"), body=SECRET, live=True
    )
    from drafts.search import index_explanations  # noqa: PLC0415 -- one use

    index_explanations([row])
    assert facets(client, SECRET) == {"explanation": 1}

    Explanation.objects.update(needs_update=True)

    assert facets(client, SECRET) == {}


def test_round_is_found_once_it_is_announced(client):
    version = make.make_version()
    staff = make.make_user(Role.LEGISLATIVE_STAFF)
    draft = make.make_consultation(
        version, stage="in_review", title=f"{SECRET}征求意见", submitted_by=staff
    )
    assert facets(client, SECRET) == {}
    Enclosure.objects.create(
        version=version, kind="explanation", title="说明", text="说明。"
    )

    rounds.approve_consultation(draft, by=make.make_user(Role.LEGISLATIVE_REVIEWER))

    assert facets(client, SECRET) == {"consultation": 1}


def test_decision_is_found_once_it_is_published(client):
    scene = decided_scene(0)
    comment = scene.comment(targets=("3",), body="意见")
    decision = scene.decide(
        comment,
        result="not_adopted",
        reason_code="immature",
        reason_text=f"{SECRET}条件不成熟",
        internal_note=NONSENSE,
    )
    assert facets(client, SECRET) == {}
    client_of_staff = type(client)()
    client_of_staff.force_login(scene.staff)
    assert facets(client_of_staff, SECRET) == {}

    tell(scene)

    assert facets(client, SECRET) == {"disposition": 1}
    assert facets(client, NONSENSE) == {}
    from feedback.dispositions import services  # noqa: PLC0415 -- one use

    decision.refresh_from_db()
    newer = services.correct_disposition(
        decision,
        by=scene.staff,
        correction_reason="写错了",
        result="not_adopted",
        reason_code="immature",
        reason_text="以后再说",
    )
    scene.confirm(newer)
    assert facets(client, SECRET) == {}
    assert facets(client, "以后再说") == {"disposition": 1}


def words_scene(**fields):
    """A told round in which one author agreed to public words."""
    scene = decided_scene(0, **{"display_policy": "adopted_only", **fields})
    comment = scene.comment(
        targets=("3.1.2",),
        body=f"{SECRET}太吵，电话13812345678。",
        reason=f"{NONSENSE}也吵",
        name="某人",
        consents={"public_words"},
    )
    scene.decide(comment, make.provision(scene.versions[-1], "3.1.2"))
    return scene, comment


def test_agreed_words_are_found_masked_once_results_are_out(client):
    scene, _comment = words_scene()
    assert facets(client, SECRET) == {}

    tell(scene)

    assert facets(client, SECRET) == {"public_comment": 1}
    assert facets(client, "13812345678") == facets(client, "某人") == {}
    assert facets(client, NONSENSE) == {}
    assert "〔电话〕" in ask(client, SECRET).content.decode()


@pytest.mark.parametrize("policy", ["private", "summary_only"])
def test_words_are_not_found_where_the_round_does_not_show_them(policy, client):
    scene, _comment = words_scene(display_policy=policy)

    tell(scene)

    assert facets(client, SECRET) == {}
    assert not SearchEntry.objects.filter(kind="public_comment").exists()


def test_words_without_consent_cannot_be_probed(client):
    scene, comment = words_scene()
    comment.consents.all().delete()

    tell(scene)

    for hidden, unknown in same_but_for_the_query(client):
        assert hidden == unknown


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawal_requested_at": "2026-01-01T00:00Z"},
        {"stage": "rejected"},
    ],
)
def test_words_are_lost_with_what_made_them_public(change, client):
    scene, comment = words_scene()
    tell(scene)
    assert facets(client, SECRET) == {"public_comment": 1}

    type(comment).objects.filter(pk=comment.pk).update(**change)

    # The index may lag behind; the rows decide.
    assert facets(client, SECRET) == {}


def test_words_leave_with_the_withdrawal_of_their_author(client):
    scene, comment = words_scene()
    tell(scene)

    commenting.withdraw_comment(comment)

    assert facets(client, SECRET) == {}
    assert not SearchEntry.objects.filter(kind="public_comment").exists()
    entry = SearchEntry.objects.get(kind="comment", object_id=comment.pk)
    assert "13812345678" not in entry.tokens
    assert list(comment_search.matching(SECRET)) == [comment.pk]


def test_withdrawal_before_the_report_leaves_nothing_to_find():
    comment = make.make_comment(body=f"{SECRET}太吵")
    assert list(comment_search.matching(SECRET)) == [comment.pk]

    commenting.withdraw_comment(comment)

    assert list(comment_search.matching(SECRET)) == []
    assert not SearchEntry.objects.filter(object_id=comment.pk, kind="comment").exists()


def test_found_words_are_those_the_origins_show():
    scene, _comment = words_scene()
    other = scene.comment(
        targets=("3",), body="另一条", name="某", consents={"public_words"}
    )
    scene.refuse(other)
    tell(scene)
    final = scene.versions[-1]

    shown = {
        origin.receipt_no
        for origins in origins_of(final).values()
        for origin in origins
        if origin.words
    }

    searched = {c.receipt_no for c in public_comments(AnonymousUser())}
    assert searched == shown != set()


def test_restricted_and_unpublished_pages_are_not_found(client):
    page = NoticePage(title=SECRET, published_on="2026-11-01", body="<p>正文</p>")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    assert facets(client, SECRET) == {"page": 1}

    page.title = NONSENSE
    page.save_revision()
    assert (facets(client, SECRET), facets(client, NONSENSE)) == ({"page": 1}, {})

    page.get_latest_revision().publish()
    assert (facets(client, SECRET), facets(client, NONSENSE)) == ({}, {"page": 1})

    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type="password", password="x"
    )
    assert facets(client, NONSENSE) == {}
    restriction.delete()

    NoticePage.objects.get(pk=page.pk).unpublish()
    assert facets(client, NONSENSE) == {}
    assert not SearchEntry.objects.filter(kind="page").exists()


def test_deleted_page_leaves_nothing(client):
    page = NoticePage(title=SECRET, published_on="2026-11-01", body="<p>正文</p>")
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()

    NoticePage.objects.get(pk=page.pk).delete()

    assert not SearchEntry.objects.filter(kind="page").exists()


def test_staff_words_are_searched_by_round_and_never_by_visitors(client):
    one, two = make.make_consultation(), make.make_consultation()
    first = make.make_comment(one, body="请管扩音器", reason="太吵", targets=("3",))
    make.make_comment(two, body="请管扩音器")

    assert list(comment_search.matching("扩音器", one)) == [first.pk]
    assert list(comment_search.matching("太吵")) == [first.pk]
    assert list(comment_search.matching(first.receipt_no)) == [first.pk]
    assert list(comment_search.matching("000001", one)) == [first.pk]
    assert list(comment_search.matching("1", one)) == [first.pk]
    assert facets(client, "扩音器") == {}
    assert Regulation.objects.count() == 2

"""The index follows every act, and can be made anew at any time."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from common import searching
from common.indexing import Source, rebuild
from common.models import SearchEntry
from drafts import services as drafting
from feedback.comments import search as comment_search
from feedback.comments import services as commenting
from feedback.comments.models import Comment
from feedback.comments.words import Words
from home.models import HomePage
from home.search.indexing import sources
from tests import make
from tests.search.test_page import make_everything

pytestmark = pytest.mark.django_db
KINDS = {
    "regulation",
    "provision",
    "explanation",
    "consultation",
    "comment",
    "disposition",
    "public_comment",
    "page",
}


def entries():
    """The whole index, without the keys that a rebuilding may change."""
    rows = SearchEntry.objects.values_list("kind", "object_id", "scope", "tokens")
    return sorted(rows)


def test_every_kind_has_one_source():
    assert sorted(source.kind for source in sources()) == sorted(KINDS)


def test_rebuilding_gives_what_the_acts_wrote():
    make_everything()
    written = entries()
    assert {row[0] for row in written} == KINDS

    call_command("index_search", stdout=io.StringIO())
    assert entries() == written

    SearchEntry.objects.all().delete()
    said = io.StringIO()
    call_command("index_search", stdout=said)
    assert entries() == written
    assert "条文：" in said.getvalue()


def test_rebuilding_forgets_what_is_gone_and_kinds_of_old():
    version = make.make_version()
    searching.index("provision", 999_999, "没有了")
    searching.index("explanation", 999_999, "没有了")
    searching.index("sitting", 1, "早先的一类")

    call_command("index_search", stdout=io.StringIO())

    assert list(searching.find("没有了", kinds=["provision", "explanation"])) == []
    assert not SearchEntry.objects.filter(kind="sitting").exists()
    assert searching.find("试验人", kinds="provision").count() == 1
    assert version.is_published


def test_rebuilding_goes_in_batches():
    comments = [make.make_comment(body="试验意见") for _number in range(5)]
    (source,) = comment_search.sources()
    sizes: list[int] = []

    def write(rows):
        # Each batch is a transaction of its own, and holds its rows.
        assert connection.in_atomic_block
        sizes.append(len(rows))
        source.write(rows)

    done = rebuild(Source(source.kind, source.rows, write), batch=2)

    assert sizes == [2, 2, 1]
    assert (done.indexed, done.forgotten) == (len(comments), 0)


def test_an_act_that_fails_leaves_no_entry():
    consultation = make.make_consultation()

    @transaction.atomic
    def fail():
        make.make_comment(consultation, body="撤不回的话")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert list(comment_search.matching("撤不回")) == []


def test_corrected_words_are_found_beside_the_earlier_ones():
    comment = make.make_comment(body="起初的话", targets=("3",))

    commenting.correct_comment(comment, words=Words(body="后来的话", targets=("3",)))

    assert list(comment_search.matching("后来的")) == [comment.pk]
    assert list(comment_search.matching("起初的")) == [comment.pk]


def test_retitled_regulation_is_found_by_its_new_title_only():
    regulation = make.make_regulation(title="明川市旧名条例")

    drafting.edit_regulation(
        regulation, by=make.make_user("legislative_staff"), title="明川市新称条例"
    )

    assert list(searching.find("旧名", kinds="regulation")) == []
    assert list(searching.find("新称", kinds="regulation")) == [regulation.pk]


def test_presenting_page_lends_its_words_while_it_is_live():
    from drafts.models import RegulationPage  # noqa: PLC0415 -- one use

    regulation = make.make_regulation()
    page = RegulationPage(
        title="介绍",
        regulation=regulation,
        background="<p>起因是獬豸扰民。</p>",
        questions=[("question", {"question": "貔貅呢", "answer": "<p>也管</p>"})],
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    assert list(searching.find("獬豸扰民 貔貅", kinds="regulation")) == [regulation.pk]

    RegulationPage.objects.get().unpublish()
    assert list(searching.find("獬豸", kinds="regulation")) == []

    RegulationPage.objects.get().save_revision().publish()
    RegulationPage.objects.get().delete()
    assert list(searching.find("獬豸", kinds="regulation")) == []


def test_index_and_words_are_one_transaction_and_one_query(django_assert_num_queries):
    comment = make.make_comment(body="试验意见")
    comment = Comment.objects.select_related("consultation").get(pk=comment.pk)
    wordings = list(comment.wordings.all())

    with django_assert_num_queries(1):
        comment_search.index_wordings(comment, wordings)

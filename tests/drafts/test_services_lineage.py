"""Lineage settled by a person."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from common.models import LedgerEntry
from drafts import services
from drafts.lineage import confirmed_rows
from drafts.models import Lineage
from drafts.services import LineageDecision
from drafts.signals import lineage_confirmed
from tests.make import TEXT, make_user, make_version

pytestmark = pytest.mark.django_db

SHORTER = TEXT.replace("第四条　禁止在学校、医院周边开展试验。\n", "").replace(
    "第五条", "第四条"
)


def pair(text=TEXT):
    base = make_version()
    return base, make_version(base.document.regulation, text=text, base=base)


def shape(base, version):
    return [
        (
            [p.address for p in row.old],
            [p.address for p in row.new],
            row.relation,
            row.is_manual,
        )
        for row in confirmed_rows(base, version)
    ]


def test_confirming_stores_rows_parts_person_and_news():
    base, version = pair()
    staff = make_user(Role.LEGISLATIVE_STAFF)
    news = []
    lineage_confirmed.connect(
        lambda **sent: news.append(sent["version"]), weak=False, dispatch_uid="test"
    )

    services.confirm_lineage(version, by=staff)

    lineage_confirmed.disconnect(dispatch_uid="test")
    version.refresh_from_db()
    assert news == [version]
    assert version.lineage_confirmed_by == staff
    assert shape(base, version) == [
        ([str(n)], [str(n)], "unchanged", False) for n in range(1, 6)
    ]
    # Seven 款 and three 项.
    assert Lineage.objects.filter(level="part").count() == 10
    assert LedgerEntry.objects.last().act == "drafts.confirm_lineage"


def test_decision_replaces_what_it_touches_and_is_certain():
    base, version = pair(SHORTER)

    services.confirm_lineage(
        version,
        [LineageDecision(("4",), ("3",)), LineageDecision(("3",), ())],
        by=None,
    )

    assert shape(base, version)[2:] == [
        (["4"], ["3"], "modified_renumbered", True),
        (["3"], [], "deleted", True),
        (["5"], ["4"], "renumbered", False),
    ]
    assert not Lineage.objects.filter(method="manual", is_certain=False).exists()


def test_confirming_again_replaces_all_rows_and_the_record_tells():
    base, version = pair(SHORTER)
    services.confirm_lineage(version, by=None)

    services.confirm_lineage(version, [LineageDecision(("3", "4"), ("3",))], by=None)

    assert shape(base, version)[2:] == [
        (["3", "4"], ["3"], "merged", True),
        (["5"], ["4"], "renumbered", False),
    ]
    first, second = LedgerEntry.objects.filter(act="drafts.confirm_lineage")
    assert all((first.after_hash, second.before_hash, second.after_hash))


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        ([LineageDecision(("4",), ("3",))], "原第三条"),
        ([LineageDecision((), ("4",))], "原第五条"),
        ([LineageDecision(("99",), ("1",))], "没有地址为“99”的条"),
        ([LineageDecision(("1.1",), ("1",))], "没有地址为“1.1”的条"),
        (
            [LineageDecision(("1",), ("1",)), LineageDecision(("1",), ("2",))],
            "第一条出现在不止一行里",
        ),
        ([LineageDecision((), ())], "两边都没有条文"),
        ([LineageDecision(("1",), ("1",), "split")], "拆分"),
        ([LineageDecision(("1",), ("1",), "added")], "新增"),
        ([LineageDecision(("1",), ("1",), "vanished")], "vanished"),
    ],
)
def test_rows_that_do_not_cover_every_article_once_are_refused(decisions, message):
    _base, version = pair(SHORTER)

    with pytest.raises(ValidationError, match=message):
        services.confirm_lineage(version, decisions, by=None)

    version.refresh_from_db()
    assert version.lineage_confirmed_at is None
    assert not Lineage.objects.exists()


def test_chosen_relation_is_kept():
    base, version = pair()

    services.confirm_lineage(
        version, [LineageDecision(("1",), ("1",), "modified")], by=None
    )

    assert shape(base, version)[0] == (["1"], ["1"], "modified", True)


def test_version_without_base_has_no_lineage():
    with pytest.raises(ValidationError, match="没有对照版本"):
        services.confirm_lineage(make_version(), by=None)

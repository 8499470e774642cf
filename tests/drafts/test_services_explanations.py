"""Plain words: two people, and carried along confirmed lineage."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from common.models import LedgerEntry
from drafts import services
from drafts.models import Explanation
from drafts.services import LineageDecision
from tests.make import TEXT, make_user, make_version, provision

pytestmark = pytest.mark.django_db

NEXT = (
    TEXT.replace("医院周边", "医院、车站周边")
    .replace("第五条", "第六条")
    .replace("第三章　附", "第五条　试验人可以查阅本人的试验记录和结论。\n\n第三章　附")
)


def explained(version, *addresses):
    for address in addresses:
        words = services.write_explanation(
            provision(version, address),
            by=None,
            body=f"{address}的大白话",
            who="试验人",
        )
        services.publish_explanation(words, by=None)


def words_of(version):
    return list(
        Explanation.objects.filter(provision__version=version).values_list(
            "provision__address", "body", "live", "needs_update"
        )
    )


def test_draft_is_not_public_until_another_person_publishes_it():
    author = make_user(Role.LEGISLATIVE_STAFF)
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)
    version = make_version()

    words = services.write_explanation(
        provision(version, "3"), by=author, body="开展试验要戴标识。"
    )
    assert not Explanation.objects.current().exists()
    services.publish_explanation(words, by=reviewer)

    assert list(Explanation.objects.current()) == [words]
    assert words.body == "开展试验要戴标识。"
    assert list(LedgerEntry.objects.order_by("pk").values_list("act", "actor_id"))[
        -2:
    ] == [
        ("drafts.write_explanation", author.pk),
        ("drafts.publish_explanation", reviewer.pk),
    ]


def test_author_does_not_publish(settings):
    both = make_user(Role.LEGISLATIVE_REVIEWER)
    words = services.write_explanation(
        provision(make_version(), "3"), by=both, body="白话"
    )

    with pytest.raises(PermissionDenied):
        services.publish_explanation(words, by=both)
    settings.EXPLANATION_SECOND_PERSON = False
    services.publish_explanation(words, by=both)

    assert words.live


def test_new_draft_leaves_the_public_words_alone():
    version = make_version()
    explained(version, "3")

    words = services.write_explanation(
        provision(version, "3"), by=None, body="更好的话"
    )

    assert words_of(version) == [("3", "3的大白话", True, False)]
    services.publish_explanation(words, by=None)
    assert words_of(version) == [("3", "更好的话", True, False)]


def test_empty_words_are_refused():
    with pytest.raises(ValidationError):
        services.write_explanation(provision(make_version(), "3"), by=None, body="  ")


def test_withdrawn_words_are_not_public():
    version = make_version()
    explained(version, "3")
    words = Explanation.objects.get()

    with pytest.raises(ValidationError, match="理由"):
        services.withdraw_explanation(words, by=None, reason="")
    services.withdraw_explanation(words, by=None, reason="有误")

    assert words_of(version) == [("3", "3的大白话", False, False)]


def test_words_follow_their_text_live_if_kept_marked_if_changed():
    base = make_version()
    explained(base, "1", "3.1.2", "4", "5")
    version = make_version(
        base.document.regulation, text=NEXT, base=base, published=False
    )
    services.confirm_lineage(version, by=None)
    assert words_of(version) == []
    services.submit_version(version, by=None)
    services.publish_version(version, by=None)

    assert words_of(version) == [
        ("1", "1的大白话", True, False),
        ("3.1.2", "3.1.2的大白话", True, False),
        ("4", "4的大白话", False, True),
        ("6", "5的大白话", True, False),
    ]
    carried = Explanation.objects.get(provision=provision(version, "6"))
    assert carried.carried_from.provision == provision(base, "5")
    assert words_of(base)[0] == ("1", "1的大白话", True, False)


def test_words_are_carried_when_lineage_is_confirmed_after_publication():
    base = make_version()
    explained(base, "1")
    version = make_version(base.document.regulation, text=NEXT, base=base)
    assert words_of(version) == []

    services.confirm_lineage(version, by=None)
    services.confirm_lineage(version, by=None)

    assert words_of(version) == [("1", "1的大白话", True, False)]


def test_words_the_new_lineage_does_not_bear_are_taken_down():
    base = make_version()
    explained(base, "5")
    version = make_version(base.document.regulation, base=base)
    services.confirm_lineage(version, by=None)

    services.confirm_lineage(
        version,
        [LineageDecision(("5",), ()), LineageDecision((), ("5",))],
        by=None,
    )

    assert words_of(version) == [("5", "5的大白话", False, True)]


def test_words_written_for_the_new_version_are_left_alone():
    base = make_version()
    explained(base, "1")
    version = make_version(base.document.regulation, base=base)
    explained(version, "1")
    Explanation.objects.filter(provision__version=version).update(body="自己的话")

    services.confirm_lineage(version, by=None)

    assert words_of(version) == [("1", "自己的话", True, False)]


def test_words_of_merged_articles_are_put_together_for_a_person():
    base = make_version()
    explained(base, "3", "4")
    joined = TEXT.replace("第四条　禁止", "禁止").replace("第五条", "第四条")
    version = make_version(base.document.regulation, text=joined, base=base)

    services.confirm_lineage(version, [LineageDecision(("3", "4"), ("3",))], by=None)

    assert words_of(version) == [("3", "3的大白话\n\n4的大白话", False, True)]

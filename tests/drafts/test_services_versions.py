"""Texts imported, checked by a second person, published, corrected."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from common.models import LedgerEntry
from common.moves import IllegalMove
from drafts import services
from drafts.building import text_hash
from drafts.kinds import EnclosureKind, VersionType
from drafts.models import Explanation, Provision, Version
from drafts.signals import version_published
from drafts.stages import VersionStage
from drafts.text.parsing import parse
from tests.make import TEXT, make_regulation, make_user, make_version, provision

pytestmark = pytest.mark.django_db

GAP = TEXT.replace("第五条", "第七条")


def acts():
    return list(LedgerEntry.objects.order_by("pk").values_list("act", flat=True))


def reviewed(text=TEXT, **fields):
    """A version that waits for its second person, with both people."""
    staff, reviewer = (
        make_user(Role.LEGISLATIVE_STAFF),
        make_user(Role.LEGISLATIVE_REVIEWER),
    )
    version = make_version(text=text, published=False, by=staff, **fields)
    services.submit_version(version, by=staff)
    return version, staff, reviewer


def test_import_stores_an_unpublished_version_with_its_provisions():
    regulation = make_regulation()
    staff = make_user(Role.LEGISLATIVE_STAFF)

    version = services.import_version(
        regulation.document,
        parse(TEXT),
        by=staff,
        version_type=VersionType.DRAFT,
        dated_on=datetime.date(2026, 3, 1),
        source_name="草案.docx",
        source_hash="f" * 64,
    )

    assert (version.code, version.stage, version.title) == (
        f"{regulation.code}-V1",
        VersionStage.EDITING,
        "明川市试验条例",
    )
    assert [p.address for p in version.provisions.articles()] == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]
    assert version.created_by == staff
    assert version.problems == []
    entry = LedgerEntry.objects.get(act="drafts.import_version")
    assert (entry.actor_id, entry.role) == (staff.pk, "legislative_staff")
    assert TEXT[:7] not in str(vars(entry))


def test_versions_are_numbered_in_their_document():
    regulation = make_regulation()

    assert [make_version(regulation).slug for _ in range(3)] == ["v1", "v2", "v3"]


def test_import_stores_a_long_text_in_few_queries(django_assert_max_num_queries):
    lines = "".join(f"第{n}条　规定{n}。\n" for n in range(1, 400))
    document = make_regulation().document

    with django_assert_max_num_queries(60):
        services.import_version(
            document, parse(f"长条例\n{lines}"), by=None, version_type=VersionType.DRAFT
        )

    assert Provision.objects.filter(version__document=document).count() == 2 * 399


def test_empty_text_is_refused_and_nothing_is_stored():
    document = make_regulation().document

    with pytest.raises(ValidationError) as refusal:
        services.import_version(
            document, parse(""), by=None, version_type=VersionType.DRAFT
        )

    assert refusal.value.messages == [
        "文件里没有读到条文。请检查文件内容，再重新导入。"
    ]
    assert not Version.objects.exists()


def test_unpublished_base_is_refused():
    base = make_version(published=False)

    with pytest.raises(ValidationError, match="对照版本还没有发布"):
        make_version(base.document.regulation, base=base)


def test_unknown_version_type_is_refused():
    with pytest.raises(ValidationError):
        make_version(version_type="fourth_draft")


def test_publishing_fixes_the_text_and_says_who():
    version, _staff, reviewer = reviewed()
    news = []
    version_published.connect(
        lambda **sent: news.append(sent["version"]), weak=False, dispatch_uid="test"
    )

    services.publish_version(version, by=reviewer)

    version_published.disconnect(dispatch_uid="test")
    assert news == [version]
    assert version.is_published
    assert version.published_by == reviewer
    assert version.text_hash == text_hash(
        version.title, version.title_note, version.provisions.order_by("position")
    )
    assert acts()[-2:] == ["drafts.submit_version", "drafts.publish_version"]


def test_submitter_does_not_publish():
    both = make_user(Role.LEGISLATIVE_REVIEWER)
    version = make_version(published=False)
    services.submit_version(version, by=both)

    with pytest.raises(PermissionDenied, match="不能是同一个人"):
        services.publish_version(version, by=both)

    version.refresh_from_db()
    assert version.stage == VersionStage.IN_REVIEW


def test_text_that_nobody_submitted_is_not_published():
    version = make_version(published=False)

    with pytest.raises(IllegalMove):
        services.publish_version(version, by=make_user(Role.LEGISLATIVE_REVIEWER))


def test_returned_text_is_edited_and_submitted_again():
    version, staff, reviewer = reviewed()

    with pytest.raises(ValidationError, match="理由"):
        services.return_version(version, by=reviewer, reason=" ")
    services.return_version(version, by=reviewer, reason="第三条有误")
    services.submit_version(version, by=staff)

    assert version.stage == VersionStage.IN_REVIEW
    assert LedgerEntry.objects.get(act="drafts.return_version").reason == "第三条有误"


@pytest.mark.parametrize("text", [GAP, "关于试验工作的决定\n\n一段没有条的文字。\n"])
def test_text_with_problems_needs_a_reason_to_be_published(text):
    version, _staff, reviewer = reviewed(text)
    assert version.problems

    with pytest.raises(ValidationError, match="写明带问题发布的理由"):
        services.publish_version(version, by=reviewer)
    version.refresh_from_db()
    assert version.stage == VersionStage.IN_REVIEW

    services.publish_version(version, by=reviewer, override_reason="原文如此")
    version.refresh_from_db()
    assert (version.is_published, version.override_reason) == (True, "原文如此")


def test_regulation_without_articles_is_a_problem():
    version, _staff, _reviewer = reviewed("关于试验工作的决定\n\n一段文字。\n")

    assert [p["code"] for p in version.problems][-1] == "no_articles"


def test_published_text_offers_a_correction_instead_of_an_edit():
    version = make_version()

    for act in (
        lambda: services.replace_text(version, parse(GAP), by=None),
        lambda: services.discard_version(version, by=None),
    ):
        with pytest.raises(ValidationError, match="请导入一份更正文本"):
            act()

    correction = make_version(
        version.document.regulation,
        base=version,
        version_type=version.version_type,
        correction_note="第四条漏字",
    )
    assert (correction.slug, correction.correction_note) == ("v2", "第四条漏字")


def test_text_in_review_is_not_replaced():
    version, _staff, _reviewer = reviewed()

    with pytest.raises(ValidationError, match="正在复核"):
        services.replace_text(version, parse(GAP), by=None)


def test_replaced_text_keeps_its_plain_words_and_forgets_its_lineage():
    base = make_version()
    version = make_version(base.document.regulation, base=base, published=False)
    services.confirm_lineage(version, by=None)
    for address in ("1", "4"):
        services.write_explanation(provision(version, address), by=None, body="白话")

    services.replace_text(
        version, parse(TEXT.replace("医院周边", "医院、车站周边")), by=None
    )

    version.refresh_from_db()
    assert version.lineage_confirmed_at is None
    assert not version.lineage_back.exists()
    assert list(
        Explanation.objects.order_by("provision__position").values_list(
            "provision__address", "needs_update"
        )
    ) == [("1", False), ("4", True)]
    draft = Explanation.objects.first().get_latest_revision_as_object()
    assert draft.provision == provision(version, "1")


def test_replacing_text_never_loses_plain_words():
    version = make_version(published=False)
    services.write_explanation(provision(version, "5"), by=None, body="白话")

    with pytest.raises(ValidationError, match="第五条"):
        services.replace_text(version, parse(TEXT.split("第三章")[0]), by=None)

    assert provision(version, "5").explanations.count() == 1
    assert version.provisions.count() == 18


def test_discarded_version_leaves_nothing_but_the_record():
    version = make_version(published=False)
    services.add_enclosure(
        version, by=None, kind=EnclosureKind.REFERENCE, title="甲", text="乙"
    )
    services.write_explanation(provision(version, "5"), by=None, body="白话")

    services.discard_version(version, by=None, reason="传错了")

    assert not Provision.objects.exists()
    assert not Version.objects.exists()
    assert acts()[-1] == "drafts.discard_version"


def test_papers_of_an_unpublished_version_may_go():
    version = make_version(published=False)
    paper = services.add_enclosure(
        version, by=None, kind=EnclosureKind.EXPLANATION, title="说明", text="全文"
    )

    services.remove_enclosure(paper, by=None)

    assert not version.enclosures.exists()


def test_papers_of_a_published_version_stay():
    version = make_version()
    paper = services.add_enclosure(
        version, by=None, kind=EnclosureKind.EXPLANATION, title="说明", text="全文"
    )

    with pytest.raises(ValidationError, match="已经发布"):
        services.remove_enclosure(paper, by=None)


def test_paper_without_text_is_refused():
    with pytest.raises(ValidationError):
        services.add_enclosure(
            make_version(),
            by=None,
            kind=EnclosureKind.EXPLANATION,
            title="说明",
            text="",
        )

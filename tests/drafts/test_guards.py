"""I1: a published text does not change, whoever asks, by whichever door."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from drafts import services
from drafts.kinds import EnclosureKind, Relation
from drafts.models import Enclosure, Lineage, Provision, Version
from tests.make import make_version, provision

pytestmark = pytest.mark.django_db

OTHER_VALUES = {
    "text": "篡改",
    "label": "第九条",
    "number": 9,
    "insert": 9,
    "kind": "point",
    "heading": "篡改",
    "position": 900,
    "last_position": 900,
    "address": "900",
    "citation": "第九百条",
    "text_hash": "0",
    "depth": 9,
    "parent": None,
    "article": None,
}
VERSION_VALUES = {
    "title": "篡改",
    "title_note": "篡改",
    "text_hash": "0",
    "sequence": 99,
    "version_type": "vote",
    "dated_on": "2000-01-01",
    "correction_note": "篡改",
    "override_reason": "篡改",
    "stage": "editing",
    "problems": ["篡改"],
    "published_at": None,
    "published_by": None,
    "submitted_by": None,
}


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize("field", OTHER_VALUES)
def test_provision_of_a_published_version_cannot_be_altered(field):
    version = make_version()
    row = version.provisions.get(address="3.1.2")

    refused(
        lambda: Provision.objects.filter(pk=row.pk).update(
            **{field: OTHER_VALUES[field]}
        )
    )

    assert Provision.objects.filter(pk=row.pk).values().get() == {
        f.attname: getattr(row, f.attname) for f in Provision._meta.concrete_fields
    }


def test_provision_cannot_leave_or_join_a_published_version():
    published, edited = make_version(), make_version(published=False)

    refused(lambda: published.provisions.filter(address="4").update(version=edited))
    refused(
        lambda: edited.provisions.filter(address="4").update(
            version=published, address="40", position=400
        )
    )
    refused(
        lambda: Provision.objects.create(
            version=published,
            kind="article",
            text_hash="",
            address="40",
            citation="第四十条",
            position=400,
            last_position=400,
            depth=0,
        )
    )


def test_raw_sql_is_refused_as_well():
    version = make_version()

    def run(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql, [version.pk])

    refused(lambda: run("UPDATE drafts_provision SET text = 'x' WHERE version_id = %s"))
    refused(lambda: run("DELETE FROM drafts_provision WHERE version_id = %s"))
    refused(lambda: run("UPDATE drafts_version SET title = 'x' WHERE id = %s"))
    refused(lambda: run("DELETE FROM drafts_version WHERE id = %s"))
    refused(lambda: run("UPDATE drafts_version SET stage = 'editing' WHERE id = %s"))


def test_saving_or_deleting_a_published_row_is_refused():
    version = make_version()
    row = provision(version, "4")
    row.text = "篡改"

    refused(row.save)
    refused(lambda: models.QuerySet(Provision).filter(pk=row.pk)._raw_delete("default"))
    assert provision(version, "4.1").text == "禁止在学校、医院周边开展试验。"


@pytest.mark.parametrize("field", VERSION_VALUES)
def test_published_version_cannot_be_altered(field):
    version = make_version(dated_on="2026-01-01")

    refused(
        lambda: Version.objects.filter(pk=version.pk).update(
            **{field: VERSION_VALUES[field]}
        )
    )


def test_version_being_edited_may_change():
    version = make_version(published=False)

    version.provisions.filter(address="4.1").update(text="改了。")
    Version.objects.filter(pk=version.pk).update(title="新题目")

    assert provision(version, "4.1").text == "改了。"


def test_saving_a_published_row_unaltered_is_no_change():
    version = make_version()

    version.save()
    provision(version, "4").save()

    assert version.provisions.count() == 18


def test_papers_join_a_published_version_and_stay():
    version = make_version()
    enclosure = services.add_enclosure(
        version, by=None, kind=EnclosureKind.EXPLANATION, title="说明", text="全文"
    )

    refused(lambda: Enclosure.objects.filter(pk=enclosure.pk).update(text="改"))
    refused(enclosure.delete)


def test_confirmed_ties_are_replaced_never_edited():
    base = make_version()
    version = make_version(base.document.regulation, base=base)
    services.confirm_lineage(version, by=None)

    refused(lambda: Lineage.objects.update(relation=Relation.DELETED))

    services.confirm_lineage(version, by=None)
    assert set(Lineage.objects.values_list("relation", flat=True)) == {"unchanged"}

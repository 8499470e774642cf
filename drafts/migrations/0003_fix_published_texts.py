"""I1 in the database itself: a published version and what it is made of stay as they are.

A version's lineage may be confirmed later, and again; its rows are replaced, never
edited. Papers may join a published version, none is changed or taken away.
"""

from django.db import migrations

from common.guards import forbid_update_delete
from drafts.fixing import FixedWithVersion


class Migration(migrations.Migration):

    dependencies = [("drafts", "0002_headings_of_any_length")]

    operations = [
        forbid_update_delete(
            "drafts_version",
            when="OLD.stage = 'published'",
            columns=[
                "id",
                "document_id",
                "sequence",
                "version_type",
                "base_id",
                "title",
                "title_note",
                "dated_on",
                "correction_note",
                "source_name",
                "source_hash",
                "text_hash",
                "problems",
                "override_reason",
                "stage",
                "created_by_id",
                "submitted_by_id",
                "published_at",
                "published_by_id",
            ],
            message="已发布的文本不能修改或删除，请导入更正文本。",
        ),
        FixedWithVersion(
            "drafts_provision",
            columns=[
                "id",
                "version_id",
                "parent_id",
                "article_id",
                "kind",
                "label",
                "number",
                '"insert"',
                "heading",
                "text",
                "text_hash",
                "address",
                "citation",
                "position",
                "last_position",
                "depth",
            ],
            message="已发布文本的条文不能增加、修改或删除，请导入更正文本。",
        ),
        FixedWithVersion(
            "drafts_enclosure",
            columns=["id", "version_id", "kind", "title", "text"],
            message="已发布版本的随附材料不能修改或删除，请另加一份。",
            allow_insert=True,
        ),
        forbid_update_delete(
            "drafts_lineage",
            allow_delete=True,
            message="已确认的沿革不能改写，请重新确认整组沿革。",
        ),
    ]

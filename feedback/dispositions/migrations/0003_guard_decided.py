"""What a second person has confirmed is superseded, never overwritten or deleted."""

from common import guards
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dispositions", "0002_one_open_one_decided")]

    operations = [
        guards.forbid_update_delete(
            "dispositions_disposition",
            when="OLD.confirmed_at IS NOT NULL",
            columns=[
                "consultation_id",
                "comment_id",
                "target_id",
                "group_id",
                "result",
                "reason_code",
                "reason_text",
                "internal_note",
                "referred_to",
                "proposed_by_id",
                "proposed_at",
                "confirmed_by_id",
                "confirmed_at",
                "supersedes_id",
                "correction_reason",
            ],
            message="已确认的处理结果不能改写，请另拟更正。",
        ),
    ]

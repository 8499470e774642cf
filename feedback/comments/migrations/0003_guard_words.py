from common import guards
from django.db import migrations


class Migration(migrations.Migration):
    """Words, their targets and the comments themselves are kept by the database."""

    dependencies = [("comments", "0002_comment_submission_and_repeat")]

    operations = [
        guards.forbid_update_delete(
            "comments_wording", message="意见原话不能修改，也不能删除。"
        ),
        guards.forbid_update_delete(
            "comments_target", message="意见针对的条文不能修改，也不能删除。"
        ),
        guards.forbid_update_delete(
            "comments_comment",
            columns=["receipt_no", "consultation_id", "version_id"],
            message="意见的编号、轮次和版本不能修改，意见不能删除。",
        ),
    ]

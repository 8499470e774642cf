"""What has been published stays as it was; a correction is another row."""

from common import guards
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        guards.forbid_update_delete(
            "reports_publication", message="已公布的内容不能改动，请另发更正。"
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="submission_id",
            field=models.BigIntegerField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="repeat_hash",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["repeat_hash"], name="comment_repeat"),
        ),
    ]

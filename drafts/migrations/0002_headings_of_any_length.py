from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("drafts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="provision",
            name="heading",
            field=models.TextField(blank=True, verbose_name="标题"),
        ),
        migrations.AlterField(
            model_name="provision",
            name="label",
            field=models.CharField(blank=True, max_length=200, verbose_name="编号"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("common", "0006_work_calendar_2004_2026")]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('object_id', models.BigIntegerField(verbose_name='对象')),
                ('scope', models.CharField(blank=True, max_length=80, verbose_name='范围')),
                ('tokens', models.TextField(verbose_name='词元')),
            ],
            options={
                'verbose_name': '检索',
                'verbose_name_plural': '检索',
                'indexes': [models.Index(fields=['kind', 'scope'], name='search_kind_scope')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='search_entry_once')],
            },
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("common", "0002_idempotency_key")]

    operations = [
        migrations.CreateModel(
            name='NumberSequence',
            fields=[
                ('series', models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name='系列')),
                ('last', models.PositiveBigIntegerField(verbose_name='末号')),
            ],
            options={
                'verbose_name': '编号',
                'verbose_name_plural': '编号',
            },
        ),
    ]

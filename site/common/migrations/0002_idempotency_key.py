from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("common", "0001_ledger")]

    operations = [
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=80, verbose_name='范围')),
                ('key_hash', models.CharField(max_length=64, verbose_name='键摘要')),
                ('body_hash', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('result', models.JSONField(null=True, verbose_name='结果')),
                ('created_at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '防重复键',
                'verbose_name_plural': '防重复键',
                'constraints': [models.UniqueConstraint(fields=('scope', 'key_hash'), name='idempotency_key_once')],
            },
        ),
    ]

from django.db import migrations, models

from common import guards


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('stream', models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name='流水')),
                ('position', models.PositiveBigIntegerField(verbose_name='序号')),
                ('entry_hash', models.CharField(blank=True, max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '流水末端',
                'verbose_name_plural': '流水末端',
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=80, verbose_name='流水')),
                ('position', models.PositiveBigIntegerField(verbose_name='序号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('actor_kind', models.CharField(choices=[('user', '用户'), ('system', '系统'), ('submitter', '提交人')], max_length=10, verbose_name='操作者类别')),
                ('actor_id', models.BigIntegerField(blank=True, null=True, verbose_name='操作者')),
                ('role', models.CharField(blank=True, max_length=40, verbose_name='身份')),
                ('act', models.CharField(max_length=80, verbose_name='操作')),
                ('object_type', models.CharField(max_length=80, verbose_name='对象类别')),
                ('object_id', models.CharField(max_length=40, verbose_name='对象')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('salt', models.CharField(blank=True, max_length=32, verbose_name='盐')),
                ('before_hash', models.CharField(blank=True, max_length=64, verbose_name='变更前摘要')),
                ('after_hash', models.CharField(blank=True, max_length=64, verbose_name='变更后摘要')),
                ('algorithm', models.CharField(max_length=10, verbose_name='摘要算法')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='上一条摘要')),
                ('entry_hash', models.CharField(max_length=64, verbose_name='本条摘要')),
            ],
            options={
                'verbose_name': '操作流水',
                'verbose_name_plural': '操作流水',
                'ordering': ['stream', 'position'],
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='ledger_object')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'position'), name='ledger_position_once')],
            },
        ),
        guards.forbid_update_delete(
            "common_ledgerentry", message="操作流水只能追加，不能修改或删除。"
        ),
    ]

"""Subscriptions by mail, and what has been passed to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_result_told_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80, unique=True)),
                ('announced_at', models.DateTimeField()),
                ('mail_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '已排发的消息',
                'verbose_name_plural': '已排发的消息',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('everything', '全部征求意见'), ('subject', '一个领域'), ('regulation', '一部法规'), ('round', '一轮征求意见')], max_length=12, verbose_name='范围')),
                ('key', models.CharField(blank=True, max_length=60, verbose_name='订阅对象')),
                ('language', models.CharField(max_length=10, verbose_name='语言')),
                ('address_hash', models.CharField(editable=False, max_length=64)),
                ('secret', models.BinaryField()),
                ('sealed', models.BinaryField()),
                ('text_version', models.CharField(max_length=20, verbose_name='同意的说明')),
                ('requested_at', models.DateTimeField(verbose_name='申请时间')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='确认时间')),
            ],
            options={
                'verbose_name': '订阅',
                'verbose_name_plural': '订阅',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['scope', 'key', 'confirmed_at'], name='subscription_topic')],
                'constraints': [models.UniqueConstraint(fields=('address_hash', 'scope', 'key'), name='subscription_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80)),
                ('queued_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='reports.subscription')),
            ],
            options={
                'verbose_name': '订阅邮件',
                'verbose_name_plural': '订阅邮件',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['sent_at', 'attempts'], name='delivery_due'), models.Index(fields=['queued_at'], name='delivery_queued')],
                'constraints': [models.UniqueConstraint(fields=('subscription', 'event'), name='delivery_once')],
            },
        ),
    ]

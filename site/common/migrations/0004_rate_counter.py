from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("common", "0003_number_sequence")]

    operations = [
        migrations.CreateModel(
            name='RateCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=80, verbose_name='范围')),
                ('who_hash', models.CharField(max_length=64, verbose_name='来者摘要')),
                ('count', models.PositiveIntegerField(verbose_name='次数')),
                ('expires_at', models.DateTimeField(db_index=True, verbose_name='到期')),
            ],
            options={
                'verbose_name': '频次',
                'verbose_name_plural': '频次',
                'constraints': [models.UniqueConstraint(fields=('scope', 'who_hash'), name='rate_counter_once')],
            },
        ),
    ]

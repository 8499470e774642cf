from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("common", "0004_rate_counter")]

    operations = [
        migrations.CreateModel(
            name='WorkCalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='是工作日')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='节日')),
            ],
            options={
                'verbose_name': '工作日历',
                'verbose_name_plural': '工作日历',
                'ordering': ['day'],
            },
        ),
    ]

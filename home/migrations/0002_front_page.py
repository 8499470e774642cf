"""The front page as the root of the default site, and a group for each role."""

from django.db import migrations


def make_front_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")

    # Wagtail's own first page only says welcome.
    Page.objects.filter(slug="home", depth=2).delete()
    content_type, _new = ContentType.objects.get_or_create(
        app_label="home", model="homepage"
    )
    locale, _new = Locale.objects.get_or_create(language_code="zh-hans")
    Page.objects.filter(depth=1).update(numchild=1)
    front = HomePage.objects.create(
        title="民意直通车",
        draft_title="民意直通车",
        slug="home",
        content_type=content_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=locale,
    )
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="localhost",
        site_name="民意直通车",
        root_page_id=front.pk,
        is_default_site=True,
    )
    # Otherwise the first page view would write the row of settings.
    apps.get_model("home", "SiteSettings").objects.create(site=site)


def remove_front_page(apps, schema_editor):
    apps.get_model("home", "SiteSettings").objects.all().delete()
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("home", "HomePage").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_front_page, remove_front_page)]

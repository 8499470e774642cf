"""The settings of the site, asked for by every page and kept for a minute."""

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from wagtail.models import Site

from home import remembered
from home.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_settings_of_the_site_cost_no_query_once_known(
    client, django_assert_num_queries
):
    client.get("/r/")
    request = RequestFactory().get("/r/")

    with django_assert_num_queries(0):
        assert SiteSettings.for_request(request).pk


def test_saved_settings_show_at_once(client):
    client.get("/r/")
    settings = SiteSettings.objects.get_or_create(
        site=Site.objects.get(is_default_site=True)
    )[0]
    settings.phone = "0999-5550188"

    settings.save()

    assert "0999-5550188" in client.get("/r/").content.decode()


def test_another_process_follows_within_a_minute():
    # Its own memory is the only one it has, and that is short.
    kept = caches[remembered.MEMORY]

    assert remembered.SECONDS <= 60
    assert "locmem" in type(kept).__module__

"""Whether the site lives and can work; what is wrong stands in the log only."""

from __future__ import annotations

import logging

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger("minyi.health")

ROBOTS = """User-agent: *
Disallow: /accounts/
Disallow: /cms/
Disallow: /comment/
Disallow: /desk/
Disallow: /lookup/

Sitemap: %s
"""


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    missing = what_is_missing()
    if missing:
        logger.error("not ready: %s", missing)
        return HttpResponse("not ready", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS % request.build_absolute_uri(reverse("about:sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def what_is_missing() -> str:
    """Return why the site cannot work, or an empty string."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        return f"database: {error}"
    return f"{len(plan)} migrations to apply" if plan else ""

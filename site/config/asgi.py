"""HTTP (and, from the sittings on, sockets) under daphne."""

import os
from typing import Any

import django
from asgiref.sync import sync_to_async
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
django.setup(set_prefix=False)

from config import bodies  # noqa: E402 -- app ready

bodies.install()


class OneHopHandler(ASGIHandler):
    """Run the whole request in one worker thread.

    Django hops between loop and thread once for each synchronous middleware, which
    costs more than the page (0.35 ms each). All of ours are synchronous, so the
    chain is loaded as under WSGI and entered once. Django ticket 37177; drop this
    when it is fixed.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: Any) -> Any:
        return await sync_to_async(self.get_response, thread_sensitive=False)(request)


def http() -> ASGIHandler:
    """Return the handler the settings ask for."""
    return OneHopHandler() if settings.ONE_HOP_ASGI else ASGIHandler()


application = ProtocolTypeRouter({"http": http()})

"""How large a request may be: refused while it comes in, not after it is in memory.

daphne takes a whole request in before anybody is asked, several times its size in
memory; a proxy in front may be stricter, and none in front must not be fatal.
"""

from __future__ import annotations

from typing import Any

from daphne import http_protocol
from django.conf import settings
from django.template import loader
from django.utils import translation

# The import page takes 10 MB; the media of editors may be larger.
LARGEST = 25 * 1024 * 1024
HEADERS = (
    b"HTTP/1.1 413 Content Too Large\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\n"
    b"Connection: close\r\n"
    b"Content-Length: %d\r\n\r\n"
)


class BoundedRequest(http_protocol.WebRequest):
    """A request that ends once it has grown too large, announced or not."""

    is_refused = False

    def gotLength(self, length: int | None) -> None:  # noqa: N802 -- Twisted's name
        super().gotLength(length)
        if length is not None and length > LARGEST:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 -- Twisted's name
        if self.is_refused:
            return
        if self.content.tell() + len(data) > LARGEST:
            self.refuse()
            return
        super().handleContentChunk(data)

    def process(self) -> Any:
        return None if self.is_refused else super().process()

    def refuse(self) -> None:
        """Say why, and hang up."""
        self.is_refused = True
        page = explanation(self.getCookie(settings.LANGUAGE_COOKIE_NAME.encode()))
        self.channel.transport.write(HEADERS % len(page) + page)
        self.channel.loseConnection()


def explanation(language: bytes | None) -> bytes:
    """Return the page that says why, in the language the reader chose."""
    known = (language or b"").decode("ascii", "replace")
    chosen = known if known in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(chosen):
        return loader.get_template("too_large.html").render().encode()


def install() -> None:
    """Let daphne make its requests of this kind."""
    http_protocol.WebRequest = BoundedRequest

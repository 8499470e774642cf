"""The long forms drive the browser that the suite's short ones do."""

from tests.browser.conftest import chromium, launch, server, someone

__all__ = ["chromium", "launch", "server", "someone"]

"""A citizen's browser as plain HTTP: form, token, key, confirmation."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')
NUMBER = re.compile(r"YJ-LF\d{7}-R\d+-\d{6}")
CODE = re.compile(r'id="query-code"[^>]*>(.*?)</output>', re.S)


class Citizen:
    """One person with a browser of their own."""

    def __init__(self, address: str, code: str, timeout: float = 60) -> None:
        self.url = f"{address}/comment/{code}/"
        self.timeout = timeout
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        self.token = ""

    def open_form(self) -> str:
        """Fetch the form; return its key."""
        with self.opener.open(self.url, timeout=self.timeout) as response:
            page = response.read().decode()
        self.token = TOKEN.search(page)[1]
        return KEY.search(page)[1]

    def confirm(self, key: str, body: str) -> tuple[int, str, str]:
        """Send the last step; return status, receipt number and query code."""
        said = {
            "csrfmiddlewaretoken": self.token,
            "step": "submit",
            "key": key,
            "body": body,
        }
        data = urllib.parse.urlencode(said).encode()
        try:
            with self.opener.open(self.url, data, timeout=self.timeout) as response:
                status, page = response.status, response.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, "", ""
        number, code = NUMBER.search(page), CODE.search(page)
        return status, number[0] if number else "", code[1] if code else ""

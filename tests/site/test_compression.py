"""Pages travel compressed, and their lengths tell nothing."""

from __future__ import annotations

import gzip

import pytest

from tests import make

pytestmark = pytest.mark.django_db
ASKED = {"accept-encoding": "gzip"}


def test_page_travels_compressed_and_is_the_same(client):
    address = make.make_version().get_absolute_url()
    plain = client.get(address)

    packed = client.get(address, headers=ASKED)

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


def test_length_of_a_page_with_a_form_varies_at_random(client):
    lengths = {
        len(client.get("/accounts/login/", headers=ASKED).content) for _try in range(12)
    }

    assert len(lengths) > 3

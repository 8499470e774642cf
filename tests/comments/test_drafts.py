"""What the page tells the device to keep of typed words, and when to forget it."""

from __future__ import annotations

import re

import pytest

from tests.comments.browsing import address, filled, hidden, look_up, page
from tests.comments.making import hand_in


def test_draft_is_named_by_what_one_began_with_and_forgotten_at_the_receipt(
    client, consultation
):
    code = consultation.code
    form = client.get(address(consultation), {"on": ["3", "4"]})
    assert f'data-draft="comment:{code}:3,4"' in page(form)

    data = {**hidden(form), "body": "好。", "step": "", "remove": "3"}
    fewer = client.post(address(consultation), data)
    assert f'data-draft="comment:{code}:3,4" data-draft-sent="body' in page(fewer)

    receipt = client.post(
        address(consultation), {**hidden(fewer), "body": "好。", "step": "submit"}
    )
    assert f'data-draft-done="comment:{code}:3,4"' in page(receipt)


@pytest.mark.parametrize("name", ['"><script>', "a" * 201, "3 4"])
def test_forged_name_of_a_draft_is_dropped(client, consultation, name):
    response = client.post(address(consultation), filled(step="submit", draft=name))

    assert f'data-draft-done="comment:{consultation.code}:"' in page(response)


def test_only_words_are_kept_on_the_device(client, consultation):
    text = page(client.get(address(consultation), {"on": "4"}))

    kept = re.findall(r'<(?:textarea|input)[^>]*name="([^"]+)"[^>]*data-keep', text)
    assert sorted(kept) == ["body", "own-4", "reason"]


def test_correction_kept_on_the_device_is_forgotten_when_it_is_in(client, consultation):
    receipt = hand_in(consultation)
    number = receipt.comment.receipt_no
    form = look_up(client, number, receipt.code, "correct")
    saved = look_up(
        client, number, receipt.code, "correct", step="save", body="新的话。"
    )

    assert f'data-draft="correct:{number}"' in page(form)
    assert f'data-draft-done="correct:{number}"' in page(saved)

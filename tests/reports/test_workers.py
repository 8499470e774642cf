"""Several workers at once: everything is told, and to everybody once."""

from __future__ import annotations

from django.core import mail

from feedback.reports import deliveries
from tests import make
from tests.committing import together
from tests.reports.following import subscribe


def test_several_workers_tell_everybody_once(committed):
    make.make_consultation()
    for number in range(6):
        subscribe(f"r{number}@example.cn")

    queued = together(lambda _number: deliveries.announce(), 4)
    sent = together(lambda _number: deliveries.send_due(), 4)

    assert (sum(queued), sum(sent)) == (6, 6)
    assert sorted(m.to[0] for m in mail.outbox) == [
        f"r{n}@example.cn" for n in range(6)
    ]

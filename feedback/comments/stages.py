"""What has been decided about a comment, and by which moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Move


class Stage(TextChoices):
    """Decisions about a comment. What follows from its round is derived."""

    SUBMITTED = "submitted", _("待审核")
    HELD = "held", _("审核中")
    ACCEPTED = "accepted", _("已受理")
    RETURNED = "returned", _("退回补正")
    REJECTED = "rejected", _("不予受理")
    TRANSFERRED = "transferred", _("已转送")
    WITHDRAWN = "withdrawn", _("已撤回")


# Comments that count: 意见条数 is the number of accepted ones.
COUNTED = frozenset({Stage.ACCEPTED})
WAITING = frozenset({Stage.SUBMITTED, Stage.HELD})
# A comment in one of these needs no disposition: its author has an answer already.
SETTLED = frozenset({Stage.REJECTED, Stage.TRANSFERRED, Stage.WITHDRAWN})

MOVES = {
    "accept": Move(
        frozenset({Stage.SUBMITTED, Stage.HELD, Stage.RETURNED}), Stage.ACCEPTED
    ),
    "hold": Move(frozenset({Stage.SUBMITTED}), Stage.HELD),
    "return": Move(frozenset({Stage.SUBMITTED, Stage.HELD}), Stage.RETURNED),
    "reject": Move(
        frozenset({Stage.SUBMITTED, Stage.HELD, Stage.RETURNED}), Stage.REJECTED
    ),
    "transfer": Move(
        frozenset({Stage.SUBMITTED, Stage.HELD, Stage.RETURNED}), Stage.TRANSFERRED
    ),
    # A correction by its author puts a returned comment back into the queue.
    "correct": Move(frozenset({Stage.RETURNED}), Stage.SUBMITTED),
    "withdraw": Move(
        frozenset({Stage.SUBMITTED, Stage.HELD, Stage.RETURNED, Stage.ACCEPTED}),
        Stage.WITHDRAWN,
    ),
    # Screening is a judgement and may be wrong: a rejection can be taken back.
    "reconsider": Move(frozenset({Stage.REJECTED, Stage.TRANSFERRED}), Stage.SUBMITTED),
}

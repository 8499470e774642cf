"""The stages of a disposition: proposed by one, confirmed by another, published."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Move


class Stage(TextChoices):
    """What people have decided about a disposition."""

    PROPOSED = "proposed", _("拟定")
    RETURNED = "returned", pgettext_lazy("阶段", "退回修改")
    CONFIRMED = "confirmed", _("已确认")
    PUBLISHED = "published", _("已公布")
    SUPERSEDED = "superseded", _("已更正")
    REVOKED = "revoked", _("已撤销")


LIVE = frozenset({Stage.PROPOSED, Stage.RETURNED, Stage.CONFIRMED, Stage.PUBLISHED})
DECIDED = frozenset({Stage.CONFIRMED, Stage.PUBLISHED})
OPEN = frozenset({Stage.PROPOSED, Stage.RETURNED})

MOVES = {
    "confirm": Move(frozenset({Stage.PROPOSED}), Stage.CONFIRMED),
    "return": Move(frozenset({Stage.PROPOSED}), Stage.RETURNED),
    "propose_again": Move(OPEN, Stage.PROPOSED),
    "publish": Move(frozenset({Stage.CONFIRMED}), Stage.PUBLISHED),
    "supersede": Move(DECIDED, Stage.SUPERSEDED),
    "revoke": Move(
        frozenset({Stage.PROPOSED, Stage.RETURNED, Stage.CONFIRMED}), Stage.REVOKED
    ),
}

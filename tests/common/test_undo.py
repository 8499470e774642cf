"""For how long one's last act can be taken back."""

import datetime

import pytest
from django.utils import timezone

from common.undo import GRACE, SECONDS, CannotUndo, require_in_time

NOW = timezone.now()


@pytest.mark.parametrize("seconds", [0, SECONDS, SECONDS + GRACE])
def test_in_time_passes(seconds):
    require_in_time(NOW, at=NOW + datetime.timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-1, SECONDS + GRACE + 0.001, 86400])
def test_too_late_or_ahead_is_refused(seconds):
    with pytest.raises(CannotUndo):
        require_in_time(NOW, at=NOW + datetime.timedelta(seconds=seconds))

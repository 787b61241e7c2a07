"""A place that was found full at put-away is counted."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.config.subscriptions import drain
from packhaus.inbound.events import PlaceReported
from packhaus.inventory.models import Count
from packhaus.journal.services import record
from tests.harness.cast import Place


@pytest.mark.usefixtures("committed")
def test_a_full_place_is_counted_and_a_blocked_one_is_not(
    leeds: Place, operator: Scope, now: datetime
) -> None:
    facts = [
        PlaceReported(merchant_id=None, aggregate_id=leeds.locations[code], code=code, reason=reason)
        for code, reason in (("A-01-01", "full"), ("A-01-02", "blocked"))
    ]
    with transaction(operator):
        record(facts, happened_at=now, actor=SYSTEM)
    drain(now=now)
    with transaction(operator):
        assert list(Count.objects.values_list("location__code", "trigger")) == [("A-01-01", "bin_full")]

"""Forget what carriers said when they were asked for labels: their words may repeat an address."""

from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

TOLD_DAYS = 30
_FORGET = "UPDATE shipping_labelpurchase SET told = '' WHERE told <> '' AND queued_at < %(before)s"


def forget_told(*, now: datetime) -> int:
    """Empty what was said to purchases of more than TOLD_DAYS ago, and return how many; why they failed stays."""
    with transaction(Scope.operator()):
        return rows.execute(_FORGET, {"before": now - timedelta(days=TOLD_DAYS)})

"""Forget what carriers said of labels and parcels: their words may repeat an address or a name."""

from datetime import datetime, timedelta

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

TOLD_DAYS = 30
# Longer than a parcel is looked for and a claim for it prepared.
EVENTS_TOLD_DAYS = 90
_FORGET = "UPDATE shipping_labelpurchase SET told = '' WHERE told <> '' AND queued_at < %(before)s"

_FORGET_EVENTS = "UPDATE shipping_trackingevent SET told = '' WHERE told <> '' AND taken_at < %(before)s"


def forget_told(*, now: datetime) -> int:
    """Empty what was said to purchases of more than TOLD_DAYS ago and of parcels EVENTS_TOLD_DAYS ago; return how many.

    Why purchases failed, and where parcels stood, stays.
    """
    with transaction(Scope.operator()):
        purchases = rows.execute(_FORGET, {"before": now - timedelta(days=TOLD_DAYS)})
        return purchases + rows.execute(_FORGET_EVENTS, {"before": now - timedelta(days=EVENTS_TOLD_DAYS)})

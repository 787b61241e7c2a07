"""Facts about the truck of a delivery."""

from datetime import datetime
from typing import Any

from packhaus.inbound.locks import LockedAsn
from packhaus.network.queries.calendars import get_calendar


def describe(asn: LockedAsn, *, door: str, starts_at: datetime) -> dict[str, Any]:
    """Return what every fact about a truck says. Queries: 3, or 0 while the calendars are fresh."""
    local = starts_at.astimezone(get_calendar(asn.site_id).zone)
    return {
        "merchant_id": asn.merchant_id,
        "aggregate_id": asn.id,
        "number": asn.number,
        "site_id": str(asn.site_id),
        "door": door,
        "starts_at": local.isoformat(timespec="minutes"),
    }

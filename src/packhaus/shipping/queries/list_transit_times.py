"""Transit times of a carrier, as people read and change them."""

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.types import TransitDraft

_CARRIER = "SELECT true FROM shipping_carrier WHERE code = %(code)s"
_TIMES = """
SELECT s.code, t.min_days, t.max_days, t.from_country, t.from_postal, t.to_country, t.to_postal, t.to_region
FROM shipping_transittime AS t
JOIN shipping_service AS s ON s.id = t.service_id
JOIN shipping_carrier AS c ON c.id = s.carrier_id
WHERE c.code = %(code)s
ORDER BY s.rank, s.code, t.from_country, t.from_postal, t.to_country, t.to_postal, t.to_region
"""


def list_transit_times(*, carrier_code: str) -> list[TransitDraft]:
    """Return the carrier's transit times as they could be saved again, by service and lane.

    Queries: 1, 2 without any. Raises: NotFound.
    """
    found = [TransitDraft._make(row) for row in rows.fetch_tuples(_TIMES, {"code": carrier_code})]
    if not found and not rows.fetch_value(_CARRIER, {"code": carrier_code}):
        raise NotFound("carrier not found")
    return found

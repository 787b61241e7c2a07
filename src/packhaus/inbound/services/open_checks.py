"""What comes in under a rule stands in quarantine until it was checked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.inbound.locks import LockedAsn
from packhaus.inbound.queries.entering import EnteringSku
from packhaus.inbound.services.match_lines import Booking
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

# Under the lock of the delivery: nobody else decides the check meanwhile.
_OPEN = """
INSERT INTO inbound_qualitycheck AS c (id, merchant_id, asn_id, line_id, sku_id, site_id, level, aql, quantity, status,
    from_location_id, opened_at)
SELECT n.id, %(merchant_id)s, %(asn_id)s, n.line_id, n.sku_id, %(site_id)s, n.level, n.aql, n.quantity, 'open',
       %(location_id)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(line_ids)s::bigint[], %(sku_ids)s::uuid[], %(levels)s::text[], %(aqls)s::text[],
    %(quantities)s::bigint[]) AS n(id, line_id, sku_id, level, aql, quantity)
ON CONFLICT (line_id) WHERE status IN ('open', 'claimed') DO UPDATE SET quantity = c.quantity + excluded.quantity
RETURNING c.line_id, c.id
"""


def open_checks(
    *,
    asn: LockedAsn,
    bookings: Sequence[Booking],
    skus: Mapping[str, EnteringSku],
    location_id: int,
    now: datetime,
) -> dict[int, UUID]:
    """Return the checks that whole units of these bookings stand under by line, in the caller's transaction.

    Queries: 1, or 0 where nothing is checked.
    """
    units: Counter[tuple[int, str]] = Counter()
    for one in bookings:
        if not one.entry.damage_reason and skus[one.line.sku_code].level:
            units[one.line.id, one.line.sku_code] += one.quantity
    if not units:
        return {}
    found = [
        (new_id(), line_id, skus[code].id, skus[code].level, skus[code].aql, quantity)
        for (line_id, code), quantity in units.items()
    ]
    names = ("ids", "line_ids", "sku_ids", "levels", "aqls", "quantities")
    parameters = {
        "merchant_id": asn.merchant_id, "asn_id": asn.id, "site_id": asn.site_id, "location_id": location_id,
        "now": now,
    }  # fmt: skip
    columns = dict(zip(names, rows.as_columns(found, 6), strict=True))
    return dict(rows.fetch_tuples(_OPEN, {**columns, **parameters}))

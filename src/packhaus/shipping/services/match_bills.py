"""Put what carriers bill beside the parcels they bill it for."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.kernel import rows
from packhaus.shipping.types.bills import SETTLED

# An amount that is asked for a second time is all too much: 0 was to be asked. Money back on a parcel that somebody
# disputed ends the dispute as soon as all its bills together ask no more than its price.
_MATCH = """
WITH seen AS (
    SELECT b.id, p.id AS parcel_id, b.billed_minor, p.cost_minor, s.status,
           s.currency = y.currency AS is_same_currency, s.carrier_code = c.code AS is_same_carrier,
           b.tracking_number = '' AS is_general,
           b.billed_minor > 0 AND b.tracking_number <> '' AND EXISTS (
               SELECT FROM shipping_billedparcel AS x JOIN shipping_carrierbill AS z ON z.id = x.bill_id
               WHERE x.tracking_number = b.tracking_number AND x.id < b.id AND x.billed_minor > 0
                 AND z.carrier_id = y.carrier_id
           ) AS is_again
    FROM shipping_billedparcel AS b
    JOIN shipping_carrierbill AS y ON y.id = b.bill_id
    JOIN shipping_carrier AS c ON c.id = y.carrier_id
    LEFT JOIN shipping_parcel AS p ON p.tracking_number = b.tracking_number AND p.tracking_number <> ''
    LEFT JOIN shipping_shipment AS s ON s.id = p.shipment_id
    WHERE b.id = ANY(%(ids)s::bigint[])
), told AS (
    SELECT id, parcel_id, cost_minor, CASE
        WHEN is_general THEN 'general'
        WHEN parcel_id IS NULL THEN 'unknown'
        WHEN NOT is_same_carrier THEN 'other_carrier'
        WHEN billed_minor < 0 THEN 'credit'
        WHEN is_again THEN 'again'
        WHEN status <> 'dispatched' THEN 'not_sent'
        WHEN cost_minor IS NULL OR NOT is_same_currency THEN 'unpriced'
        WHEN billed_minor > cost_minor THEN 'over'
        WHEN billed_minor < cost_minor THEN 'under'
        ELSE 'agrees' END AS verdict
    FROM seen
)
UPDATE shipping_billedparcel AS b
SET parcel_id = t.parcel_id, verdict = t.verdict,
    expected_minor = CASE
        WHEN t.verdict IN ('agrees', 'over', 'under') THEN t.cost_minor
        WHEN t.verdict IN ('again', 'not_sent') THEN 0 END,
    state = CASE WHEN b.state = 'open' AND t.verdict = ANY(%(settled)s::text[]) THEN 'accepted' ELSE b.state END,
    decided_at = CASE WHEN b.state = 'open' AND t.verdict = ANY(%(settled)s::text[]) THEN %(now)s ELSE b.decided_at END
FROM told AS t WHERE b.id = t.id
"""
_END_DISPUTES = """
WITH given AS (
    SELECT DISTINCT y.carrier_id, b.tracking_number
    FROM shipping_billedparcel AS b JOIN shipping_carrierbill AS y ON y.id = b.bill_id
    WHERE b.id = ANY(%(ids)s::bigint[]) AND b.verdict = 'credit'
), asked AS (
    SELECT g.tracking_number, y.carrier_id, sum(b.billed_minor) AS billed_minor, max(b.expected_minor) AS expected_minor
    FROM given AS g
    JOIN shipping_billedparcel AS b ON b.tracking_number = g.tracking_number
    JOIN shipping_carrierbill AS y ON y.id = b.bill_id AND y.carrier_id = g.carrier_id
    GROUP BY g.tracking_number, y.carrier_id
)
UPDATE shipping_billedparcel AS b SET state = 'credited', decided_at = %(now)s, decided_by = ''
FROM asked AS a, shipping_carrierbill AS y
WHERE b.tracking_number = a.tracking_number AND y.id = b.bill_id AND y.carrier_id = a.carrier_id
  AND b.state = 'disputed' AND a.billed_minor <= a.expected_minor
"""


def match_billed(*, ids: Sequence[int], now: datetime) -> None:
    """Find the parcels of billed amounts, what they were priced at, and what that comes to.

    What needs nobody is accepted; what somebody has decided stays. In the caller's transaction. Queries: 2.
    """
    rows.execute(_MATCH, {"ids": list(ids), "now": now, "settled": [str(verdict) for verdict in SETTLED]})
    rows.execute(_END_DISPUTES, {"ids": list(ids), "now": now})

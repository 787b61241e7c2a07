"""What deliveries brought and announce of purchase orders: the words of the queries about it."""

from packhaus.inbound.queries.expected import IS_EXPECTED, UNITS_LEFT


def _fill(units: str) -> str:
    """Return the SQL of a line's share of an item's units: the earliest day first, what is too many on the last."""
    left = f"greatest({units} - e.earlier, 0)"
    return f"CASE WHEN e.is_last THEN {left} ELSE least({left}, e.wanted) END"


DELIVERED = f"""
SELECT i.sku_id, sum(i.received + i.damaged)::bigint AS came,
       coalesce(sum({UNITS_LEFT.replace("l.", "i.")}) FILTER (WHERE {IS_EXPECTED}), 0)::bigint AS coming
FROM inbound_asnline AS i JOIN inbound_asn AS a ON a.id = i.asn_id
WHERE i.merchant_id = o.merchant_id AND i.order_number = o.number AND i.order_number <> '' AND a.status <> 'cancelled'
GROUP BY i.sku_id
"""  # noqa: S608 - constants
"""Units by item that lines of deliveries brought for an order (o) by its number, and those still to come."""

FILLED = f"""
SELECT f.*, greatest(f.wanted - f.received - f.announced, 0) AS open_units
FROM (
    SELECT e.id, e.position, e.sku_id, e.expected_on, e.units, e.cancelled, e.pack_code, e.pack_units, e.wanted,
           {_fill("e.came")} AS received, ({_fill("(e.came + e.coming)")}) - ({_fill("e.came")}) AS announced
    FROM (
        SELECT l.*, l.units - l.cancelled AS wanted, coalesce(d.came, 0) AS came, coalesce(d.coming, 0) AS coming,
               (sum(l.units - l.cancelled) OVER turns - (l.units - l.cancelled))::bigint AS earlier,
               lead(l.id) OVER turns IS NULL AS is_last
        FROM inbound_purchaseline AS l LEFT JOIN ({DELIVERED}) AS d ON d.sku_id = l.sku_id
        WHERE l.order_id = o.id
        WINDOW turns AS (PARTITION BY l.sku_id ORDER BY l.expected_on, l.id)
    ) AS e
) AS f
"""  # noqa: S608 - constants
"""The lines of an order (o) with what came of each, is announced, and is neither; deliveries name order and item."""

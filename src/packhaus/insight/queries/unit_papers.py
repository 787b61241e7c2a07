"""What a pallet, carton or tote is for: the order that it is of, the walk it goes along on, what it came with."""

from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

MOST = 20

_FIND = f"""
SELECT f.kind, f.merchant_code, f.number, f.detail FROM (
    SELECT 1 AS rank, 'parcel' AS kind, m.code AS merchant_code, s.order_number AS number, p.tracking_number AS detail
    FROM shipping_parcel AS p JOIN shipping_shipment AS s ON s.id = p.shipment_id
    JOIN access_merchant AS m ON m.id = p.merchant_id
    WHERE p.handling_unit_id = %(unit_id)s
    UNION ALL
    SELECT 2, 'tote', m.code, o.number, b.number
    FROM orders_fulfillmentorder AS f
    JOIN outbound_batchslot AS s ON s.fulfillment_id = f.id AND s.tote_id = %(unit_id)s
    JOIN outbound_pickbatch AS b ON b.id = s.batch_id
    JOIN orders_order AS o ON o.id = f.order_id
    JOIN access_merchant AS m ON m.id = f.merchant_id
    WHERE f.site_id = %(site_id)s AND f.status IN ('released', 'picking', 'picked')
    UNION ALL
    SELECT DISTINCT 3, 'asn', m.code, a.number, coalesce(c.name, '')
    FROM inbound_asnline AS l JOIN inbound_asn AS a ON a.id = l.asn_id
    JOIN access_merchant AS m ON m.id = a.merchant_id
    LEFT JOIN parties_company AS c ON c.id = a.supplier_id
    WHERE l.unit_code = %(code)s AND l.unit_code <> '' AND EXISTS (
        SELECT FROM inbound_receipt AS r WHERE r.line_id = l.id AND r.unit_id = %(unit_id)s)
) AS f ORDER BY f.rank, f.merchant_code, f.number LIMIT {MOST}
"""  # noqa: S608 - constants


class UnitPaper(NamedTuple):
    """A paper that a unit belongs to; `kind` is parcel, tote (`detail` is its walk) or asn (its supplier).

    The number is the order's, but for an ASN.
    """

    kind: str
    merchant_code: str
    number: str
    detail: str


def list_unit_papers(*, scope: Scope, site_id: UUID, unit_id: UUID, code: str) -> list[UnitPaper]:
    """Return what a unit at a site is for, at most MOST papers. Queries: 1."""
    parameters = {"site_id": site_id, "unit_id": unit_id, "code": code}
    with transaction(scope):
        return [UnitPaper(*row) for row in rows.fetch_tuples(_FIND, parameters)]

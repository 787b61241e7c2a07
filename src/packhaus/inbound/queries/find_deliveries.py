"""Which deliveries a scanned code may be about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.types import say_tracking
from packhaus.kernel import rows
from packhaus.kernel.gs1 import read_gs1, read_plate

_ITEMS = """
SELECT b.sku_id FROM catalog_barcode AS b WHERE b.code = ANY(%(barcodes)s::text[])
UNION
SELECT k.id FROM access_merchant AS m JOIN catalog_sku AS k ON k.merchant_id = m.id AND k.code = %(code)s::text
"""
_FIND = f"""
SELECT a.id, a.merchant_id, m.code AS merchant_code, a.site_id, a.number, a.status, a.expected_on,
       coalesce(c.name, '') AS supplier_name
FROM inbound_asn AS a JOIN access_merchant AS m ON m.id = a.merchant_id
LEFT JOIN parties_company AS c ON c.id = a.supplier_id
WHERE a.status IN ('announced', 'arriving', 'receiving', 'received')
  AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (%(code)s = '' AND (a.expected_on <= %(today)s::date OR a.status = 'receiving') AND a.status <> 'received'
       OR a.number = %(code)s
       OR a.tracking_number <> '' AND (a.tracking_number IN (%(tracking)s, %(unit)s)
          OR length(a.tracking_number) >= 10 AND right(%(tracking)s, length(a.tracking_number)) = a.tracking_number)
       OR EXISTS (SELECT FROM inbound_asnline AS l WHERE l.asn_id = a.id AND %(code)s <> ''
                  AND (l.unit_code IN (%(code)s, %(unit)s) OR l.order_number = %(code)s OR l.sku_id IN ({_ITEMS}))))
ORDER BY a.number <> %(code)s, a.tracking_number <> %(tracking)s, a.expected_on, a.id LIMIT 20
"""  # noqa: S608 - constants
_COUNT = """
SELECT count(*) FROM inbound_asn AS a
WHERE a.status IN ('announced', 'arriving', 'receiving')
  AND (%(site_id)s::uuid IS NULL OR a.site_id = %(site_id)s::uuid)
  AND (a.expected_on <= %(today)s::date OR a.status = 'receiving')
"""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery that can be received."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    site_id: UUID
    number: str
    status: str
    expected_on: date
    supplier_name: str


def find_deliveries(*, scope: Scope, site_id: UUID | None, code: str, today: date) -> list[DeliveryRow]:
    """Return what can be received: by its number, its order's, the carrier's, a carton or an item.

    Without a code, what is due. A carton or item may be said by GS1; a carrier's label may say before its number where
    it goes. Queries: 1.
    """
    said = read_gs1(code)
    parameters = {
        "site_id": site_id,
        "code": code,
        "unit": read_plate(code),
        "tracking": say_tracking(code),
        "barcodes": [code, *(said.barcodes if said else [])],
        "today": today,
    }
    with transaction(scope):
        return rows.fetch_rows(DeliveryRow, _FIND, parameters)


def count_deliveries(*, scope: Scope, site_id: UUID | None, today: date) -> int:
    """Return how many deliveries are due or under way. Queries: 1."""
    with transaction(scope):
        return int(rows.fetch_value(_COUNT, {"site_id": site_id, "today": today}) or 0)

"""What a scanned code means at a site: the one place that says which meaning comes first.

Internal codes first, then the barcode of an item that is expected, then what the code says by the rules of GS1, then
any barcode that is known, then the label of a lot or a serial number. What stands equally first is ambiguous, and a
person chooses.
Source: screens, section 5.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.gs1 import Gs1, read_gs1

LONGEST = 120

_FIND = """
SELECT DISTINCT f.rank, f.kind, f.code, f.name, f.merchant_code, f.units, f.sku_id FROM (
    SELECT 1 AS rank, 'bin' AS kind, l.code, l.code AS name, '' AS merchant_code, 1::bigint AS units,
           NULL::uuid AS sku_id
    FROM inventory_location AS l
    WHERE (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s::uuid) AND l.code = upper(%(code)s::text)
    UNION ALL
    SELECT 1, u.kind, u.code, u.code, coalesce(m.code, ''), 1, NULL
    FROM inventory_handlingunit AS u LEFT JOIN access_merchant AS m ON m.id = u.merchant_id
    WHERE u.code = ANY(%(units)s::text[]) AND u.is_open
    UNION ALL
    SELECT 1, 'batch', b.number, b.number, '', 1, NULL FROM outbound_pickbatch AS b
    WHERE b.number = upper(%(code)s::text)
    UNION ALL
    SELECT 1, 'asn', a.number, a.number, m.code, 1, NULL
    FROM inbound_asn AS a JOIN access_merchant AS m ON m.id = a.merchant_id
    WHERE m.is_active AND a.number = %(code)s::text AND a.status NOT IN ('closed', 'cancelled')
    UNION ALL
    SELECT 1, 'item', k.code, k.name, m.code, 1, k.id
    FROM access_merchant AS m JOIN catalog_sku AS k ON k.merchant_id = m.id AND k.code = %(code)s::text
    UNION ALL
    SELECT CASE WHEN b.code <> %(code)s::text THEN 3 WHEN k.id = ANY(%(expected)s::uuid[]) THEN 2 ELSE 4 END,
           'item', k.code, k.name, m.code, b.quantity, k.id
    FROM catalog_barcode AS b JOIN catalog_sku AS k ON k.id = b.sku_id JOIN access_merchant AS m ON m.id = k.merchant_id
    WHERE b.code = ANY(%(barcodes)s::text[])
    UNION ALL
    SELECT 5, 'lot', t.code, k.name, m.code, 1, k.id
    FROM inventory_lot AS t JOIN catalog_sku AS k ON k.id = t.sku_id JOIN access_merchant AS m ON m.id = t.merchant_id
    WHERE t.code = %(code)s::text
    UNION ALL
    SELECT 5, 'serial', b.serial, k.name, m.code, 1, k.id
    FROM inventory_balance AS b JOIN catalog_sku AS k ON k.id = b.sku_id
    JOIN access_merchant AS m ON m.id = b.merchant_id
    WHERE b.serial = %(code)s::text AND b.on_hand > 0
) AS f ORDER BY f.rank, f.kind, f.merchant_code, f.code LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a code may be: bin, tote, carton, pallet, batch, asn, item, lot or serial.

    `units` stand behind an item's barcode; `sku_id` is that of an item, a lot or a serial number.
    """

    rank: int
    kind: str
    code: str
    name: str
    merchant_code: str
    units: int
    sku_id: UUID | None

    @property
    def mark(self) -> str:
        """What tells this meaning from others of the same code, for an address or a form."""
        return ".".join(part for part in (self.kind, str(self.sku_id or self.merchant_code)) if part)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a code means: nothing, one thing, or several that a person chooses from; and what it says by GS1."""

    code: str
    meanings: list[Meaning] = field(default_factory=list)
    gs1: Gs1 | None = None

    @property
    def only(self) -> Meaning | None:
        """The meaning, when there is exactly one."""
        return self.meanings[0] if len(self.meanings) == 1 else None

    def count_units(self, sku_id: UUID) -> int:
        """Return how many units of an item the code stands for; 0 when it means something else."""
        own = [one.units for one in self.meanings if one.kind == "item" and one.sku_id == sku_id]
        units = max(own, default=0)
        return units * max(self.gs1.count if self.gs1 else 1, 1)


def resolve_scan(
    *,
    scope: Scope,
    site_id: UUID | None,
    code: str,
    expected: Sequence[UUID] = (),
    merchant_code: str = "",
) -> Resolution:
    """Return what a code means; `expected` are items that the step waits for. Queries: 1.

    Where goods of one merchant are in hand, `merchant_code` leaves out what others call an item.
    """
    text = code.strip()[:LONGEST]
    said = read_gs1(text)
    parameters = {
        "site_id": site_id,
        "code": text,
        "units": [text.upper(), *([said.sscc] if said and said.sscc else [])],
        "barcodes": [text, *(said.barcodes if said else [])],
        "expected": list(expected),
    }
    if not text:
        return Resolution(text)
    with transaction(scope):
        every = rows.fetch_rows(Meaning, _FIND, parameters)
    found = [one for one in every if one.sku_id is None or merchant_code in {"", one.merchant_code}]
    first = [one for one in found if one.rank == found[0].rank]
    wanted = [one for one in first if one.sku_id in expected]
    return Resolution(text, wanted or first, said)

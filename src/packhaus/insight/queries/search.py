"""The global search: whole tokens, then the start of one; equality and range only, for row-level security."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.types import say_tracking
from packhaus.kernel import rows
from packhaus.kernel.gs1 import read_gs1, read_plate
from packhaus.kernel.keyset import bound_prefix

PER_KIND = 5
PREFIX_FROM = 3

_EXACT = """
SELECT s.kind, s.target, s.label, m.code AS merchant_code, s.token
FROM insight_searchkey AS s JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.token = %(token)s AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s)
ORDER BY s.kind, s.id DESC LIMIT 60
"""

_PREFIX = """
SELECT s.kind, s.target, s.label, m.code AS merchant_code, s.token
FROM insight_searchkey AS s JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.token >= %(token)s AND s.token < %(token_end)s
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s)
ORDER BY s.token, s.id LIMIT 60
"""

# Pallets, lots and serial numbers are looked up where they are, by their index: keys for them would be a second ledger.
_BY_CODE = """
(SELECT 'location' AS kind, l.id::text AS target, l.code || ' · ' || n.code AS label, '' AS merchant_code,
       l.code AS token
FROM inventory_location AS l JOIN network_site AS n ON n.id = l.site_id
WHERE l.code = upper(%(text)s::text) ORDER BY n.code LIMIT 5)
UNION ALL
(SELECT 'unit', u.code, u.code || ' · ' || l.code, coalesce(m.code, ''), u.code
FROM inventory_handlingunit AS u JOIN inventory_location AS l ON l.id = u.location_id
LEFT JOIN access_merchant AS m ON m.id = u.merchant_id
WHERE u.code = ANY(%(units)s::text[]) AND u.is_open
  AND (%(merchant_id)s::uuid IS NULL OR u.merchant_id IS NULL OR u.merchant_id = %(merchant_id)s))
UNION ALL
(SELECT 'asn', a.number, a.number || ' · ' || n.code, m.code, a.number
FROM inbound_asn AS a JOIN network_site AS n ON n.id = a.site_id JOIN access_merchant AS m ON m.id = a.merchant_id
WHERE (a.number = %(text)s OR a.tracking_number <> '' AND a.tracking_number = %(tracking)s)
  AND (%(merchant_id)s::uuid IS NULL OR a.merchant_id = %(merchant_id)s) ORDER BY a.expected_on DESC, a.id LIMIT 5)
UNION ALL
(SELECT 'purchase', o.number, o.number || ' · ' || n.code, m.code, o.number
FROM inbound_purchaseorder AS o JOIN network_site AS n ON n.id = o.site_id
JOIN access_merchant AS m ON m.id = o.merchant_id
WHERE o.number = %(text)s AND (%(merchant_id)s::uuid IS NULL OR o.merchant_id = %(merchant_id)s) ORDER BY o.id LIMIT 5)
UNION ALL
(SELECT 'transfer', f.number, f.number || ' · ' || n.code || ' – ' || o.code, m.code, f.number
FROM transfers_transfer AS f JOIN network_site AS n ON n.id = f.from_site_id
JOIN network_site AS o ON o.id = f.to_site_id JOIN access_merchant AS m ON m.id = f.merchant_id
WHERE f.number = %(text)s AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s) ORDER BY f.id LIMIT 5)
UNION ALL
(SELECT 'lot', t.id::text, t.code || ' · ' || k.code, m.code, t.code
FROM inventory_lot AS t JOIN catalog_sku AS k ON k.id = t.sku_id JOIN access_merchant AS m ON m.id = t.merchant_id
WHERE t.code = ANY(%(lots)s::text[]) AND (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s)
  AND (cardinality(%(barcodes)s::text[]) = 0 OR EXISTS (
      SELECT FROM catalog_barcode AS b WHERE b.sku_id = t.sku_id AND b.code = ANY(%(barcodes)s::text[])))
ORDER BY m.code, k.code, t.id LIMIT 5)
UNION ALL
(SELECT 'serial', k.code, s.serial || ' · ' || k.code, m.code, s.serial
FROM (
    SELECT b.sku_id, b.serial FROM inventory_balance AS b
    WHERE b.serial = ANY(%(serials)s::text[]) AND b.on_hand > 0
    UNION SELECT v.sku_id, v.serial FROM inventory_movement AS v WHERE v.serial = ANY(%(serials)s::text[])
) AS s JOIN catalog_sku AS k ON k.id = s.sku_id JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE (%(merchant_id)s::uuid IS NULL OR k.merchant_id = %(merchant_id)s)
  AND (cardinality(%(barcodes)s::text[]) = 0 OR EXISTS (
      SELECT FROM catalog_barcode AS b WHERE b.sku_id = s.sku_id AND b.code = ANY(%(barcodes)s::text[])))
ORDER BY m.code, k.code, s.serial LIMIT 5)
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One object that a search found; `target` is what its address needs."""

    kind: str
    target: str
    label: str
    merchant_code: str
    token: str


def fold_token(text: str) -> str:
    """Return how a token is stored and sought: casefolded, without outer spaces. Queries: 0."""
    return " ".join(text.split()).casefold()[:80]


def search(scope: Scope, *, text: str, merchant_id: UUID | None = None) -> list[Hit]:
    """Return what a number, code, name or bin means, at most PER_KIND of a kind. Queries: 0 to 3.

    A scanned GS1 code means its lot or serial number; where it has neither, what its text means.
    """
    token = fold_token(text)
    if not token:
        return []
    parameters = {"token": token, "token_end": bound_prefix(token), "merchant_id": merchant_id}
    with transaction(scope):
        found = rows.fetch_rows(Hit, _EXACT, parameters)
        found += rows.fetch_rows(Hit, _BY_CODE, _read_codes(text.strip()) | {"merchant_id": merchant_id})
        if not found and len(token) >= PREFIX_FROM:
            found = rows.fetch_rows(Hit, _PREFIX, parameters)
    if any(
        hit.kind == "parcel" for hit in found
    ):  # what a parcel's carton is called is the parcel's name, too
        found = [hit for hit in found if hit.kind != "unit"]
    return _cut(found)


def _read_codes(text: str) -> dict[str, Any]:
    """Return what is looked up as it is written: what a scanned code says, else the text."""
    said = read_gs1(text)
    tracking = say_tracking(text)
    units = sorted({text, text.upper(), read_plate(text)})
    is_of_unit = said is not None and bool(said.lot or said.serial)
    if said is None or not is_of_unit:
        return {
            "text": text,
            "tracking": tracking,
            "lots": [text],
            "serials": [text],
            "barcodes": [],
            "units": units,
        }
    return {
        "text": text,
        "tracking": tracking,
        "lots": [said.lot] if said.lot and not said.serial else [],
        "serials": [said.serial] if said.serial else [],
        "barcodes": said.barcodes,
        "units": units,
    }


def _cut(found: list[Hit]) -> list[Hit]:
    kept: dict[tuple[str, str, str], Hit] = {}
    counts: dict[str, int] = {}
    for hit in found:
        key = (hit.kind, hit.merchant_code, hit.target)
        if key not in kept and counts.get(hit.kind, 0) < PER_KIND:
            kept[key] = hit
            counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return sorted(kept.values(), key=lambda hit: hit.kind)

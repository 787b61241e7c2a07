"""Announcements that are begun and not sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import SketchNotFound
from packhaus.inbound.types import Sketch, SketchLine
from packhaus.kernel import rows

MOST_SKETCHES = 50

_SKETCHES = """
SELECT k.id, k.merchant_id, m.code, coalesce(a.number, ''), k.changed_at, k.entered
FROM inbound_asnsketch AS k JOIN access_merchant AS m ON m.id = k.merchant_id
LEFT JOIN inbound_asn AS a ON a.id = k.asn_id
"""
_ONE = _SKETCHES + "WHERE k.id = %(id)s"
_OPEN = (
    _SKETCHES
    + """
WHERE k.asn_id IS NULL AND (%(merchant_id)s::uuid IS NULL OR k.merchant_id = %(merchant_id)s::uuid)
ORDER BY k.changed_at DESC, k.id LIMIT %(most)s
"""
)


_IS_TAKEN = (
    "SELECT EXISTS (SELECT FROM inbound_asn WHERE merchant_id = %(merchant_id)s AND number = %(number)s)"
)
_ITEMS = """
SELECT code, name, has_lots, has_expiry FROM catalog_sku
WHERE merchant_id = %(merchant_id)s AND code = ANY(%(codes)s::text[])
"""


@dataclass(frozen=True, slots=True)
class SketchRow:
    """What was entered of an announcement; `sent_number` is the delivery that it became, else empty."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    sent_number: str
    changed_at: datetime
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class SketchItem:
    """What an item of a sketch is called, and whether its units are told apart by lot or expiry."""

    code: str
    name: str
    has_lots: bool
    has_expiry: bool


def get_sketch(*, scope: Scope, sketch_id: UUID) -> SketchRow:
    """Return a begun announcement. Queries: 1. Raises: SketchNotFound."""
    with transaction(scope):
        found = rows.fetch_tuples(_ONE, {"id": sketch_id})
    if not found:
        raise SketchNotFound("there is no such begun announcement")
    return _read(*found[0])


def list_sketches(*, scope: Scope, merchant_id: UUID | None = None) -> list[SketchRow]:
    """Return announcements that are begun and not sent, the last touched first, 50 at most. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_OPEN, {"merchant_id": merchant_id, "most": MOST_SKETCHES})
    return [_read(*row) for row in found]


def is_number_taken(*, scope: Scope, merchant_id: UUID, number: str) -> bool:
    """Tell whether a merchant's delivery has this number. Queries: 1."""
    with transaction(scope):
        return bool(rows.fetch_value(_IS_TAKEN, {"merchant_id": merchant_id, "number": number}))


def get_sketch_items(*, scope: Scope, merchant_id: UUID, codes: Iterable[str]) -> dict[str, SketchItem]:
    """Return those items that the catalog has, by code. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(SketchItem, _ITEMS, {"merchant_id": merchant_id, "codes": sorted(set(codes))})
    return {item.code: item for item in found}


def _read(
    sketch_id: UUID, merchant_id: UUID, code: str, sent: str, changed_at: datetime, entered: Any
) -> SketchRow:
    return SketchRow(sketch_id, merchant_id, code, sent, changed_at, _read_entered(entered))


def _read_entered(entered: Mapping[str, Any]) -> Sketch:
    return Sketch(**{**entered, "lines": tuple(SketchLine(**line) for line in entered["lines"])})

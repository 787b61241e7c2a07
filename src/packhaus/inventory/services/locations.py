"""Locations in bulk, and the virtual ones that every site has."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.site_locations import forget_site_locations
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

MAX_LOCATIONS = 100_000

_BASIC = {
    "SUPPLIER": LocationKind.SUPPLIER,
    "CUSTOMER": LocationKind.CUSTOMER,
    "ADJUST": LocationKind.ADJUSTMENT,
    "TRANSIT": LocationKind.IN_TRANSIT,
    "RECEIVING": LocationKind.RECEIVING,
    "TOTES": LocationKind.TOTE,
    "PACKING": LocationKind.PACKING,
    "STAGING": LocationKind.STAGING,
    "DOCK": LocationKind.DOCK,
    "RETURNS": LocationKind.RETURNS,
    "QUARANTINE": LocationKind.QUARANTINE,
    "SCRAP": LocationKind.SCRAP,
}


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """A spot; its place in the walk follows from `walk_sequence`, coordinates are millimetres from the dock."""

    code: str
    kind: str
    zone: str = ""
    aisle: str = ""
    bay: str = ""
    level: str = ""
    bin: str = ""
    x_mm: int = 0
    y_mm: int = 0
    walk_sequence: int = 0
    max_weight_grams: int | None = None
    max_volume_mm3: int | None = None


_SAVE = """
INSERT INTO inventory_location (site_id, code, kind, counts_as_on_hand, can_be_allocated, zone, aisle, bay, level, bin,
    x_mm, y_mm, walk_sequence, is_blocked, max_weight_grams, max_volume_mm3)
SELECT %(site_id)s, r.code, r.kind, r.counts, r.allocatable, r.zone, r.aisle, r.bay, r.level, r.bin, r.x_mm, r.y_mm,
    r.walk_sequence, false, r.max_weight_grams, r.max_volume_mm3
FROM json_to_recordset(%(locations)s::json) AS r(code text, kind text, counts boolean, allocatable boolean, zone text,
    aisle text, bay text, level text, bin text, x_mm int, y_mm int, walk_sequence int, max_weight_grams bigint,
    max_volume_mm3 bigint)
ON CONFLICT (site_id, code) DO UPDATE SET zone = excluded.zone, aisle = excluded.aisle, bay = excluded.bay,
    level = excluded.level, bin = excluded.bin, x_mm = excluded.x_mm, y_mm = excluded.y_mm,
    walk_sequence = excluded.walk_sequence, max_weight_grams = excluded.max_weight_grams,
    max_volume_mm3 = excluded.max_volume_mm3
RETURNING code, id
"""

_BLOCK = "UPDATE inventory_location SET is_blocked = %(is_blocked)s WHERE id = ANY(%(ids)s::bigint[])"


def save_locations(*, scope: Scope, site_id: UUID, drafts: Sequence[LocationDraft]) -> dict[str, int]:
    """Create locations, or change where those with a known code lie, all or none; return the ids by code.

    A location's kind stays what it was made as: balances count by it. The kinds that every site needs and that the
    drafts leave out are made too. Queries: 1. Raises: Invalid with every problem.
    """
    problems = list(_check(drafts))
    if problems:
        raise Invalid(problems)
    given = {draft.kind for draft in drafts}
    basic = [LocationDraft(code, kind.value) for code, kind in _BASIC.items() if kind.value not in given]
    with transaction(scope):
        saved = rows.fetch_tuples(
            _SAVE,
            {"site_id": site_id, "locations": json.dumps([_record(draft) for draft in (*drafts, *basic)])},
        )
    forget_site_locations()
    return dict(saved)


def block_locations(*, scope: Scope, location_ids: Sequence[int], is_blocked: bool) -> int:
    """Keep allocation away from locations, or let it in again; what is allocated stays. Queries: 1."""
    with transaction(scope):
        return rows.execute(_BLOCK, {"ids": list(location_ids), "is_blocked": is_blocked})


def _record(draft: LocationDraft) -> dict[str, object]:
    rule = LOCATION_RULES[LocationKind(draft.kind)]
    return {**asdict(draft), "counts": rule.counts_as_on_hand, "allocatable": rule.can_be_allocated}


def _check(drafts: Sequence[LocationDraft]) -> Iterator[FieldProblem]:
    if len(drafts) > MAX_LOCATIONS:
        yield FieldProblem("locations", "too_many", f"are at most {MAX_LOCATIONS} at once")
    kinds = {kind.value for kind in LocationKind}
    seen: set[str] = set()
    for index, draft in enumerate(drafts):
        if not draft.code.strip() or len(draft.code) > 32 or not draft.code.isprintable():
            yield FieldProblem(f"locations.{index}.code", "format", "is 1 to 32 printable characters")
        if draft.kind not in kinds:
            yield FieldProblem(f"locations.{index}.kind", "unknown", f"is one of {', '.join(sorted(kinds))}")
        if draft.code in seen:
            yield FieldProblem(f"locations.{index}.code", "repeated", f"{draft.code} stands twice")
        seen.add(draft.code)

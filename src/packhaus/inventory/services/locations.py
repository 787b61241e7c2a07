"""Locations in bulk, and the virtual ones that every site has."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import LocationBlocked, LocationsSaved
from packhaus.inventory.queries.site_locations import forget_site_locations
from packhaus.inventory.services.check_locations import LOCATION_FIELDS, LocationDraft, check_locations
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid

__all__ = ["LOCATION_FIELDS", "LocationDraft", "block_locations", "save_locations"]

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


_SAVE = """
INSERT INTO inventory_location AS o (site_id, code, kind, counts_as_on_hand, can_be_allocated, zone, aisle, bay, level,
    bin, x_mm, y_mm, walk_sequence, is_blocked, max_weight_grams, max_volume_mm3, max_pallets, mixing)
SELECT %(site_id)s, r.code, r.kind, r.counts, r.allocatable, r.zone, r.aisle, r.bay, r.level, r.bin, r.x_mm, r.y_mm,
    r.walk_sequence, false, r.max_weight_grams, r.max_volume_mm3,
    r.max_pallets, r.mixing
FROM json_to_recordset(%(locations)s::json) AS r(code text, kind text, counts boolean, allocatable boolean, zone text,
    aisle text, bay text, level text, bin text, x_mm int, y_mm int, walk_sequence int, max_weight_grams bigint,
    max_volume_mm3 bigint, max_pallets int, mixing text, is_basic boolean)
WHERE NOT r.is_basic OR NOT EXISTS (
    SELECT FROM inventory_location AS l WHERE l.site_id = %(site_id)s AND (l.kind = r.kind OR l.code = r.code))
ON CONFLICT (site_id, code) DO UPDATE SET
    zone = CASE WHEN 'zone' = ANY(%(fields)s) THEN excluded.zone ELSE o.zone END,
    aisle = CASE WHEN 'aisle' = ANY(%(fields)s) THEN excluded.aisle ELSE o.aisle END,
    bay = CASE WHEN 'bay' = ANY(%(fields)s) THEN excluded.bay ELSE o.bay END,
    level = CASE WHEN 'level' = ANY(%(fields)s) THEN excluded.level ELSE o.level END,
    bin = CASE WHEN 'bin' = ANY(%(fields)s) THEN excluded.bin ELSE o.bin END,
    x_mm = CASE WHEN 'x_mm' = ANY(%(fields)s) THEN excluded.x_mm ELSE o.x_mm END,
    y_mm = CASE WHEN 'y_mm' = ANY(%(fields)s) THEN excluded.y_mm ELSE o.y_mm END,
    walk_sequence = CASE WHEN 'walk_sequence' = ANY(%(fields)s) THEN excluded.walk_sequence ELSE o.walk_sequence END,
    max_weight_grams = CASE WHEN 'max_weight_grams' = ANY(%(fields)s) THEN excluded.max_weight_grams
        ELSE o.max_weight_grams END,
    max_volume_mm3 = CASE WHEN 'max_volume_mm3' = ANY(%(fields)s) THEN excluded.max_volume_mm3
        ELSE o.max_volume_mm3 END,
    max_pallets = CASE WHEN 'max_pallets' = ANY(%(fields)s) THEN excluded.max_pallets ELSE o.max_pallets END,
    mixing = CASE WHEN 'mixing' = ANY(%(fields)s) THEN excluded.mixing ELSE o.mixing END
RETURNING code, id
"""

_KINDS = (
    "SELECT code, kind FROM inventory_location WHERE site_id = %(site_id)s AND code = ANY(%(codes)s::text[])"
)

_BLOCK = """
UPDATE inventory_location SET is_blocked = %(is_blocked)s WHERE id = ANY(%(ids)s::bigint[])
RETURNING id, code
"""


def save_locations(
    *,
    scope: Scope,
    site_id: UUID,
    drafts: Sequence[LocationDraft],
    fields: Collection[str] = LOCATION_FIELDS,
    now: datetime,
    actor: Actor,
) -> dict[str, int]:
    """Create locations, or change these fields of those with a known code, all or none; return the ids by code.

    A location's kind stays what it was made as: balances count by it. The kinds that every site needs and that it
    lacks are made too. Queries: 2, 3 with drafts. Emits: LocationsSaved. Raises: Invalid with every problem.
    """
    codes = {draft.code for draft in drafts}
    given = {draft.kind for draft in drafts}
    basic = [
        LocationDraft(code, kind.value)
        for code, kind in _BASIC.items()
        if kind.value not in given and code not in codes
    ]
    with transaction(scope):
        known = dict(rows.fetch_tuples(_KINDS, {"site_id": site_id, "codes": list(codes)}))
        problems = list(check_locations(drafts, known=known))
        if problems:
            raise Invalid(problems)
        records = [_record(draft, is_basic=False) for draft in drafts]
        records += [_record(draft, is_basic=True) for draft in basic]
        saved = rows.fetch_tuples(
            _SAVE, {"site_id": site_id, "locations": json.dumps(records), "fields": list(fields)}
        )
        if drafts:
            fact = LocationsSaved(merchant_id=None, aggregate_id=site_id, count=len(drafts))
            record([fact], happened_at=now, actor=actor)
    forget_site_locations()
    return dict(saved)


def block_locations(
    *, scope: Scope, location_ids: Sequence[int], is_blocked: bool, now: datetime, actor: Actor
) -> int:
    """Keep allocation away from locations, or let it in again; what is allocated stays; return how many.

    Emits: LocationBlocked each. Queries: 2.
    """
    with transaction(scope):
        changed = rows.fetch_tuples(_BLOCK, {"ids": list(location_ids), "is_blocked": is_blocked})
        facts = [
            LocationBlocked(merchant_id=None, aggregate_id=id_, code=code, is_blocked=is_blocked)
            for id_, code in changed
        ]
        record(facts, happened_at=now, actor=actor)
        return len(changed)


def _record(draft: LocationDraft, *, is_basic: bool) -> dict[str, object]:
    rule = LOCATION_RULES[LocationKind(draft.kind)]
    return {
        **asdict(draft),
        "counts": rule.counts_as_on_hand,
        "allocatable": rule.can_be_allocated,
        "is_basic": is_basic,
    }

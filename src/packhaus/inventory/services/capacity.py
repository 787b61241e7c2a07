"""Say how much a place can hold, and what may lie there together."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.events import LocationsSaved
from packhaus.inventory.types import MIXING
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

CAPACITY_FIELDS = ("max_volume_mm3", "max_weight_grams", "max_pallets", "mixing")
LARGEST = {"max_volume_mm3": 10**15, "max_weight_grams": 10**12, "max_pallets": 10_000}

_SET = """
WITH said AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(volumes)s::bigint[], %(weights)s::bigint[], %(pallets)s::int[],
        %(mixings)s::text[]) AS s(id, max_volume_mm3, max_weight_grams, max_pallets, mixing)
), wanted AS (
    SELECT l.id,
        CASE WHEN 'max_volume_mm3' = ANY(%(fields)s) THEN s.max_volume_mm3 ELSE l.max_volume_mm3 END AS volume,
        CASE WHEN 'max_weight_grams' = ANY(%(fields)s) THEN s.max_weight_grams ELSE l.max_weight_grams END AS weight,
        CASE WHEN 'max_pallets' = ANY(%(fields)s) THEN s.max_pallets ELSE l.max_pallets END AS pallets,
        CASE WHEN 'mixing' = ANY(%(fields)s) THEN s.mixing ELSE l.mixing END AS mixing
    FROM inventory_location AS l JOIN said AS s ON s.id = l.id
)
UPDATE inventory_location AS l
SET max_volume_mm3 = w.volume, max_weight_grams = w.weight, max_pallets = w.pallets, mixing = w.mixing
FROM wanted AS w
WHERE w.id = l.id AND (l.max_volume_mm3, l.max_weight_grams, l.max_pallets, l.mixing)
    IS DISTINCT FROM (w.volume, w.weight, w.pallets, w.mixing)
RETURNING l.site_id
"""


@dataclass(frozen=True, slots=True)
class CapacityDraft:
    """What a location can hold at most (None: nobody says) and what may lie there together."""

    location_id: int
    max_volume_mm3: int | None = None
    max_weight_grams: int | None = None
    max_pallets: int | None = None
    mixing: str = "mixed"


@again_when_busy
def set_capacity(
    *,
    scope: Scope,
    drafts: Sequence[CapacityDraft],
    fields: Collection[str] = CAPACITY_FIELDS,
    now: datetime,
    actor: Actor,
) -> int:
    """Set these fields of locations, all or none; return how many changed. What lies there already stays.

    Emits: LocationsSaved per site where something changed. Raises: Invalid with every problem. Queries: 2.
    """
    problems = [problem for index, draft in enumerate(drafts) for problem in _check(index, draft)]
    if len({draft.location_id for draft in drafts}) < len(drafts):
        problems.append(FieldProblem("locations", "repeated", "stands twice"))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        changed = Counter(site_id for (site_id,) in rows.fetch_tuples(_SET, _as_parameters(drafts, fields)))
        facts = [
            LocationsSaved(merchant_id=None, aggregate_id=site_id, count=count)
            for site_id, count in sorted(changed.items(), key=str)
        ]
        record(facts, happened_at=now, actor=actor)
    return changed.total()


def _as_parameters(drafts: Sequence[CapacityDraft], fields: Collection[str]) -> dict[str, Any]:
    ordered = sorted(drafts, key=lambda draft: draft.location_id)
    return {
        "ids": [draft.location_id for draft in ordered],
        "volumes": [draft.max_volume_mm3 for draft in ordered],
        "weights": [draft.max_weight_grams for draft in ordered],
        "pallets": [draft.max_pallets for draft in ordered],
        "mixings": [draft.mixing for draft in ordered],
        "fields": list(fields),
    }


def _check(index: int, draft: CapacityDraft) -> Iterator[FieldProblem]:
    values = asdict(draft)
    for name, largest in LARGEST.items():
        if values[name] is not None and not 1 <= values[name] <= largest:
            yield FieldProblem(f"locations.{index}.{name}", "range", f"is from 1 to {largest}")
    if draft.mixing not in MIXING:
        yield FieldProblem(f"locations.{index}.mixing", "unknown", f"is one of {', '.join(MIXING)}")

"""Which bins are the pick faces of which items, and between which bounds they are kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.events import FacesSaved
from packhaus.outbound.types import FaceDraft

MAX_FACES = 10_000
MAX_UNITS = 10**9

_NAMED = """
SELECT m.id, k.id, coalesce(k.kind, ''), l.id, coalesce(l.kind, '')
FROM unnest(%(merchants)s::text[], %(skus)s::text[], %(locations)s::text[]) WITH ORDINALITY
     AS n(merchant, sku, location, place)
LEFT JOIN access_merchant AS m ON m.code = n.merchant
LEFT JOIN catalog_sku AS k ON k.merchant_id = m.id AND k.code = n.sku
LEFT JOIN inventory_location AS l ON l.site_id = %(site_id)s AND l.code = n.location
ORDER BY n.place
"""

_SAVE = """
INSERT INTO outbound_pickface AS f (merchant_id, site_id, location_id, sku_id, minimum, maximum)
SELECT n.merchant_id, %(site_id)s, n.location_id, n.sku_id, n.minimum, n.maximum
FROM unnest(%(merchant_ids)s::uuid[], %(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(minimums)s::bigint[],
            %(maximums)s::bigint[]) AS n(merchant_id, location_id, sku_id, minimum, maximum)
WHERE n.maximum > 0 ORDER BY n.location_id, n.sku_id
ON CONFLICT (location_id, sku_id) DO UPDATE SET minimum = excluded.minimum, maximum = excluded.maximum
WHERE (f.minimum, f.maximum) <> (excluded.minimum, excluded.maximum)
"""

_REMOVE = """
DELETE FROM outbound_pickface AS f
USING unnest(%(location_ids)s::bigint[], %(sku_ids)s::uuid[], %(maximums)s::bigint[]) AS n(location_id, sku_id, maximum)
WHERE f.location_id = n.location_id AND f.sku_id = n.sku_id AND n.maximum = 0
"""


class _Named(NamedTuple):
    merchant_id: UUID | None
    sku_id: UUID | None
    sku_kind: str
    location_id: int | None
    location_kind: str


@again_when_busy
def save_faces(*, site_id: UUID, drafts: Sequence[FaceDraft], now: datetime, actor: Actor) -> int:
    """Assign items to pick faces, change their bounds, or give them up (maximum 0); all or none; return how many.

    Emits: FacesSaved. Queries: 4. Raises: Invalid with every problem of every draft.
    """
    with transaction(Scope.operator()):
        names = rows.as_columns(
            [(draft.merchant_code, draft.sku_code, draft.location_code) for draft in drafts], 3
        )
        parameters = dict(zip(("merchants", "skus", "locations"), names, strict=True))
        found = [_Named._make(row) for row in rows.fetch_tuples(_NAMED, {**parameters, "site_id": site_id})]
        problems = list(_check(drafts, found))
        if problems:
            raise Invalid(problems)
        columns = {
            "site_id": site_id,
            "merchant_ids": [one.merchant_id for one in found],
            "location_ids": [one.location_id for one in found],
            "sku_ids": [one.sku_id for one in found],
            "minimums": [draft.minimum for draft in drafts],
            "maximums": [draft.maximum for draft in drafts],
        }
        saved, removed = rows.execute(_SAVE, columns), rows.execute(_REMOVE, columns)
        if saved or removed:
            fact = FacesSaved(merchant_id=None, aggregate_id=site_id, count=saved + removed)
            record([fact], happened_at=now, actor=actor)
        return saved + removed


def _check(drafts: Sequence[FaceDraft], found: Sequence[_Named]) -> Iterator[FieldProblem]:
    if not 0 < len(drafts) <= MAX_FACES:
        yield FieldProblem("faces", "range", f"are 1 to {MAX_FACES} at once")
    seen: set[tuple[int | None, UUID | None]] = set()
    for index, (draft, named) in enumerate(zip(drafts, found, strict=True)):
        path = f"faces.{index}"
        yield from _check_names(path, draft, named)
        if draft.maximum and not 0 <= draft.minimum < draft.maximum <= MAX_UNITS:
            yield FieldProblem(f"{path}.maximum", "range", "is more than the minimum")
        key = (named.location_id, named.sku_id)
        if None not in key and key in seen:
            yield FieldProblem(f"{path}.location", "repeated", f"{draft.location_code} stands twice")
        seen.add(key)


def _check_names(path: str, draft: FaceDraft, named: _Named) -> Iterator[FieldProblem]:
    if named.merchant_id is None:
        yield FieldProblem(f"{path}.merchant", "unknown", f"{draft.merchant_code} is unknown")
    elif named.sku_id is None:
        yield FieldProblem(f"{path}.sku", "unknown", f"{draft.sku_code} is unknown")
    elif named.sku_kind != "stock":
        yield FieldProblem(f"{path}.sku", "kind", f"{draft.sku_code} is nothing that lies in a bin")
    if named.location_id is None:
        yield FieldProblem(f"{path}.location", "unknown", f"{draft.location_code} is unknown")
    elif named.location_kind != "pick_face":
        yield FieldProblem(f"{path}.location", "kind", f"{draft.location_code} is no pick face")

"""Say in which turn the zones of a site are picked, and where their totes wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.types import LocationKind
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.events import PickZonesSaved

MOST_ZONES = 100

_SHELVES = """
SELECT l.code, l.id FROM inventory_location AS l
WHERE l.site_id = %(site_id)s AND l.code = ANY(%(codes)s::text[]) AND l.kind = ANY(%(kinds)s::text[])
"""

_SAVE = """
WITH gone AS (DELETE FROM outbound_pickzone WHERE site_id = %(site_id)s AND code <> ALL(%(codes)s::text[]))
INSERT INTO outbound_pickzone AS z (site_id, code, position, shelf_id)
SELECT %(site_id)s, d.code, d.position, d.shelf_id
FROM unnest(%(codes)s::text[], %(positions)s::smallint[], %(shelf_ids)s::bigint[]) AS d(code, position, shelf_id)
ON CONFLICT (site_id, code) DO UPDATE SET position = excluded.position, shelf_id = excluded.shelf_id
"""


@dataclass(frozen=True, slots=True)
class PickZoneDraft:
    """A zone, its turn from 1, and the code of the shelf on which its totes wait; none: they are handed over."""

    code: str
    position: int = 1
    shelf: str = ""


def save_pick_zones(
    *, scope: Scope, site_id: UUID, drafts: Sequence[PickZoneDraft], now: datetime, actor: Actor
) -> None:
    """Replace how the zones of a site are picked; walks made from now on follow. Emits: PickZonesSaved. Queries: 4.

    Raises: Invalid with every shelf that is no place for totes, and what stands twice; nothing is changed.
    """
    codes = [draft.code for draft in drafts]
    with transaction(scope):
        kinds = [LocationKind.TOTE.value, LocationKind.STAGING.value]
        wanted = [draft.shelf for draft in drafts if draft.shelf]
        shelves = dict(rows.fetch_tuples(_SHELVES, {"site_id": site_id, "codes": wanted, "kinds": kinds}))
        problems = [
            FieldProblem(f"zones.{place}.shelf", "unknown", "is no place for totes of this site")
            for place, draft in enumerate(drafts)
            if draft.shelf and draft.shelf not in shelves
        ]
        if len(set(codes)) < len(codes) or len(codes) > MOST_ZONES:
            problems.append(FieldProblem("zones", "twice", "stands twice"))
        if any(not 1 <= draft.position <= MOST_ZONES for draft in drafts):
            problems.append(FieldProblem("position", "range", f"is from 1 to {MOST_ZONES}"))
        if problems:
            raise Invalid(problems)
        rows.execute(
            _SAVE,
            {
                "site_id": site_id,
                "codes": codes,
                "positions": [draft.position for draft in drafts],
                "shelf_ids": [shelves.get(draft.shelf) for draft in drafts],
            },
        )
        fact = PickZonesSaved(merchant_id=None, aggregate_id=site_id, count=len(drafts))
        record([fact], happened_at=now, actor=actor)

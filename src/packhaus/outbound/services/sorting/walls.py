"""Put up a wall."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.locations import LocationDraft, save_locations
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id, new_id_texts

MOST_SLOTS = 400
LONGEST_CODE = 12
_LAST_IN_WALK = 999_999_999
"""Goods that leave stand at the site's first staging place, which a wall must not become."""

_MAKE = """
WITH wall AS (
    INSERT INTO outbound_putwall (id, site_id, code, location_id)
    VALUES (%(id)s, %(site_id)s, %(code)s, %(location_id)s)
    RETURNING id
), unit AS (
    INSERT INTO inventory_handlingunit (id, merchant_id, code, kind, location_id, parent_id, is_open)
    SELECT u.id, NULL, u.code, 'tote', %(location_id)s, NULL, true
    FROM unnest(%(unit_ids)s::uuid[], %(codes)s::text[]) AS u(id, code)
)
INSERT INTO outbound_wallslot (wall_id, number, unit_id)
SELECT wall.id, u.number, u.id
FROM wall, unnest(%(unit_ids)s::uuid[]) WITH ORDINALITY AS u(id, number)
"""

_TAKEN = """
SELECT EXISTS (SELECT FROM inventory_location WHERE site_id = %(site_id)s AND code = %(code)s)
    OR EXISTS (SELECT FROM inventory_handlingunit WHERE code = ANY(%(codes)s::text[]) AND is_open)
"""


def make_wall(*, scope: Scope, site_id: UUID, code: str, slots: int, now: datetime, actor: Actor) -> UUID:
    """Put up a wall with so many compartments, such as W1-01, and the place where it stands; return its id.

    Emits: LocationsSaved. Queries: 6. Raises: Invalid (a code that is none or taken, or too many compartments).
    """
    if not 1 <= len(code) <= LONGEST_CODE:
        raise Invalid([FieldProblem("code", "too_long", f"is 1 to {LONGEST_CODE} characters")])
    if not 1 <= slots <= MOST_SLOTS:
        raise Invalid([FieldProblem("slots", "range", f"is from 1 to {MOST_SLOTS}")])
    codes = [f"{code}-{number:02}" for number in range(1, slots + 1)]
    with transaction(scope):
        if rows.fetch_value(_TAKEN, {"site_id": site_id, "code": code, "codes": codes}):
            raise Invalid([FieldProblem("code", "taken", "is a place or a tote already")])
        draft = LocationDraft(code, LocationKind.STAGING.value, walk_sequence=_LAST_IN_WALK)
        made = save_locations(scope=scope, site_id=site_id, drafts=[draft], now=now, actor=actor)
        wall_id = new_id()
        rows.execute(
            _MAKE,
            {
                "id": wall_id,
                "site_id": site_id,
                "code": code,
                "location_id": made[code],
                "unit_ids": new_id_texts(slots),
                "codes": codes,
            },
        )
    return wall_id

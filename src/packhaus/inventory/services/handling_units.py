"""Cartons and pallets come to be when goods are booked onto them."""

from collections.abc import Mapping
from uuid import UUID

from packhaus.inventory.errors import UnitTaken
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id

# What is open under a code is only taken when it is the merchant's own, and stands here.
_ENSURE = """
INSERT INTO inventory_handlingunit AS u (id, merchant_id, code, kind, location_id, is_open)
SELECT n.id, %(merchant_id)s, n.code, n.kind, %(location_id)s, true
FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(kinds)s::text[]) AS n(id, code, kind)
ORDER BY n.code
ON CONFLICT (code) WHERE is_open DO UPDATE SET location_id = u.location_id
WHERE u.merchant_id = excluded.merchant_id AND u.location_id = excluded.location_id AND u.kind <> 'tote'
RETURNING u.code, u.id
"""

_PLACE = """
UPDATE inventory_handlingunit AS u SET location_id = p.location_id, is_open = p.is_open
FROM unnest(%(ids)s::uuid[], %(location_ids)s::bigint[], %(are_open)s::boolean[]) AS p(id, location_id, is_open)
WHERE u.id = p.id
"""


def place_units(places: Mapping[UUID, tuple[int, bool]]) -> None:
    """Say where cartons and pallets stand now, and whether they still hold goods; an opened one's code is free again.

    Runs in the caller's transaction, which has moved what is in them. Queries: 1, or 0 without any.
    """
    if places:
        ids, where = list(places), list(places.values())
        location_ids, are_open = rows.as_columns(where, 2)
        rows.execute(_PLACE, {"ids": ids, "location_ids": location_ids, "are_open": are_open})


def ensure_units(*, merchant_id: UUID, location_id: int, kinds: Mapping[str, str]) -> dict[str, UUID]:
    """Return the ids of a merchant's cartons and pallets at a location by code, given their kinds; new ones are made.

    Runs in the caller's transaction. Queries: 1, or 0 without any. Raises: UnitTaken naming codes in use elsewhere.
    """
    if not kinds:
        return {}
    parameters = {
        "merchant_id": merchant_id,
        "location_id": location_id,
        "ids": [new_id() for _ in kinds],
        "codes": list(kinds),
        "kinds": list(kinds.values()),
    }
    found = dict(rows.fetch_tuples(_ENSURE, parameters))
    taken = sorted(kinds.keys() - found.keys())
    if taken:
        raise UnitTaken("another carton or pallet has the code", codes=taken)
    return found

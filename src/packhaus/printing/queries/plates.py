"""License plates that were printed, and what carries them."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.printing.documents.plates import PlateLabel
from packhaus.printing.errors import PlateNotFound
from packhaus.printing.queries.plate_goods import list_plate_goods
from packhaus.printing.types import PlateRow

_PLATES = """
SELECT p.id, p.code, p.site_id, s.code AS site_code, p.made_at, p.prints, p.printed_at, p.proven_at,
       coalesce(u.kind, '') AS unit_kind, u.id IS NOT NULL AS unit_is_open
FROM printing_plate AS p JOIN network_site AS s ON s.id = p.site_id
LEFT JOIN inventory_handlingunit AS u ON u.code = p.code AND u.is_open
"""
_LIST = f"""{_PLATES}
WHERE (%(site_id)s::uuid IS NULL OR p.site_id = %(site_id)s)
  AND (cardinality(%(codes)s::text[]) = 0 OR p.code = ANY(%(codes)s))
"""
_KEYS = (Key("made_at", "timestamptz"), Key("id", "uuid"))

# A plate of our own making, or a carton or pallet that came with somebody else's.
_KNOWN = """
SELECT p.code, p.site_id FROM printing_plate AS p WHERE p.code = ANY(%(codes)s::text[])
UNION
SELECT u.code, l.site_id FROM inventory_handlingunit AS u JOIN inventory_location AS l ON l.id = u.location_id
WHERE u.code = ANY(%(codes)s::text[]) AND u.is_open
"""

_LABELS = f"""
SELECT k.code, s.code, s.name, coalesce(p.prints, 0) + 1
FROM ({_KNOWN}) AS k(code, site_id) JOIN network_site AS s ON s.id = k.site_id
LEFT JOIN printing_plate AS p ON p.code = k.code
ORDER BY p.site_id IS DISTINCT FROM k.site_id
"""  # noqa: S608 - constants


def list_plates(
    *, scope: Scope, site_id: UUID | None = None, codes: Sequence[str] = (), page: PageOf
) -> Page[PlateRow]:
    """Return plates by when they were made. Queries: 2."""
    parameters = {"site_id": site_id, "codes": list(codes)}
    with transaction(scope):
        return fetch_page(PlateRow, _LIST, parameters, keys=_KEYS, page=page)


def find_plate_sites(*, scope: Scope, codes: Sequence[str]) -> dict[str, UUID]:
    """Return the site of each code that is a plate of ours or of an open carton, pallet or tote. Queries: 1."""
    with transaction(scope):
        return dict(rows.fetch_tuples(_KNOWN, {"codes": list(codes)}))


def list_plate_labels(*, scope: Scope, codes: Sequence[str]) -> list[PlateLabel]:
    """Return what stands on the labels of plates, in the order asked. Queries: 2. Raises: PlateNotFound naming all."""
    with transaction(scope):
        goods = list_plate_goods(scope=scope, codes=codes)
        told = rows.fetch_tuples(_LABELS, {"codes": list(codes)})
    found = {
        code: PlateLabel(code, site_code, site_name, number, goods.get(code))
        for code, site_code, site_name, number in told
    }
    missing = [code for code in codes if code not in found]
    if missing or not codes:
        raise PlateNotFound("there are no such plates", codes=missing)
    return [found[code] for code in codes]

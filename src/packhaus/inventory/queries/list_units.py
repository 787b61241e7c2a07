"""Pallets, cartons and totes: where they stand, what stands in them and what all of it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import UnknownUnit
from packhaus.inventory.queries.balances import ON_THE_WAY
from packhaus.inventory.queries.list_locations import CONTENTS, ContentRow
from packhaus.inventory.queries.nested_units import DEEPEST, WITHIN
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_KEYS = (Key("code", "text"), Key("id", "uuid"))

_FROM = """
FROM inventory_handlingunit AS u
JOIN inventory_location AS l ON l.id = u.location_id
"""
_COLUMNS = f"""
SELECT u.id, u.code, u.kind, u.is_open, coalesce(m.code, '') AS merchant_code, l.site_id, n.code AS site_code,
       u.location_id, l.code AS location_code, l.kind AS location_kind, coalesce(p.code, '') AS parent_code,
       s.nested::int, s.skus::int, s.units::bigint, s.allocated::bigint, s.weight_grams::bigint,
       uuid_extract_timestamp(u.id)::date AS made_on
{_FROM}
JOIN network_site AS n ON n.id = l.site_id
LEFT JOIN access_merchant AS m ON m.id = u.merchant_id
LEFT JOIN inventory_handlingunit AS p ON p.id = u.parent_id
CROSS JOIN LATERAL (
    WITH RECURSIVE inside AS (
        SELECT u.id, 0 AS depth
        UNION ALL
        SELECT c.id, i.depth + 1 FROM inventory_handlingunit AS c JOIN inside AS i ON c.parent_id = i.id
        WHERE c.is_open AND i.depth < {DEEPEST}
    )
    SELECT (SELECT count(*) - 1 FROM inside) AS nested, count(DISTINCT b.sku_id) AS skus,
           coalesce(sum(b.on_hand), 0) AS units, coalesce(sum(b.allocated), 0) AS allocated,
           coalesce(sum(b.on_hand * k.weight_grams), 0) AS weight_grams
    FROM inventory_balance AS b JOIN catalog_sku AS k ON k.id = b.sku_id
    WHERE b.handling_unit_id IN (SELECT id FROM inside) AND b.on_hand > 0
) AS s
"""  # noqa: S608 - constants
_WHERE = """
WHERE u.is_open AND (%(site_id)s::uuid IS NULL OR l.site_id = %(site_id)s)
  AND (%(merchant_id)s::uuid IS NULL OR u.merchant_id = %(merchant_id)s)
  AND (cardinality(%(kinds)s::text[]) = 0 OR u.kind = ANY(%(kinds)s))
  AND (%(text)s::text = '' OR u.code >= %(text)s AND u.code < %(text_end)s)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR u.id = ANY(%(ids)s))
  AND (%(only)s::text <> 'stored' OR l.kind <> ALL(%(on_the_way)s::text[]))
  AND (%(only)s::text <> 'leaving' OR l.kind = ANY(%(on_the_way)s::text[]))
  AND (%(only)s::text <> 'nested' OR u.parent_id IS NOT NULL)
  AND (%(only)s::text <> 'empty' OR NOT EXISTS (
      SELECT FROM inventory_balance AS b WHERE b.handling_unit_id = u.id AND b.on_hand > 0)
    AND NOT EXISTS (SELECT FROM inventory_handlingunit AS c WHERE c.parent_id = u.id AND c.is_open))
"""
_LIST = _COLUMNS + _WHERE
_COUNT = f"SELECT u.id {_FROM} {_WHERE}"

# A code belongs to one open unit; that of one that is gone may have been used several times.
_ONE = f"""{_COLUMNS}
WHERE u.id = coalesce(
    (SELECT o.id FROM inventory_handlingunit AS o WHERE o.code = %(code)s AND o.is_open),
    (SELECT g.id FROM inventory_handlingunit AS g WHERE g.code = %(code)s AND NOT g.is_open ORDER BY g.id DESC LIMIT 1))
"""  # noqa: S608 - constants

_NESTED = f"""
WITH RECURSIVE inside AS (
    SELECT u.id, u.code, u.kind, 1 AS depth, ARRAY[u.code::text] AS way
    FROM inventory_handlingunit AS u WHERE u.parent_id = %(unit_id)s::uuid AND u.is_open
    UNION ALL
    SELECT u.id, u.code, u.kind, i.depth + 1, i.way || u.code::text
    FROM inventory_handlingunit AS u JOIN inside AS i ON u.parent_id = i.id WHERE u.is_open AND i.depth < {DEEPEST}
)
SELECT i.id, i.code, i.kind, i.depth,
       coalesce((SELECT sum(b.on_hand) FROM inventory_balance AS b WHERE b.handling_unit_id = i.id), 0)::bigint AS units
FROM inside AS i ORDER BY i.way, i.id LIMIT 200
"""  # noqa: S608 - constants

_HELD = f"""{WITHIN} {CONTENTS}
WHERE b.handling_unit_id IN (SELECT id FROM within) AND b.on_hand > 0 ORDER BY k.code, u.code, b.id LIMIT 200
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A pallet, carton or tote, with what it and the `nested` units in it hold together.

    One that is not open is gone: emptied, or sent. `made_on` is the day by the database's own clock.
    """

    id: UUID
    code: str
    kind: str
    is_open: bool
    merchant_code: str
    site_id: UUID
    site_code: str
    location_id: int
    location_code: str
    location_kind: str
    parent_code: str
    nested: int
    skus: int
    units: int
    allocated: int
    weight_grams: int
    made_on: date


@dataclass(frozen=True, slots=True)
class NestedUnit:
    """A unit in another, so many levels deep; `units` lie in it itself."""

    id: UUID
    code: str
    kind: str
    depth: int
    units: int


@dataclass(frozen=True, slots=True)
class UnitDetail:
    """A unit with the units that stand in it, as a tree, and what all of them hold; 200 of each at most."""

    unit: UnitRow
    nested: list[NestedUnit]
    contents: list[ContentRow]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What narrows the list; `text` is the start of a code, `only` is stored, leaving, nested or empty."""

    text: str = ""
    site_id: UUID | None = None
    merchant_id: UUID | None = None
    kinds: tuple[str, ...] = ()
    only: str = ""
    ids: Sequence[UUID] = ()


def list_units(scope: Scope, *, wanted: UnitFilter, page: PageOf) -> Page[UnitRow]:
    """Return open units by code. Queries: 2."""
    text = wanted.text.upper()
    parameters = {
        "text": text, "text_end": bound_prefix(text), "site_id": wanted.site_id, "merchant_id": wanted.merchant_id,
        "kinds": list(wanted.kinds), "only": wanted.only, "ids": list(wanted.ids), "on_the_way": list(ON_THE_WAY),
    }  # fmt: skip
    with transaction(scope):
        return fetch_page(UnitRow, _LIST, parameters, keys=_KEYS, page=page, count_sql=_COUNT)


def get_unit(scope: Scope, *, code: str) -> UnitRow:
    """Return the open unit with a code, else the last that had it. Queries: 1. Raises: UnknownUnit."""
    with transaction(scope):
        found = rows.find_row(UnitRow, _ONE, {"code": code})
    if found is None:
        raise UnknownUnit("no carton, pallet or tote has this code", units=[code])
    return found


def get_unit_detail(scope: Scope, *, code: str) -> UnitDetail:
    """Return a unit as `get_unit` does, with what is in it. Queries: 3. Raises: UnknownUnit."""
    with transaction(scope):
        unit = get_unit(scope, code=code)
        nested = rows.fetch_rows(NestedUnit, _NESTED, {"unit_id": unit.id})
        contents = rows.fetch_rows(ContentRow, _HELD, {"unit_ids": [unit.id]})
    return UnitDetail(unit, nested, contents)

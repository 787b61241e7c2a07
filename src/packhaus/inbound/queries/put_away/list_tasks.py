"""Put-away tasks: what waits at the door since when, where it goes, and why there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inbound.errors import PutAwayTaskNotFound
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

_TASKS = """
SELECT t.id, t.site_id, n.code AS site_code, n.timezone AS zone, a.id AS asn_id, a.number AS asn_number,
       m.code AS merchant_code, coalesce(u.code, '') AS unit_code, coalesce(u.kind, '') AS unit_kind,
       t.sku_id, coalesce(k.code, '') AS sku_code, coalesce(k.name, '') AS sku_name,
       coalesce(o.code, '') AS lot_code, t.serial, t.condition, t.quantity, f.code AS from_code,
       t.to_location_id, coalesce(l.code, '') AS to_code,
       coalesce(l.zone, '') AS to_zone, coalesce(l.kind, '') AS to_kind, coalesce(l.x_mm, 0) AS to_x_mm,
       coalesce(l.y_mm, 0) AS to_y_mm, t.why, t.excluded, t.status, t.priority, t.created_at, t.claimed_by,
       coalesce(w.name, '') AS claimed_by_name, t.claimed_at, t.done_at, t.cancel_reason
FROM inbound_putawaytask AS t
JOIN network_site AS n ON n.id = t.site_id
JOIN inbound_asn AS a ON a.id = t.asn_id
JOIN access_merchant AS m ON m.id = t.merchant_id
JOIN inventory_location AS f ON f.id = t.from_location_id
LEFT JOIN inventory_location AS l ON l.id = t.to_location_id
LEFT JOIN inventory_handlingunit AS u ON u.id = t.unit_id
LEFT JOIN catalog_sku AS k ON k.id = t.sku_id
LEFT JOIN inventory_lot AS o ON o.id = t.lot_id
LEFT JOIN access_user AS w ON w.id = t.claimed_by
"""

_LIST = (
    _TASKS
    + """
WHERE (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s)
  AND (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s)
  AND (cardinality(%(statuses)s::text[]) = 0 OR t.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(whys)s::text[]) = 0 OR t.why = ANY(%(whys)s::text[]))
  AND (NOT %(has_no_place)s OR t.to_location_id IS NULL)
  AND (%(zone)s = '' OR l.zone = %(zone)s)
  AND (%(since)s::timestamptz IS NULL OR t.created_at <= %(since)s)
  AND (%(asn_number)s = '' OR a.number = %(asn_number)s)
  AND (%(location_id)s::bigint IS NULL OR t.to_location_id = %(location_id)s)
  AND (%(text)s = '' OR u.code >= %(text)s AND u.code < %(text_end)s OR k.code >= %(text)s AND k.code < %(text_end)s)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR t.id = ANY(%(ids)s::uuid[]))
"""
)

# Waiting ones first, those of this person before; then what was done last.
_SCANNED = (
    _TASKS
    + """
WHERE (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s) AND t.status <> 'cancelled'
  AND (u.code = ANY(%(units)s::text[]) OR t.serial = ANY(%(serials)s::text[])
       OR t.unit_id IS NULL AND t.sku_id = ANY(%(sku_ids)s::uuid[])
          AND (%(lot)s = '' OR o.code IS NULL OR upper(o.code) = upper(%(lot)s)))
ORDER BY t.status = 'done', t.claimed_by IS NOT DISTINCT FROM %(person_id)s::uuid DESC, t.status = 'claimed',
         t.to_location_id IS NULL, t.serial <> ALL(%(serials)s::text[]), t.priority, t.why <> 'waited_for',
         t.done_at DESC, t.created_at, t.id
LIMIT 20
"""
)
_ONE = _TASKS + "WHERE t.id = %(id)s"
_KEYS = (Key("created_at", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class PutAwayRow:
    """A put-away task; moments are those of its site's zone. Without a target, `excluded` counts what ruled places out.

    `sku_code` is empty where a carton holds several items.
    """

    id: UUID
    site_id: UUID
    site_code: str
    zone: str
    asn_id: UUID
    asn_number: str
    merchant_code: str
    unit_code: str
    unit_kind: str
    sku_id: UUID | None
    sku_code: str
    sku_name: str
    lot_code: str
    serial: str
    condition: str
    quantity: int
    from_code: str
    to_location_id: int | None
    to_code: str
    to_zone: str
    to_kind: str
    to_x_mm: int
    to_y_mm: int
    why: str
    excluded: dict[str, int]
    status: str
    priority: int
    created_at: datetime
    claimed_by: UUID | None
    claimed_by_name: str
    claimed_at: datetime | None
    done_at: datetime | None
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class PutAwayFilter:
    """What narrows the list; `text` is how the code of a carton or of an item begins."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    whys: Sequence[str] = ()
    zone: str = ""
    waits_for: timedelta | None = None
    has_no_place: bool = False
    asn_number: str = ""
    location_id: int | None = None
    text: str = ""
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class ScannedGoods:
    """What a scan may name: cartons, serial numbers, items; of loose items only those of `lot`, if it is said."""

    units: Sequence[str]
    serials: Sequence[str]
    sku_ids: Sequence[UUID]
    lot: str = ""


def list_put_away(*, scope: Scope, chosen: PutAwayFilter, now: datetime, page: PageOf) -> Page[PutAwayRow]:
    """Return a page of put-away tasks, the longest waiting first. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "whys": list(chosen.whys),
        "zone": chosen.zone,
        "has_no_place": chosen.has_no_place,
        "since": now - chosen.waits_for if chosen.waits_for else None,
        "asn_number": chosen.asn_number,
        "location_id": chosen.location_id,
        "text": chosen.text,
        "text_end": bound_prefix(chosen.text),
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(PutAwayRow, _LIST, parameters, keys=_KEYS, page=page)


def get_put_away(*, scope: Scope, task_id: UUID) -> PutAwayRow:
    """Return a put-away task. Queries: 1. Raises: PutAwayTaskNotFound."""
    with transaction(scope):
        found = rows.find_row(PutAwayRow, _ONE, {"id": task_id})
    if found is None:
        raise PutAwayTaskNotFound("there is no such put-away task")
    return found


def find_put_away(
    *, scope: Scope, site_id: UUID | None, goods: ScannedGoods, person_id: UUID
) -> list[PutAwayRow]:
    """Return the tasks that a scanned carton, serial number or item is about, the one to do first on top.

    Those that are done come last: they say where the goods went. Queries: 1.
    """
    parameters = {
        "site_id": site_id,
        "units": list(goods.units),
        "serials": list(goods.serials),
        "sku_ids": list(goods.sku_ids),
        "lot": goods.lot,
        "person_id": person_id,
    }
    with transaction(scope):
        return rows.fetch_rows(PutAwayRow, _SCANNED, parameters)

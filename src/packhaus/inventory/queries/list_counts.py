"""Counts as a lead sees them: the list, and one with its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import CountNotFound
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.kernel.money import Money

_KEYS = (Key("planned_at", "timestamptz"), Key("id", "uuid"))

_COLUMNS = """
SELECT c.id, c.number, n.code AS site_code, n.timezone AS zone, c.site_id, c.location_id, l.code AS location_code,
       l.zone AS location_zone, k.code AS sku_code, c.status, c.trigger, c.round, c.planned_at, c.counted_at,
       c.closed_at, c.reason, u.name AS counter_name, s.items, s.wrong, s.over, s.short,
       s.worth_minor, s.currency
FROM inventory_count AS c
JOIN inventory_location AS l ON l.id = c.location_id
JOIN network_site AS n ON n.id = c.site_id
LEFT JOIN catalog_sku AS k ON k.id = c.sku_id
LEFT JOIN access_user AS u ON u.id::text = c.counted_by
CROSS JOIN LATERAL (
    SELECT count(*) AS items, count(*) FILTER (WHERE i.counted <> i.recorded) AS wrong,
           coalesce(sum(greatest(i.counted - i.recorded, 0)), 0)::bigint AS over,
           coalesce(sum(greatest(i.recorded - i.counted, 0)), 0)::bigint AS short,
           CASE WHEN bool_and(p.cost_minor IS NOT NULL) FILTER (WHERE i.counted <> i.recorded)
                 AND count(DISTINCT p.cost_currency) FILTER (WHERE i.counted <> i.recorded) = 1
                THEN sum((i.counted - i.recorded) * p.cost_minor)::bigint END AS worth_minor,
           coalesce(min(p.cost_currency) FILTER (WHERE i.counted <> i.recorded), '')::text AS currency
    FROM inventory_countline AS i JOIN catalog_sku AS p ON p.id = i.sku_id
    WHERE i.count_id = c.id AND i.round = c.round AND (i.counted > 0 OR i.recorded > 0)
      AND c.status NOT IN ('planned', 'counting', 'recount')
) AS s
"""
_LIST = f"""{_COLUMNS}
WHERE (%(site_id)s::uuid IS NULL OR c.site_id = %(site_id)s)
  AND (cardinality(%(statuses)s::text[]) = 0 OR c.status = ANY(%(statuses)s))
  AND (cardinality(%(triggers)s::text[]) = 0 OR c.trigger = ANY(%(triggers)s))
  AND (%(text)s::text = '' OR l.code = %(text)s OR c.number = %(text)s)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR c.id = ANY(%(ids)s))
  AND (%(site_code)s::text = '' OR n.code = %(site_code)s)
  AND (%(week)s::date IS NULL OR date_trunc('week', c.closed_at AT TIME ZONE n.timezone)::date = %(week)s)
  AND (%(abc)s::text = '' OR EXISTS (
       SELECT FROM inventory_countline AS l2 WHERE l2.count_id = c.id AND l2.round = c.round AND l2.abc = %(abc)s
         AND c.trigger <> 'by_hand'))
"""
_ONE = f"{_COLUMNS} WHERE c.number = %(number)s"

_LINES = """
SELECT i.round, i.merchant_id, i.sku_id, m.code AS merchant_code, k.code AS sku_code, k.name AS sku_name,
       t.code AS lot_code, i.serial, i.condition, i.recorded, i.counted, i.posted, i.has_moved, i.abc,
       k.cost_minor, k.cost_currency
FROM inventory_countline AS i
JOIN catalog_sku AS k ON k.id = i.sku_id
JOIN access_merchant AS m ON m.id = i.merchant_id
LEFT JOIN inventory_lot AS t ON t.id = i.lot_id
WHERE i.count_id = %(count_id)s AND (i.counted > 0 OR i.recorded > 0)
ORDER BY i.round DESC, k.code, i.id
"""
_NUMBERS = "SELECT number FROM inventory_count WHERE id = ANY(%(ids)s::uuid[]) ORDER BY number"
_IDS = "SELECT number, id FROM inventory_count WHERE number = ANY(%(numbers)s::text[])"
_PLACES = "SELECT id, location_id FROM inventory_count WHERE id = ANY(%(ids)s::uuid[])"
_ASKED = """
SELECT id FROM inventory_count
WHERE location_id = ANY(%(location_ids)s::bigint[]) AND status = 'planned' AND trigger = 'asked'
  AND planned_at >= %(since)s
ORDER BY id
"""
_UNKNOWN = """
SELECT code, quantity FROM inventory_countunknown WHERE count_id = %(count_id)s AND round = %(round)s ORDER BY code
"""


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count; figures are those of its last round, and none while somebody has still to count.

    `worth_minor` is what all its differences together are worth (below zero: missing), at the items' costs; None
    without a difference, where a cost is not known, and where costs are in several currencies.
    """

    id: UUID
    number: str
    site_code: str
    zone: str
    site_id: UUID
    location_id: int
    location_code: str
    location_zone: str
    sku_code: str | None
    status: str
    trigger: str
    round: int
    planned_at: datetime
    counted_at: datetime | None
    closed_at: datetime | None
    reason: str
    counter_name: str | None
    items: int
    wrong: int
    over: int
    short: int
    worth_minor: int | None
    currency: str

    @property
    def worth(self) -> Money | None:
        """What the differences are worth together."""
        return None if self.worth_minor is None else Money(self.worth_minor, self.currency)


@dataclass(frozen=True, slots=True)
class CountLineRow:
    """What the record had and what was found of one key, in one round."""

    round: int
    merchant_id: UUID
    sku_id: UUID
    merchant_code: str
    sku_code: str
    sku_name: str
    lot_code: str | None
    serial: str | None
    condition: str
    recorded: int
    counted: int
    posted: int | None
    has_moved: bool
    abc: str
    cost_minor: int | None
    cost_currency: str

    @property
    def variance(self) -> int:
        """Units more, or fewer, than the record said."""
        return self.counted - self.recorded

    @property
    def worth(self) -> Money | None:
        """What the difference is worth at the item's cost; None without one, and where nobody says."""
        if self.cost_minor is None or not self.variance:
            return None
        return Money(self.variance * self.cost_minor, self.cost_currency)


@dataclass(frozen=True, slots=True)
class CountDetail:
    """A count with every round's lines, the last one first, and the codes that nobody knows."""

    header: CountRow
    lines: list[CountLineRow]
    unknown: list[tuple[str, int]]

    @property
    def is_blind(self) -> bool:
        """Tell whether somebody has still to count: then nobody is told what the record says."""
        return self.header.status in {"planned", "counting", "recount"}


@dataclass(frozen=True, slots=True)
class CountFilter:
    """Which counts; what is left empty takes all. `text`: a location's code, or a count's number.

    `week`: closed in the week from this Monday, at the site; `abc`: with an item of this class, counted blind.
    """

    site_id: UUID | None = None
    statuses: Sequence[str] = ()
    triggers: Sequence[str] = ()
    text: str = ""
    ids: Sequence[UUID] = ()
    site_code: str = ""
    week: date | None = None
    abc: str = ""


def list_counts(*, scope: Scope, chosen: CountFilter, page: PageOf) -> Page[CountRow]:
    """Return a page of counts by when they were planned. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "statuses": list(chosen.statuses),
        "triggers": list(chosen.triggers),
        "text": chosen.text.upper(),
        "ids": list(chosen.ids),
        "site_code": chosen.site_code,
        "week": chosen.week,
        "abc": chosen.abc,
    }
    with transaction(scope):
        return fetch_page(CountRow, _LIST, parameters, keys=_KEYS, page=page)


def get_count(*, scope: Scope, number: str) -> CountDetail:
    """Return one count. Queries: 3. Raises: CountNotFound."""
    with transaction(scope):
        header = rows.find_row(CountRow, _ONE, {"number": number})
        if header is None:
            raise CountNotFound("there is no such count", number=number)
        lines = rows.fetch_rows(CountLineRow, _LINES, {"count_id": header.id})
        unknown = rows.fetch_tuples(_UNKNOWN, {"count_id": header.id, "round": header.round})
    return CountDetail(header, lines, [(code, quantity) for code, quantity in unknown])


def get_count_ids(*, scope: Scope, numbers: Sequence[str]) -> list[UUID]:
    """Return the ids of counts, each once, in the order of their numbers. Queries: 1. Raises: CountNotFound."""
    with transaction(scope):
        found = dict(rows.fetch_tuples(_IDS, {"numbers": list(numbers)}))
    unknown = [number for number in numbers if number not in found]
    if unknown:
        raise CountNotFound("there is no such count", numbers=unknown[:20])
    return [found[number] for number in sorted(set(numbers))]


def list_count_numbers(*, scope: Scope, count_ids: Sequence[UUID]) -> list[str]:
    """Return the numbers of counts, in their order. Queries: 1."""
    with transaction(scope):
        return [number for (number,) in rows.fetch_tuples(_NUMBERS, {"ids": list(count_ids)})]


def list_count_places(*, scope: Scope, count_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the locations of counts. Queries: 1."""
    with transaction(scope):
        return dict(rows.fetch_tuples(_PLACES, {"ids": list(count_ids)}))


def list_just_asked(*, scope: Scope, location_ids: Sequence[int], since: datetime) -> list[UUID]:
    """Return the counts of these places that somebody asked for lately and nobody has begun. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_ASKED, {"location_ids": list(location_ids), "since": since})
    return [count_id for (count_id,) in found]

"""Which orders are where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

OPEN_STAGES = ("draft", "placed", "in_progress", "partially_shipped")
SORTS = {
    "placed_at": (Key("placed_at", "timestamptz"), Key("id", "uuid")),
    "ship_by": (Key("due_at", "timestamptz"), Key("id", "uuid")),
}
MATCHED_AT_MOST = 5_000

_WHERE = """
WHERE (%(merchant_id)s::uuid IS NULL OR o.merchant_id = %(merchant_id)s)
  AND (cardinality(%(stages)s::text[]) = 0 OR o.stage = ANY(%(stages)s))
  AND (NOT %(is_held)s OR o.is_held)
  AND (%(late_at)s::timestamptz IS NULL OR o.ship_by < %(late_at)s AND o.stage = ANY(%(open_stages)s::text[]))
  AND (%(due_before)s::timestamptz IS NULL OR o.ship_by < %(due_before)s AND o.stage = ANY(%(open_stages)s))
  AND (cardinality(%(ids)s::uuid[]) = 0 OR o.id = ANY(%(ids)s))
  AND (%(channel)s::text = '' OR o.channel = %(channel)s)
  AND (%(country)s::text = '' OR o.country = %(country)s)
  AND (%(tag)s::text = '' OR %(tag)s = ANY(o.tags))
  AND (%(site_id)s::uuid IS NULL OR EXISTS (
        SELECT FROM orders_fulfillmentorder AS f WHERE f.order_id = o.id AND f.site_id = %(site_id)s))
  AND (%(sku)s::text = '' OR EXISTS (
        SELECT FROM orders_orderline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
        WHERE l.order_id = o.id AND k.code = %(sku)s))
  AND (cardinality(%(risk_site_ids)s::uuid[]) = 0 OR EXISTS (
        SELECT FROM orders_fulfillmentorder AS f
        JOIN unnest(%(risk_site_ids)s::uuid[], %(risk_untils)s::timestamptz[]) AS r(site_id, until)
          ON r.site_id = f.site_id AND f.ship_by < r.until
        WHERE f.order_id = o.id AND f.status IN ('planned', 'released', 'picking', 'picked')
          AND f.ship_by > %(risk_from)s::timestamptz))
  AND (%(is_waiting)s = false OR EXISTS (SELECT FROM orders_backorderdemand AS d WHERE d.order_id = o.id))
"""

# Apart, for the plan of a prepared statement must do for every value: with an OR it would walk all orders.
_NAMED = """
  AND o.id IN (
    SELECT n.id FROM orders_order AS n WHERE n.number >= %(text)s AND n.number < %(text_end)s
    UNION ALL SELECT e.id FROM orders_order AS e WHERE e.external_number = %(text)s)
"""

_SELECT = """
SELECT o.id, o.merchant_id, m.code AS merchant_code, o.number, o.channel, o.external_number, o.stage, o.is_held,
       o.payment_status, o.tracking_status, o.country, o.currency, o.total_minor, o.placed_at, o.ship_by,
       coalesce(o.ship_by, '9000-01-01'::timestamptz) AS due_at, o.tags, c.name AS shopper,
       (SELECT count(*) FROM orders_orderline AS l WHERE l.order_id = o.id AND l.parent_line_id IS NULL) AS line_count,
       (SELECT coalesce(sum(l.ordered), 0)::bigint FROM orders_orderline AS l
        WHERE l.order_id = o.id AND l.parent_line_id IS NULL) AS unit_count,
       array(SELECT DISTINCT n.code::text FROM orders_fulfillmentorder AS f JOIN network_site AS n ON n.id = f.site_id
             WHERE f.order_id = o.id AND f.status NOT IN ('cancelled', 'rejected')) AS site_codes
FROM orders_order AS o
JOIN access_merchant AS m ON m.id = o.merchant_id
LEFT JOIN parties_contact AS c ON c.id = o.contact_id
"""
_ORDERS = _SELECT + _WHERE
_COUNT = "SELECT o.id FROM orders_order AS o " + _WHERE  # noqa: S608 - constants
_IDS_END = f"ORDER BY o.placed_at, o.id LIMIT {MATCHED_AT_MOST}"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list; `due_at` is ship_by, or a day far off without one."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    number: str
    channel: str
    external_number: str
    stage: str
    is_held: bool
    payment_status: str
    tracking_status: str
    country: str
    currency: str
    total_minor: int
    placed_at: datetime
    ship_by: datetime | None
    due_at: datetime
    tags: list[str]
    shopper: str | None
    line_count: int
    unit_count: int
    site_codes: list[str]


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What narrows the list; `late_at` asks for open orders whose ship-by has passed at that moment.

    `text` is the start of a number, or a whole number of the shop. `risk_limits` say per site until when an order must
    leave that is not packed yet, to be at risk at `risk_from`.
    """

    merchant_id: UUID | None = None
    site_id: UUID | None = None
    stages: Sequence[str] = ()
    is_held: bool = False
    is_waiting: bool = False
    late_at: datetime | None = None
    due_before: datetime | None = None
    channel: str = ""
    country: str = ""
    sku: str = ""
    tag: str = ""
    text: str = ""
    ids: Sequence[UUID] = ()
    risk_limits: Sequence[tuple[UUID, datetime]] = ()
    risk_from: datetime | None = None


def list_orders(
    scope: Scope, *, wanted: OrderFilter, page: PageOf, sort: str = "placed_at"
) -> Page[OrderRow]:
    """Return orders by when they were placed or must ship. Queries: 2."""
    named = _NAMED if wanted.text else ""
    with transaction(scope):
        return fetch_page(
            OrderRow,
            _ORDERS + named,
            _bind(wanted),
            keys=SORTS[sort],
            page=page,
            count_sql=_COUNT + named,
        )  # fmt: skip


def list_order_ids(scope: Scope, *, wanted: OrderFilter) -> list[UUID]:
    """Return the ids of what matches, oldest first, at most MATCHED_AT_MOST. Queries: 1."""
    sql = _COUNT + (_NAMED if wanted.text else "") + _IDS_END
    with transaction(scope):
        return [id_ for (id_,) in rows.fetch_tuples(sql, _bind(wanted))]


def _bind(wanted: OrderFilter) -> dict[str, object]:
    text = wanted.text.upper() if wanted.text[:3].upper() == "SO-" else wanted.text
    return {
        "merchant_id": wanted.merchant_id,
        "site_id": wanted.site_id,
        "stages": list(wanted.stages),
        "is_held": wanted.is_held,
        "is_waiting": wanted.is_waiting,
        "late_at": wanted.late_at,
        "due_before": wanted.due_before,
        "open_stages": list(OPEN_STAGES),
        "channel": wanted.channel,
        "country": wanted.country,
        "sku": wanted.sku,
        "tag": wanted.tag,
        "text": text,
        "text_end": bound_prefix(text),
        "ids": list(wanted.ids),
        "risk_site_ids": [site_id for site_id, _ in wanted.risk_limits],
        "risk_untils": [until for _, until in wanted.risk_limits],
        "risk_from": wanted.risk_from,
    }

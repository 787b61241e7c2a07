"""Value-added services as a list: what is left on the floor, who has it in hand, and what was done lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page
from packhaus.outbound.queries.vas_work import WANTED

LATELY = timedelta(days=7)
"""For how long the list shows what was done."""

# What left the floor is told by its task, since rules may have changed meanwhile.
_TASKS = f"""
WITH work AS (
    SELECT f.id, f.merchant_id, f.order_id FROM orders_fulfillmentorder AS f
    WHERE f.status IN ('released', 'picking', 'picked') AND f.request_status = 'none'
      AND f.merchant_id IN (SELECT merchant_id FROM catalog_vasoption)
      AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
      AND (cardinality(%(fulfillments)s::uuid[]) = 0 OR f.id = ANY(%(fulfillments)s::uuid[]))
){WANTED}, task AS (
    SELECT one.fulfillment_id, one.option_id, one.line_id,
           (CASE x.per WHEN 'unit' THEN one.units ELSE 1 END)::bigint AS quantity,
           (CASE x.per WHEN 'unit' THEN one.units ELSE 1 END * x.minutes)::bigint AS minutes,
           coalesce(t.status, 'open') AS status, t.claimed_by, t.done_by, t.done_at
    FROM one
    JOIN catalog_vasoption AS x ON x.id = one.option_id
    LEFT JOIN outbound_vastask AS t
      ON t.fulfillment_id = one.fulfillment_id AND t.option_id = one.option_id
     AND t.line_id IS NOT DISTINCT FROM one.line_id
    UNION ALL
    SELECT t.fulfillment_id, t.option_id, t.line_id, t.quantity, t.minutes, t.status, t.claimed_by, t.done_by, t.done_at
    FROM outbound_vastask AS t JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
    WHERE t.status = 'done' AND t.done_at >= %(since)s AND f.status NOT IN ('released', 'picking', 'picked')
      AND (%(site_id)s::uuid IS NULL OR t.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR t.merchant_id = %(merchant_id)s::uuid)
      AND (cardinality(%(fulfillments)s::uuid[]) = 0 OR t.fulfillment_id = ANY(%(fulfillments)s::uuid[]))
), told AS (
    SELECT t.fulfillment_id || '.' || x.code || '.' || coalesce(t.line_id, 0) AS id, t.fulfillment_id,
           f.number AS fulfillment_number, f.status AS fulfillment_status, o.number AS order_number,
           m.code AS merchant_code, n.code AS site_code, n.timezone AS zone,
           coalesce(f.ship_by, f.released_at, o.placed_at) AS ship_by, x.code AS option, x.kind, x.names, x.step,
           t.line_id, coalesce(k.code, '') AS sku_code, coalesce(k.name, '') AS sku_name, t.quantity, t.minutes,
           t.status, t.claimed_by, coalesce(y.name, d.name, '') AS person, t.done_at, coalesce(u.code, '') AS tote
    FROM task AS t
    JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id
    JOIN orders_order AS o ON o.id = f.order_id
    JOIN access_merchant AS m ON m.id = f.merchant_id
    JOIN network_site AS n ON n.id = f.site_id
    JOIN catalog_vasoption AS x ON x.id = t.option_id
    LEFT JOIN orders_orderline AS l ON l.id = t.line_id
    LEFT JOIN catalog_sku AS k ON k.id = l.sku_id
    LEFT JOIN access_user AS y ON y.id = t.claimed_by AND t.status = 'claimed'
    LEFT JOIN access_user AS d ON d.id::text = t.done_by
    LEFT JOIN outbound_batchslot AS g ON g.fulfillment_id = f.id AND f.status IN ('released', 'picking', 'picked')
    LEFT JOIN inventory_handlingunit AS u ON u.id = g.tote_id
)
SELECT * FROM told AS t
WHERE (cardinality(%(statuses)s::text[]) = 0 OR t.status = ANY(%(statuses)s::text[]))
  AND (cardinality(%(kinds)s::text[]) = 0 OR t.kind = ANY(%(kinds)s::text[]))
  AND (cardinality(%(steps)s::text[]) = 0 OR t.step = ANY(%(steps)s::text[]))
  AND (NOT %(is_picked)s OR t.fulfillment_status = 'picked')
  AND (%(text)s = '' OR t.order_number >= %(text)s AND t.order_number < %(text_end)s
       OR t.tote >= %(text)s AND t.tote < %(text_end)s OR t.option = %(text)s)
  AND (cardinality(%(ids)s::text[]) = 0 OR t.id = ANY(%(ids)s::text[]))
"""  # noqa: S608 - constants
_LEFT = f"""
SELECT count(*) FILTER (WHERE t.fulfillment_status = 'picked'), coalesce(sum(t.minutes), 0)::bigint
FROM ({_TASKS}) AS t
"""  # noqa: S608 - constants
_KEYS = (Key("ship_by", "timestamptz"), Key("id", "text"))


@dataclass(frozen=True, slots=True)
class VasTaskRow:
    """A service of a fulfillment order; `minutes` is what all `quantity` of it should take, `person` who has or did it.

    `id` names the fulfillment order, the option and the line.
    """

    id: str
    fulfillment_id: UUID
    fulfillment_number: str
    fulfillment_status: str
    order_number: str
    merchant_code: str
    site_code: str
    zone: str
    ship_by: datetime
    option: str
    kind: str
    names: dict[str, str]
    step: str
    line_id: int | None
    sku_code: str
    sku_name: str
    quantity: int
    minutes: int
    status: str
    claimed_by: UUID | None
    person: str
    done_at: datetime | None
    tote: str


@dataclass(frozen=True, slots=True)
class VasFilter:
    """What narrows the list; `text` is how the number of an order or a tote begins, or the code of a service."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    statuses: Sequence[str] = ()
    kinds: Sequence[str] = ()
    steps: Sequence[str] = ()
    is_picked: bool = False
    text: str = ""
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class VasLeft:
    """What is left to do: services whose order lies in its tote, and minutes of all on the floor."""

    ready: int
    minutes: int


def list_vas_tasks(*, scope: Scope, chosen: VasFilter, now: datetime, page: PageOf) -> Page[VasTaskRow]:
    """Return a page of services on the floor and of those done lately, what leaves first on top. Queries: 2."""
    with transaction(scope):
        return fetch_page(VasTaskRow, _TASKS, _as_parameters(chosen, now), keys=_KEYS, page=page)


def measure_vas(*, scope: Scope, site_id: UUID | None, merchant_id: UUID | None, now: datetime) -> VasLeft:
    """Return how much is left to do. Queries: 1."""
    chosen = VasFilter(site_id=site_id, merchant_id=merchant_id, statuses=("open", "claimed"))
    with transaction(scope):
        ((ready, minutes),) = rows.fetch_tuples(_LEFT, _as_parameters(chosen, now))
    return VasLeft(ready, minutes)


def _as_parameters(chosen: VasFilter, now: datetime) -> dict[str, object]:
    return {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "statuses": list(chosen.statuses),
        "kinds": list(chosen.kinds),
        "steps": list(chosen.steps),
        "is_picked": chosen.is_picked,
        "text": chosen.text,
        "text_end": bound_prefix(chosen.text),
        "ids": list(chosen.ids),
        "fulfillments": sorted({key[:36] for key in chosen.ids}),
        "since": now - LATELY,
    }

"""Totes that stand aside: picked, and not to be packed before something else has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page
from packhaus.outbound.queries.vas_work import WANTED

WHYS = ("cancel", "problem", "held", "rest", "service")

# One reason each: the one that has to be answered first. A service at the bench keeps no tote aside.
_TOTES = f"""
WITH work AS (
    SELECT f.id, f.merchant_id, f.order_id FROM orders_fulfillmentorder AS f
    WHERE f.status = 'picked'
      AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
      AND (cardinality(%(ids)s::uuid[]) = 0 OR f.id = ANY(%(ids)s::uuid[]))
){WANTED}, service AS (
    SELECT one.fulfillment_id, count(*) AS services
    FROM one
    JOIN catalog_vasoption AS x ON x.id = one.option_id AND x.step = 'before'
    LEFT JOIN outbound_vastask AS t
      ON t.fulfillment_id = one.fulfillment_id AND t.option_id = one.option_id
     AND t.line_id IS NOT DISTINCT FROM one.line_id
    WHERE t.status IS DISTINCT FROM 'done' GROUP BY 1
), told AS (
    SELECT f.id, f.number, o.number AS order_number, m.code AS merchant_code, n.code AS site_code, n.timezone AS zone,
           u.code AS tote, coalesce(p.code, '') AS place, coalesce(f.ship_by, f.released_at, o.placed_at) AS ship_by,
           f.unit_count,
           CASE WHEN f.cancel_requested THEN 'cancel' WHEN b.reason IS NOT NULL THEN 'problem'
                WHEN o.is_held THEN 'held'
                WHEN o.policy <> 'ship_available' AND EXISTS (
                    SELECT FROM orders_orderline AS l WHERE l.order_id = o.id AND l.backordered > 0) THEN 'rest'
                WHEN s.services > 0 THEN 'service' END AS why,
           CASE WHEN NOT f.cancel_requested THEN coalesce(b.reason, '') ELSE '' END AS problem,
           coalesce(b.reported_at, (SELECT max(i.done_at) FROM outbound_picktask AS i WHERE i.fulfillment_id = f.id),
                    f.released_at) AS since, coalesce(y.name, '') AS person
    FROM work AS w
    JOIN orders_fulfillmentorder AS f ON f.id = w.id
    JOIN orders_order AS o ON o.id = f.order_id
    JOIN access_merchant AS m ON m.id = f.merchant_id
    JOIN network_site AS n ON n.id = f.site_id
    JOIN outbound_batchslot AS g ON g.fulfillment_id = f.id
    JOIN inventory_handlingunit AS u ON u.id = g.tote_id
    LEFT JOIN inventory_location AS p ON p.id = u.location_id
    LEFT JOIN outbound_packproblem AS b ON b.fulfillment_id = f.id AND b.solved_at IS NULL
    LEFT JOIN access_user AS y ON y.id::text = b.reported_by
    LEFT JOIN service AS s ON s.fulfillment_id = f.id
)
SELECT * FROM told AS t
WHERE t.why IS NOT NULL AND (cardinality(%(whys)s::text[]) = 0 OR t.why = ANY(%(whys)s::text[]))
  AND (%(text)s = '' OR t.order_number >= %(text)s AND t.order_number < %(text_end)s
       OR t.tote >= %(text)s AND t.tote < %(text_end)s)
"""  # noqa: S608 - constants
_KEYS = (Key("ship_by", "timestamptz"), Key("id", "uuid"))


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A tote that may not be packed now; `why` is one of `WHYS`, `problem` what was reported at the bench, by `person`.

    `since` is when that was reported, else when the last item was picked. `place` is where the tote was left; `id` is
    its fulfillment order.
    """

    id: UUID
    number: str
    order_number: str
    merchant_code: str
    site_code: str
    zone: str
    tote: str
    place: str
    ship_by: datetime
    unit_count: int
    why: str
    problem: str
    since: datetime | None
    person: str


@dataclass(frozen=True, slots=True)
class AsideFilter:
    """What narrows the list; `text` is how the number of an order or a tote begins."""

    site_id: UUID | None = None
    merchant_id: UUID | None = None
    whys: Sequence[str] = ()
    text: str = ""
    ids: Sequence[UUID] = ()


def list_set_aside(*, scope: Scope, chosen: AsideFilter, page: PageOf) -> Page[AsideRow]:
    """Return a page of totes that stand aside, what should leave first on top. Queries: 2."""
    parameters = {
        "site_id": chosen.site_id,
        "merchant_id": chosen.merchant_id,
        "whys": list(chosen.whys),
        "text": chosen.text,
        "text_end": bound_prefix(chosen.text),
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(AsideRow, _TOTES, parameters, keys=_KEYS, page=page)

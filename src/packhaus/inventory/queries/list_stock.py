"""How much of each SKU can be sold."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, bound_prefix, fetch_page

SORTS = {
    "code": (Key("code", "text"), Key("sku_id", "uuid")),
    "on_hand": (Key("on_hand", "bigint"), Key("sku_id", "uuid")),
    "free": (Key("free", "bigint"), Key("sku_id", "uuid")),
    "backordered": (Key("backordered", "bigint"), Key("sku_id", "uuid")),
}

_STOCK = """
SELECT k.id AS sku_id, k.merchant_id, k.code, k.name, m.code AS merchant_code, m.name AS merchant_name, t.site_count,
       t.on_hand::bigint, t.promised::bigint, t.held::bigint, t.safety::bigint, t.free::bigint, t.backordered::bigint,
       t.inbound::bigint, 0::bigint AS in_transit
FROM (
    SELECT s.sku_id, count(*) AS site_count, sum(s.on_hand) AS on_hand, sum(s.promised) AS promised,
           sum(s.held) AS held, sum(s.safety - s.doubted) AS safety,
           sum(greatest(s.on_hand - s.promised - s.held - s.safety, 0)) AS free,
           sum(s.backordered) AS backordered, sum(s.inbound) AS inbound
    FROM inventory_sitestock AS s
    WHERE (%(site_id)s::uuid IS NULL OR s.site_id = %(site_id)s)
      AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s)
      AND (cardinality(%(sku_ids)s::uuid[]) = 0 OR s.sku_id = ANY(%(sku_ids)s))
    GROUP BY s.sku_id
) AS t
JOIN catalog_sku AS k ON k.id = t.sku_id
JOIN access_merchant AS m ON m.id = k.merchant_id
WHERE (%(text)s::text = '' OR k.code >= %(text)s AND k.code < %(text_end)s
       OR k.name_key >= %(name)s AND k.name_key < %(name_end)s
       OR k.id IN (SELECT b.sku_id FROM catalog_barcode AS b WHERE b.code = %(text)s))
  AND (cardinality(%(states)s::text[]) = 0
       OR 'none' = ANY(%(states)s) AND t.free = 0
       OR 'waiting' = ANY(%(states)s) AND t.backordered > 0
       OR 'free' = ANY(%(states)s) AND t.free > 0)
"""


@dataclass(frozen=True, slots=True)
class StockRow:
    """One SKU over the sites asked for; `free` counts no site below zero.

    `inbound` is announced and not here, `in_transit` of it left another site of ours; who asks for the list adds that.
    """

    sku_id: UUID
    merchant_id: UUID
    code: str
    name: str
    merchant_code: str
    merchant_name: str
    site_count: int
    on_hand: int
    promised: int
    held: int
    safety: int
    free: int
    backordered: int
    inbound: int
    in_transit: int


@dataclass(frozen=True, slots=True)
class StockFilter:
    """What narrows the list; `states` are none, waiting and free, any of them."""

    text: str = ""
    site_id: UUID | None = None
    merchant_id: UUID | None = None
    states: tuple[str, ...] = ()
    sku_ids: tuple[UUID, ...] = ()


def list_stock(scope: Scope, *, wanted: StockFilter, page: PageOf, sort: str = "code") -> Page[StockRow]:
    """Return SKUs that have a stock row, summed over sites. Units: base units. Queries: 2."""
    name = wanted.text.casefold()
    with transaction(scope):
        return fetch_page(
            StockRow,
            _STOCK,
            {
                "site_id": wanted.site_id,
                "merchant_id": wanted.merchant_id,
                "text": wanted.text,
                "text_end": bound_prefix(wanted.text),
                "name": name,
                "name_end": bound_prefix(name),
                "states": list(wanted.states),
                "sku_ids": list(wanted.sku_ids),
            },
            keys=SORTS[sort],
            page=page,
        )

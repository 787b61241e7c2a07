"""Value-added services of fulfillment orders: asked for with the order, or added by the merchant's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

RULE_FITS = """(r.channels = '{}' OR o.channel = ANY(r.channels))
  AND (r.countries = '{}' OR o.country = ANY(r.countries)) AND (r.tags = '{}' OR o.tags && r.tags)
  AND (r.least_goods_minor IS NULL OR o.currency = r.currency AND o.goods_minor >= r.least_goods_minor)"""
"""Whether a rule `r` takes an order `o`, its items apart."""

# What is asked for on a kit is done once for the kit, where its parts are. Asked for and added by a rule is once.
WANTED = f"""
, part AS (
    SELECT w.id AS fulfillment_id, w.merchant_id, w.order_id, l.line_id, n.parent_line_id, l.sku_id,
           l.promised + l.allocated + l.picked + l.packed + l.shipped AS units
    FROM work AS w
    JOIN orders_fulfillmentline AS l ON l.fulfillment_id = w.id
    JOIN orders_orderline AS n ON n.id = l.line_id
    WHERE l.promised + l.allocated + l.picked + l.packed + l.shipped > 0
), wanted AS (
    SELECT p.fulfillment_id, a.option_id, p.line_id, p.units, a.blob_id
    FROM part AS p JOIN orders_vasask AS a ON a.order_id = p.order_id AND a.line_id = p.line_id
    UNION ALL
    SELECT DISTINCT p.fulfillment_id, a.option_id, k.id, k.ordered - k.cancelled, a.blob_id
    FROM part AS p
    JOIN orders_orderline AS k ON k.id = p.parent_line_id
    JOIN orders_vasask AS a ON a.order_id = p.order_id AND a.line_id = k.id
    UNION ALL
    SELECT w.id, a.option_id, NULL, 1, a.blob_id
    FROM work AS w JOIN orders_vasask AS a ON a.order_id = w.order_id AND a.line_id IS NULL
    UNION ALL
    SELECT p.fulfillment_id, r.option_id, CASE x.per WHEN 'unit' THEN p.line_id END, p.units, NULL
    FROM part AS p
    JOIN orders_order AS o ON o.id = p.order_id
    JOIN catalog_vasrule AS r ON r.merchant_id = p.merchant_id AND {RULE_FITS}
    JOIN catalog_vasoption AS x ON x.id = r.option_id AND x.is_active
    JOIN catalog_sku AS s ON s.id = p.sku_id
    WHERE r.skus = '{{}}' OR s.code = ANY(r.skus)
), one AS (
    SELECT fulfillment_id, option_id, line_id, max(units) AS units, max(blob_id::text)::uuid AS blob_id
    FROM wanted GROUP BY 1, 2, 3
)
"""  # noqa: S608 - constants
"""What is wanted of the fulfillment orders of a CTE `work` (id, merchant_id, order_id), as a CTE `one`: each once."""

_LINES = f"""{WANTED}
SELECT f.id AS fulfillment_id, f.number AS fulfillment_number, f.status AS fulfillment_status, f.order_id,
       o.number AS order_number, o.language, o.merchant_id, m.code AS merchant, f.site_id, n.code AS site,
       f.ship_by, x.id AS option_id, x.code AS option, x.kind, x.names, x.instructions, x.step, x.minutes,
       one.line_id, coalesce(k.code, '') AS sku_code, coalesce(k.name, '') AS sku_name,
       (CASE x.per WHEN 'unit' THEN one.units ELSE 1 END)::bigint AS quantity,
       coalesce(convert_from(b.content, 'UTF8'), '') AS text, one.blob_id IS NOT NULL AND b.id IS NULL AS is_text_gone,
       coalesce(t.status, 'open') AS status, t.claimed_by, coalesce(y.name, '') AS person, t.done_at,
       coalesce(u.code, '') AS tote, coalesce(q.code, '') AS uses,
       array(SELECT c.code::text FROM catalog_barcode AS c WHERE c.sku_id = x.sku_id ORDER BY c.code) AS uses_barcodes
FROM one
JOIN orders_fulfillmentorder AS f ON f.id = one.fulfillment_id
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = o.merchant_id
JOIN network_site AS n ON n.id = f.site_id
JOIN catalog_vasoption AS x ON x.id = one.option_id
LEFT JOIN orders_orderline AS l ON l.id = one.line_id
LEFT JOIN catalog_sku AS k ON k.id = l.sku_id
LEFT JOIN catalog_sku AS q ON q.id = x.sku_id
LEFT JOIN parties_blob AS b ON b.id = one.blob_id
LEFT JOIN outbound_vastask AS t
  ON t.fulfillment_id = one.fulfillment_id AND t.option_id = one.option_id
 AND t.line_id IS NOT DISTINCT FROM one.line_id
LEFT JOIN access_user AS y ON y.id = t.claimed_by
LEFT JOIN outbound_batchslot AS g ON g.fulfillment_id = f.id
LEFT JOIN inventory_handlingunit AS u ON u.id = g.tote_id AND f.status IN ('released', 'picking', 'picked')
"""  # noqa: S608 - constants
_OF_FULFILLMENTS = f"""
WITH work AS (
    SELECT id, merchant_id, order_id FROM orders_fulfillmentorder WHERE id = ANY(%(ids)s::uuid[])
){_LINES}
ORDER BY f.id, x.step = 'before' DESC, one.line_id NULLS LAST, x.code
"""  # noqa: S608 - constants
_OPEN = f"""
WITH work AS (
    SELECT f.id, f.merchant_id, f.order_id FROM orders_fulfillmentorder AS f
    WHERE f.status = ANY(%(statuses)s::text[]) AND f.request_status = 'none'
      AND NOT (f.cancel_requested AND %(is_picked)s)
      AND f.merchant_id IN (SELECT merchant_id FROM catalog_vasoption)
      AND (%(site_id)s::uuid IS NULL OR f.site_id = %(site_id)s::uuid)
      AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
    ORDER BY f.ship_by, f.priority, f.id LIMIT %(orders)s
){_LINES}
WHERE (%(step)s::text = '' OR x.step = %(step)s::text) AND t.status IS DISTINCT FROM 'done'
ORDER BY f.status = 'picked' DESC, f.ship_by, f.priority, f.id, x.step = 'before' DESC, one.line_id NULLS LAST, x.code
"""  # noqa: S608 - constants
_ON_THE_FLOOR = ("released", "picking", "picked")
ORDERS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class VasLine:
    """A value-added service to do to a line of a fulfillment order, or (without a line) to the whole of it.

    `status`: open, claimed or done. `minutes` is what one should take. `text` is a person's; `is_text_gone` says that
    it was forgotten. `uses` is the item that it uses up. `names` and `instructions` are by language,
    `language` is the shopper's.
    """

    fulfillment_id: UUID
    fulfillment_number: str
    fulfillment_status: str
    order_id: UUID
    order_number: str
    language: str
    merchant_id: UUID
    merchant: str
    site_id: UUID
    site: str
    ship_by: datetime | None
    option_id: UUID
    option: str
    kind: str
    names: dict[str, str]
    instructions: dict[str, str]
    step: str
    minutes: int
    line_id: int | None
    sku_code: str
    sku_name: str
    quantity: int
    text: str
    is_text_gone: bool
    status: str
    claimed_by: UUID | None
    person: str
    done_at: datetime | None
    tote: str
    uses: str
    uses_barcodes: list[str]

    @property
    def is_done(self) -> bool:
        """Tell whether it was done."""
        return self.status == "done"

    @property
    def key(self) -> str:
        """What names it among the services of its fulfillment order."""
        return f"{self.option}.{self.line_id or 0}"

    def list_codes(self) -> set[str]:
        """Return what a scanner reads for it: its own code, and those of the item that it uses up."""
        return {code.casefold() for code in (self.option, self.uses, *self.uses_barcodes) if code}


def list_vas_lines(*, fulfillment_ids: Sequence[UUID]) -> list[VasLine]:
    """Return what is to be done and was done to fulfillment orders, in the running transaction. Queries: 1."""
    return rows.fetch_rows(VasLine, _OF_FULFILLMENTS, {"ids": list(fulfillment_ids)})


def list_vas(*, scope: Scope, fulfillment_ids: Sequence[UUID]) -> list[VasLine]:
    """Return what is to be done and was done to fulfillment orders. Queries: 1."""
    with transaction(scope):
        return list_vas_lines(fulfillment_ids=fulfillment_ids)


def list_open_vas(
    *,
    scope: Scope,
    site_id: UUID | None = None,
    merchant_id: UUID | None = None,
    step: str = "",
    is_picked: bool = False,
) -> list[VasLine]:
    """Return what nobody has done of the 500 fulfillment orders on the floor that come first, picked ones on top.

    `is_picked` leaves those that can be begun: picked, and not asked to be cancelled. Queries: 1.
    """
    asked = {
        "site_id": site_id,
        "merchant_id": merchant_id,
        "step": step,
        "is_picked": is_picked,
        "statuses": ["picked"] if is_picked else list(_ON_THE_FLOOR),
        "orders": ORDERS_AT_MOST,
    }
    with transaction(scope):
        return rows.fetch_rows(VasLine, _OPEN, asked)

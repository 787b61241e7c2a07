"""How many units of items can be sold now, kits included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.queries.sellable import FREE, SITE
from packhaus.kernel import rows

_ASKED_BY_CODE = """
SELECT k.id, k.code, k.kind, u.place
FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS u(code, place)
JOIN catalog_sku AS k ON k.merchant_id = %(merchant_id)s AND k.code = u.code
"""
_ASKED_BY_ID = """
SELECT k.id, k.code, k.kind, u.place
FROM unnest(%(sku_ids)s::uuid[]) WITH ORDINALITY AS u(id, place) JOIN catalog_sku AS k ON k.id = u.id
"""

# Partners' stock counts apart from own stock.
# Only the parts of a kit that have stock limit it; a site has as many kits as its scarcest part makes.
_AVAILABILITY = """
WITH RECURSIVE asked AS ({asked}), part AS (
    SELECT a.id AS kit_id, c.component_id, c.quantity, 1 AS depth
    FROM asked AS a JOIN catalog_kitcomponent AS c ON c.kit_id = a.id WHERE a.kind = 'kit'
  UNION ALL
    SELECT part.kit_id, c.component_id, part.quantity * c.quantity, part.depth + 1
    FROM part JOIN catalog_kitcomponent AS c ON c.kit_id = part.component_id WHERE part.depth < 3
), leaf AS (
    SELECT p.kit_id, p.component_id AS sku_id, sum(p.quantity) AS quantity
    FROM part AS p JOIN catalog_sku AS k ON k.id = p.component_id AND k.kind = 'stock' GROUP BY 1, 2
), stock AS (
    SELECT s.sku_id, s.site_id, s.policy, s.on_hand, s.promised, s.held, s.safety, s.backordered, s.inbound,
           {free} AS free
    FROM inventory_sitestock AS s JOIN {site}
    WHERE s.sku_id IN (SELECT id FROM asked UNION ALL SELECT sku_id FROM leaf)
      AND (cardinality(%(site_ids)s::uuid[]) = 0 OR s.site_id = ANY(%(site_ids)s))
), kit_site AS (
    SELECT l.kit_id, s.site_id,
           coalesce(min(div(s.free, l.quantity)) FILTER (WHERE s.policy <> 'unlimited'), 0) AS free,
           bool_or(s.policy = 'feed') AS by_feed, bool_and(s.policy = 'unlimited') AS is_unlimited
    FROM leaf AS l JOIN stock AS s ON s.sku_id = l.sku_id
    GROUP BY l.kit_id, s.site_id
    HAVING count(*) = (SELECT count(*) FROM leaf AS every WHERE every.kit_id = l.kit_id)
), total AS (
    SELECT sku_id AS id, sum(on_hand) AS on_hand, sum(promised) AS promised, sum(held) AS held, sum(safety) AS safety,
           sum(backordered) AS backordered, sum(inbound) AS inbound, sum(free) FILTER (WHERE policy = 'own') AS free,
           sum(free) FILTER (WHERE policy = 'feed') AS free_at_partners, bool_or(policy = 'unlimited') AS is_unlimited
    FROM stock GROUP BY sku_id
  UNION ALL
    SELECT kit_id, 0, 0, 0, 0, 0, 0, sum(free) FILTER (WHERE NOT by_feed), sum(free) FILTER (WHERE by_feed),
           bool_or(is_unlimited)
    FROM kit_site GROUP BY kit_id
)
SELECT a.id AS sku_id, a.code, coalesce(t.on_hand, 0)::bigint AS on_hand, coalesce(t.promised, 0)::bigint AS promised,
       coalesce(t.held, 0)::bigint AS held, coalesce(t.safety, 0)::bigint AS safety,
       coalesce(t.backordered, 0)::bigint AS backordered, coalesce(t.inbound, 0)::bigint AS inbound,
       coalesce(t.free, 0)::bigint AS free, coalesce(t.free_at_partners, 0)::bigint AS free_at_partners,
       coalesce(t.is_unlimited, false) AS is_unlimited
FROM asked AS a LEFT JOIN total AS t ON t.id = a.id
ORDER BY a.place
"""  # fmt: skip

_BY_CODE = _AVAILABILITY.format(asked=_ASKED_BY_CODE, free=FREE, site=SITE)
_BY_ID = _AVAILABILITY.format(asked=_ASKED_BY_ID, free=FREE, site=SITE)


@dataclass(frozen=True, slots=True)
class Availability:
    """Units of one item over the sites asked for; `free` is what own sites can promise now, summed site by site.

    `free_at_partners` is what recent feeds say; `is_unlimited` when a partner always has it. A kit has no stock of its
    own: its `free` is what its parts make.
    """

    sku_id: UUID
    code: str
    on_hand: int
    promised: int
    held: int
    safety: int
    backordered: int
    inbound: int
    free: int
    free_at_partners: int
    is_unlimited: bool


def get_availability(
    scope: Scope, *, sku_ids: Sequence[UUID], site_ids: Sequence[UUID] = (), now: datetime
) -> list[Availability]:
    """Return stock summed over these sites (none: all that are active), one row per known item, in the order asked.

    An item with no stock counts as zero; an unknown id is absent. Units: base units. Queries: 1.
    """
    with transaction(scope):
        return rows.fetch_rows(
            Availability, _BY_ID, {"sku_ids": list(sku_ids), "site_ids": list(site_ids), "now": now}
        )


def list_availability(
    scope: Scope, *, merchant_id: UUID, codes: Sequence[str], site_ids: Sequence[UUID] = (), now: datetime
) -> list[Availability]:
    """Return the same by a merchant's codes. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Availability, _BY_CODE, _name(merchant_id, codes, site_ids, now))


def _name(
    merchant_id: UUID, codes: Sequence[str], site_ids: Sequence[UUID], now: datetime
) -> dict[str, object]:
    return {"merchant_id": merchant_id, "codes": list(codes), "site_ids": list(site_ids), "now": now}

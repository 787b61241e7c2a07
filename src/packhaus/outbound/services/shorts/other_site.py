"""A promise that its site cannot keep is moved to sites that have the units free, ranked as at intake."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, get_open_scope
from packhaus.decide import promising
from packhaus.kernel import rows
from packhaus.network.queries.sourcing import list_sourcing_sites
from packhaus.orders.queries.freshness import EARLIEST, read_fresh_shelf
from packhaus.orders.services.plan_sites import as_plan_site
from packhaus.orders.services.promise_more import NewPromise, add_promises
from packhaus.outbound.locks import lock_free_units
from packhaus.terms.queries.get_terms import get_terms

# A feed's figures are not trusted with a late promise.
_CANDIDATES = f"""
SELECT s.site_id, n.code, o.merchant_id, a.latitude, a.longitude,
       EXISTS (SELECT FROM orders_fulfillmentorder AS f
               WHERE f.order_id = o.id AND f.site_id = s.site_id AND f.status = 'planned'),
       (SELECT {EARLIEST} FROM orders_freshline AS n WHERE n.line_id = %(line_id)s)
FROM orders_order AS o LEFT JOIN parties_address AS a ON a.id = o.address_id
JOIN inventory_sitestock AS s ON s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id
JOIN network_site AS n ON n.id = s.site_id
WHERE o.id = %(order_id)s AND s.site_id <> %(site_id)s AND n.is_active AND s.policy = 'own'
  AND s.on_hand - s.promised - s.held - s.safety > 0
ORDER BY s.site_id
"""  # noqa: S608 - made of a constant

_MOVE = """
WITH part AS (
    SELECT * FROM unnest(%(site_ids)s::uuid[], %(quantities)s::bigint[]) AS p(site_id, quantity)
), raised AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised + p.quantity
    FROM part AS p WHERE s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.site_id = p.site_id
), lowered AS (
    UPDATE inventory_sitestock AS s SET promised = s.promised - %(units)s
    WHERE s.sku_id = %(sku_id)s AND s.owner_id = s.merchant_id AND s.site_id = %(site_id)s
), line AS (
    UPDATE orders_fulfillmentline SET promised = promised - %(units)s
    WHERE id = %(fulfillment_line_id)s RETURNING fulfillment_id
)
UPDATE orders_fulfillmentorder AS f SET unit_count = f.unit_count - %(units)s FROM line WHERE f.id = line.fulfillment_id
"""


class _Candidate(NamedTuple):
    site_id: UUID
    code: str
    merchant_id: UUID
    latitude: float | None
    longitude: float | None
    is_used: bool
    earliest_expiry: date | None


def promise_elsewhere(
    *,
    fulfillment_line_id: int,
    line_id: int,
    order_id: UUID,
    sku_id: UUID,
    site_id: UUID,
    units: int,
    now: datetime,
) -> int:
    """Move up to `units` promised units of a line to other sites' planned fulfillment orders; return how many.

    A site that already sends a planned part of the order comes first when it has them all, so that no parcel is added;
    else the fewest sites, then the nearest to the shopper, as when the order was taken.
    Locks: the order must be locked; site_stock of the SKU, ascending. Queries: 1 when no site has any, else 5,
    one more with a shelf-life rule.
    """
    found = rows.fetch_tuples(
        _CANDIDATES,
        {
            "sku_id": sku_id,
            "site_id": site_id,
            "order_id": order_id,
            "line_id": line_id,
            "today": now.date(),
        },
    )
    candidates = _list_eligible([_Candidate._make(row) for row in found], now)
    if not candidates:
        return 0
    free = lock_free_units(sku_id=sku_id, site_ids=[*(one.site_id for one in candidates), site_id])
    if earliest := candidates[0].earliest_expiry:
        shelf = read_fresh_shelf(sku_ids=[sku_id], today=now.date())
        free = {
            site: min(units, shelf.count(site, sku_id, earliest=earliest)) for site, units in free.items()
        }
    parts = [
        NewPromise(order_id, line_id, sku_id, site, taken)
        for site, taken in _choose(candidates, free, units, now)
    ]
    if parts:
        _move(fulfillment_line_id, site_id, parts)
        add_promises(promises=parts, now=now)
    return sum(part.quantity for part in parts)


def _list_eligible(candidates: Sequence[_Candidate], now: datetime) -> Sequence[_Candidate]:
    """Leave out the sites that the merchant does not ship from."""
    if not candidates:
        return candidates
    scope = get_open_scope() or Scope.operator()
    codes = get_terms(scope, merchant_id=candidates[0].merchant_id, at=now).ship_from
    return [one for one in candidates if one.code in codes] if codes else candidates


def _choose(
    candidates: Sequence[_Candidate], free: Mapping[UUID, int], units: int, now: datetime
) -> list[tuple[UUID, int]]:
    used = [one for one in candidates if one.is_used and free.get(one.site_id, 0) >= units]
    eligible = {one.site_id for one in used or candidates}
    sites = [as_plan_site(site=site, now=now) for site in list_sourcing_sites() if site.id in eligible]
    first = candidates[0]
    point = None if first.latitude is None or first.longitude is None else (first.latitude, first.longitude)
    (outcome,) = promising.plan_promises(
        demands=[
            promising.Demand(
                "", promising.Policy.SHIP_AVAILABLE, (promising.DemandLine("", "", units),), point
            )
        ],
        sites=sites,
        free={(str(site), ""): max(0, free.get(site, 0)) for site in eligible},
        explain=False,
    )
    return [(UUID(str(site)), taken) for _, site, taken in outcome.promised]


def _move(fulfillment_line_id: int, site_id: UUID, parts: Sequence[NewPromise]) -> None:
    rows.execute(
        _MOVE,
        {
            "site_ids": [part.site_id for part in parts],
            "quantities": [part.quantity for part in parts],
            "sku_id": parts[0].sku_id,
            "site_id": site_id,
            "fulfillment_line_id": fulfillment_line_id,
            "units": sum(part.quantity for part in parts),
        },
    )

"""Units leave a partner's site, where nobody of ours picked them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.types import Actor
from packhaus.inventory import locks
from packhaus.inventory.errors import StockPromised
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.services.move_allocated import AllocatedMove, move_allocated
from packhaus.inventory.types import LocationKind
from packhaus.kernel import rows


class SentUnits(NamedTuple):
    """Promised units of a SKU that left a site, and the document that says so."""

    site_id: UUID
    sku_id: UUID
    quantity: int
    document_id: str


class _Balance(NamedTuple):
    id: int
    site_id: UUID
    sku_id: UUID
    free: int
    expires_on: date | None
    received_on: date


_KEYS = "unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[])"

_POLICIES = f"""
SELECT s.site_id, s.sku_id, s.policy FROM inventory_sitestock AS s
WHERE s.owner_id = s.merchant_id AND (s.site_id, s.sku_id) IN (SELECT * FROM {_KEYS})
{locks.SITE_STOCK_IN_ORDER}
"""  # noqa: S608 - constants

_SHELVES = f"""
SELECT b.id, p.site_id, b.sku_id, b.on_hand - b.allocated, b.expires_on, b.received_on
FROM inventory_balance AS b JOIN inventory_location AS p ON p.id = b.location_id
WHERE (p.site_id, b.sku_id) IN (SELECT * FROM {_KEYS}) AND b.owner_id = b.merchant_id AND b.condition = 'sellable'
  AND p.counts_as_on_hand AND b.on_hand > b.allocated
{locks.BALANCES_IN_ORDER}
"""  # noqa: S608 - constants

_ALLOCATE = """
UPDATE inventory_balance AS b SET allocated = b.allocated + u.quantity
FROM unnest(%(ids)s::bigint[], %(quantities)s::bigint[]) AS u(id, quantity) WHERE b.id = u.id
"""

# A feed has no bins and no ledger. Its figure is lowered with the promise, so that what has just left is not promised
# before the partner's next feed leaves it out, too. Who always has the item has no figure.
_FEED = """
UPDATE inventory_sitestock AS s
SET promised = s.promised - u.quantity,
    on_hand = s.on_hand - CASE WHEN s.policy = 'feed' THEN u.quantity ELSE 0 END
FROM unnest(%(site_ids)s::uuid[], %(sku_ids)s::uuid[], %(quantities)s::bigint[]) AS u(site_id, sku_id, quantity)
WHERE s.site_id = u.site_id AND s.sku_id = u.sku_id AND s.owner_id = s.merchant_id AND s.promised >= u.quantity
"""


def send_unpicked(
    *, sent: Sequence[SentUnits], document_kind: str, happened_at: datetime, actor: Actor
) -> None:
    """Let promised, unallocated units leave: the promise ends, and what the site has falls.

    Where the stock is ours to count, each unit is a movement out of the bin that expires first, then the oldest one.
    Runs in the caller's transaction; all or nothing. Locks: site_stock, then balances, ascending. Queries: 2 to 6.
    Raises: StockPromised.
    """
    if not sent:
        return
    keys = sorted({(one.site_id, one.sku_id) for one in sent})
    found = rows.fetch_tuples(_POLICIES, _columns(keys))
    own = {(site_id, sku_id) for site_id, sku_id, policy in found if policy == "own"}
    _lower_feeds([one for one in sent if (one.site_id, one.sku_id) not in own])
    ours = [one for one in sent if (one.site_id, one.sku_id) in own]
    if ours:
        _take_off_shelves(ours, sorted(own), document_kind, happened_at, actor)


def _columns(keys: Sequence[tuple[UUID, UUID]]) -> dict[str, list[UUID]]:
    return {"site_ids": [site_id for site_id, _ in keys], "sku_ids": [sku_id for _, sku_id in keys]}


def _lower_feeds(sent: Sequence[SentUnits]) -> None:
    units: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for one in sent:
        units[one.site_id, one.sku_id] += one.quantity
    parameters = {**_columns(list(units)), "quantities": list(units.values())}
    if units and rows.execute(_FEED, parameters) != len(units):
        raise StockPromised("more units leave than the site has promised")


def _take_off_shelves(
    sent: Sequence[SentUnits],
    keys: Sequence[tuple[UUID, UUID]],
    document_kind: str,
    happened_at: datetime,
    actor: Actor,
) -> None:
    balances = [_Balance._make(row) for row in rows.fetch_tuples(_SHELVES, _columns(keys))]
    moves = list(_choose(sent, balances))
    if sum(move.quantity for move in moves) != sum(one.quantity for one in sent):
        raise StockPromised("more units leave than lie free at the site")
    taken: defaultdict[int, int] = defaultdict(int)
    for move in moves:
        taken[move.balance_id] += move.quantity
    rows.execute(_ALLOCATE, {"ids": list(taken), "quantities": list(taken.values())})
    move_allocated(
        moves=moves,
        reason="dispatch",
        document_kind=document_kind,
        ends_promise=True,
        happened_at=happened_at,
        actor=actor,
    )


def _choose(sent: Sequence[SentUnits], balances: Sequence[_Balance]) -> Iterator[AllocatedMove]:
    """Share out bins in turn: what expires first, then what came first."""
    turns = sorted(balances, key=lambda one: (one.expires_on or date.max, one.received_on, one.id))
    left = {balance.id: balance.free for balance in turns}
    for one in sent:
        wanted = one.quantity
        for balance in turns:
            if (balance.site_id, balance.sku_id) != (one.site_id, one.sku_id):
                continue
            units = min(wanted, left[balance.id])
            if units:
                left[balance.id] -= units
                wanted -= units
                customer = get_site_location(site_id=one.site_id, kind=LocationKind.CUSTOMER)
                yield AllocatedMove(balance.id, units, customer, None, one.document_id)

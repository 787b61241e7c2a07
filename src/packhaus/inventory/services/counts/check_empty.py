"""A picker has taken the last units of a bin by the record, and says whether it is empty."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.counting import Verdict
from packhaus.inventory.services.counts.claim import claim_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.services.counts.there import POSITION, LineKey, ensure_there, lock_there
from packhaus.inventory.services.ledger_statements import REMOVE_EMPTY
from packhaus.inventory.types import CountEntry, CountWant
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

SOON = 30
"""After bins in which a picker found too few, before recounts: what is there too much waits for nobody."""

_ITEM = """
SELECT k.merchant_id, k.has_lots OR k.has_serials,
       EXISTS (SELECT FROM inventory_balance AS b WHERE b.location_id = %(location_id)s AND b.on_hand > 0)
FROM catalog_sku AS k WHERE k.id = %(sku_id)s
"""
_NOTHING = f"""
INSERT INTO inventory_countline (merchant_id, count_id, round, sku_id, owner_id, condition, recorded, counted, position,
    has_moved, abc, counted_at)
SELECT k.merchant_id, c.id, c.round, k.id, k.merchant_id, 'sellable', 0, 0, {POSITION}, false, coalesce(a.abc, 'c'),
       %(now)s
FROM inventory_count AS c
JOIN catalog_sku AS k ON k.id = %(sku_id)s
LEFT JOIN inventory_skuclass AS a ON a.site_id = c.site_id AND a.sku_id = k.id
WHERE c.id = %(count_id)s
"""  # noqa: S608 - constants


def check_empty(
    *,
    scope: Scope,
    location_id: int,
    sku_id: UUID,
    units: int,
    person_id: UUID,
    device: str,
    client_id: str,
    now: datetime,
    actor: Actor,
) -> Verdict | None:
    """Take a picker's word that a bin is empty (0 units), or holds so many units of the item, and return what follows.

    An empty bin is counted. Units that the record does not know are a count like any other: booked within tolerance,
    else counted again by somebody else, as are those of an item that is told apart by lots or serials. None where
    nothing was done: something was put there meanwhile, the bin is to be counted anyway, or the same word came before.
    Locks and facts: as of counting. Raises: Invalid.
    """
    if units < 0:
        raise Invalid([FieldProblem("units", "range", "is not negative")])
    begun = _begin(scope, location_id, sku_id, units, person_id, (device, client_id), now, actor)
    if not isinstance(begun, UUID):
        return begun
    return finish_count(scope=scope, count_id=begun, person_id=person_id, now=now, actor=actor)


@again_when_busy
def _begin(
    scope: Scope, location_id: int, sku_id: UUID, units: int, person_id: UUID, scan: tuple[str, str], now: datetime,
    actor: Actor,
) -> UUID | Verdict | None:  # fmt: skip
    """Write down what was said; return the count that is to be finished, or what became of it already."""
    with transaction(scope):
        if not take_scan(
            device=scan[0], client_id=scan[1], operation="check_empty", document_id=str(location_id)
        ):
            return None
        [(merchant_id, is_told_apart, is_filled)] = rows.fetch_tuples(
            _ITEM, {"location_id": location_id, "sku_id": sku_id}
        )
        if is_filled:
            return None
        want = CountWant(location_id, "zero_check", priority=SOON)
        planned = plan_counts(scope=scope, wants=[want], now=now, actor=actor)
        if not planned:
            return None
        [count_id] = planned
        if units and is_told_apart:
            return Verdict.RECOUNT
        claim_count(scope=scope, count_id=count_id, person_id=person_id, now=now)
        if units:
            entries = [CountEntry(count_id, units, sku_id)]
            record_count(scope=scope, entries=entries, device=scan[0], person_id=person_id, now=now)
        else:
            key = LineKey(location_id, sku_id, merchant_id, merchant_id, None, None, None, "sellable")
            _note_nothing(count_id, key, now)
        return count_id


def _note_nothing(count_id: UUID, key: LineKey, now: datetime) -> None:
    """Note that none of an item lies there, as of a position at which no put-away of it is on its way."""
    ensure_there([key], now=now)
    there = lock_there([(key.location_id, key.sku_id)])
    if not any(one.on_hand for one in there):
        rows.execute(_NOTHING, {"count_id": count_id, "sku_id": key.sku_id, "now": now})
    rows.execute(REMOVE_EMPTY, {"ids": [one.id for one in there]})

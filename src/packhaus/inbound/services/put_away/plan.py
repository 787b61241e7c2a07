"""Plan where goods at the door go, and keep room for them there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.decide.putaway.plan import plan_put_away as choose_places
from packhaus.decide.putaway.types import Placement, Rule
from packhaus.inbound.locks import LockedAsn, LockedTask, lock_asns, lock_door, lock_tasks_of_goods
from packhaus.inbound.queries.put_away.places import list_places
from packhaus.inbound.queries.put_away.rules import read_rules
from packhaus.inbound.queries.put_away.waited_for import count_waited_for
from packhaus.inbound.queries.put_away.waiting_goods import list_waiting_goods
from packhaus.inbound.services.put_away.loads import GoodsLoad, find_too_many, list_loads
from packhaus.inbound.services.put_away.write_tasks import write_tasks

# Beside one place for each load, these many: full ones are skipped.
_SPARE_PLACES = 100
_EVERY_PLACE = 1_000_000


@again_when_busy
def plan_put_away(*, scope: Scope, asn_id: UUID, now: datetime) -> int:
    """Plan anew what waits at the door of a delivery and nobody has in hand; return how many units have a place.

    Receiving plans by itself: this is for when rules, places or demand have changed, and for tasks that a lead had
    cancelled. Room is kept for each task until it is done or cancelled.
    Locks: the delivery, its site's door, its tasks. Queries: 10 to 12, whatever the number of lines.
    Raises: AsnNotFound, ResourceBusy.
    """
    with transaction(scope):
        [asn] = lock_asns([asn_id])
        door_id = lock_door(asn.site_id)
        return plan_goods(asn=asn, door_id=door_id, unit_ids=None, sku_ids=(), now=now, is_all=True)


def plan_goods(
    *,
    asn: LockedAsn,
    door_id: int,
    unit_ids: Sequence[UUID] | None,
    sku_ids: Sequence[UUID],
    now: datetime,
    reason: str = "replanned",
    is_all: bool = False,
) -> int:
    """Plan some cartons and loose items of a delivery that is locked, as its site's door is.

    In the caller's transaction. What a lead cancelled stays so unless `is_all`; tasks that ask for more than came
    shrink. Queries: 5 to 10.
    """
    tasks = lock_tasks_of_goods(asn_id=asn.id, unit_ids=unit_ids, sku_ids=sku_ids)
    goods = list_waiting_goods(asn_id=asn.id, site_id=asn.site_id, unit_ids=unit_ids, sku_ids=sku_ids)
    shrunk = find_too_many(goods, tasks)
    loads = list_loads(goods, tasks, counts_cancelled=not is_all)
    placements = _choose(asn.site_id, door_id, loads, tasks)
    write_tasks(
        asn=asn, loads=loads, placements=placements, tasks=tasks, shrunk=shrunk, reason=reason, now=now
    )
    return sum(one.quantity for one in placements if one.bin_id is not None)


def _choose(
    site_id: UUID, door_id: int, loads: Sequence[GoodsLoad], tasks: Sequence[LockedTask]
) -> list[Placement]:
    if not loads:
        return []
    rules = [row.as_rule() for row in read_rules(site_id=site_id)]
    without = [task.id for task in tasks if task.status == "open"]
    sku_ids = {part.item.sku_id for load in loads for part in load.load.parts}
    waited_for = count_waited_for(site_id=site_id, sku_ids=sku_ids, without=without)

    def choose(most: int, rules: Sequence[Rule]) -> list[Placement]:
        bins = list_places(site_id=site_id, door_id=door_id, sku_ids=sku_ids, most=most, without=without)
        plain = [load.load for load in loads]
        return choose_places(loads=plain, bins=bins, rules=rules, waited_for=waited_for)

    found = choose(len(loads) + _SPARE_PLACES, rules)
    if any(one.bin_id is None for one in found):
        return choose(_EVERY_PLACE, rules)
    return found

"""Plan where goods at the door go, and keep room for them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.decide.putaway.plan import plan_put_away as choose_places
from packhaus.decide.putaway.types import Bin, Placement
from packhaus.inbound.locks import LockedAsn, LockedTask, lock_delivery
from packhaus.inbound.queries.put_away.places import list_places
from packhaus.inbound.queries.put_away.waiting_goods import WaitingGoods
from packhaus.inbound.services.put_away.loads import GoodsLoad, find_too_many, list_loads
from packhaus.inbound.services.put_away.survey import Survey, survey_door
from packhaus.inbound.services.put_away.write_tasks import TaskChanges, compare_tasks, end_tasks, write_tasks

_EVERY_PLACE = 1_000_000


@again_when_busy
def plan_put_away(*, scope: Scope, asn_id: UUID, now: datetime) -> int:
    """Plan anew what waits at the door of a delivery and nobody has in hand; return how many units have a place.

    Receiving plans by itself: this is for when rules, places or demand have changed, and for tasks that a lead had
    cancelled. Room is kept for each task until it is done or cancelled.
    Locks: the delivery, its site's door, its tasks. Queries: 6 to 9, whatever the number of lines.
    Raises: AsnNotFound, ResourceBusy.
    """
    with transaction(scope):
        asn, door_id = lock_delivery(asn_id)
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
    shrink. Queries: 2 to 5.
    """
    plan = draft_plan(asn=asn, door_id=door_id, unit_ids=unit_ids, sku_ids=sku_ids, is_all=is_all)
    write_tasks(asn=asn, changes=plan.changes, now=now)
    plan.end_tasks(reason=reason)
    return plan.placed


@dataclass(frozen=True, slots=True)
class DraftedPlan:
    """A plan that is not written yet: its tasks, and how many units have a place."""

    changes: TaskChanges
    placed: int
    tasks: list[LockedTask]
    shrunk: dict[UUID, int]

    def end_tasks(self, *, reason: str) -> None:
        """Cancel and shrink the tasks that the plan leaves over. Queries: 0 to 3."""
        end_tasks(changes=self.changes, tasks=self.tasks, shrunk=self.shrunk, reason=reason)


def draft_plan(
    *,
    asn: LockedAsn,
    door_id: int,
    unit_ids: Sequence[UUID] | None,
    sku_ids: Sequence[UUID],
    coming: Sequence[WaitingGoods] = (),
    is_all: bool = False,
) -> DraftedPlan:
    """Return how some cartons and loose items are put away, as `plan_goods`; `coming` is about to be booked.

    Locks: the delivery's tasks. Queries: 1, or 2 where the places nearby are full.
    """
    survey = survey_door(
        asn_id=asn.id, site_id=asn.site_id, door_id=door_id, unit_ids=unit_ids, sku_ids=sku_ids, coming=coming
    )
    loads = list_loads(survey.goods, survey.tasks, counts_cancelled=not is_all)
    placements = _choose(asn.site_id, door_id, loads, survey)
    return DraftedPlan(
        changes=compare_tasks(loads=loads, placements=placements, tasks=survey.tasks),
        placed=sum(one.quantity for one in placements if one.bin_id is not None),
        tasks=survey.tasks,
        shrunk=find_too_many(survey.goods, survey.tasks),
    )


def _choose(site_id: UUID, door_id: int, loads: Sequence[GoodsLoad], survey: Survey) -> list[Placement]:
    if not loads:
        return []
    plain = [load.load for load in loads]

    def choose(bins: Sequence[Bin]) -> list[Placement]:
        return choose_places(loads=plain, bins=bins, rules=survey.rules, waited_for=survey.waited_for)

    found = choose(survey.places)
    if all(one.bin_id is not None for one in found):
        return found
    every = list_places(
        site_id=site_id, door_id=door_id, most=_EVERY_PLACE,
        sku_ids=sorted({part.item.sku_id for load in plain for part in load.parts}),
        without=[task.id for task in survey.tasks if task.status == "open"],
    )  # fmt: skip
    return choose(every) if len(every) > len(survey.places) else found

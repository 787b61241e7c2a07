"""Look at a site's walks of late: which items should change bins, and what those that did have saved."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.slotting import REACH_MM, Proposal, Rules, advise_slots
from packhaus.decide.tours import Grid
from packhaus.kernel import rows
from packhaus.outbound.queries.site_ground import get_ground
from packhaus.outbound.queries.slotting.house import House, list_moved, read_house
from packhaus.outbound.queries.slotting.rules import SlottingRules, get_slotting_rules
from packhaus.outbound.services.slotting.model import Model, build_model
from packhaus.outbound.services.slotting.replay import measure_saved, measure_walks_mm
from packhaus.outbound.services.slotting.write import Leg, Look, Plan, write_advice

SECONDS = 20
"""How long a look at one site may take; what was found by then is proposed."""
REJECTED_FOR = timedelta(days=90)
AGAIN_AFTER = timedelta(days=1)
_WALKING_MM_A_SECOND = 1_597
"""Source: MTM-1 data card: 5.3 TMU (of 0.036 s) a foot."""

_WAITING = "SELECT site_id FROM outbound_slottingadvice WHERE worked_at < %(before)s ORDER BY site_id"


def advise_site(*, site_id: UUID, now: datetime) -> int:
    """Advise a site anew, in place of what was proposed and not decided; return how many proposals there are.

    The search runs between two transactions, for 20 seconds at most. Queries: 12 at most, whatever the site's size.
    """
    with transaction(Scope.operator()):
        rules = get_slotting_rules(scope=Scope.operator(), site_id=site_id)
        since = now - timedelta(weeks=rules.weeks)
        house = read_house(site_id=site_id, since=since, rejected_since=now - REJECTED_FOR, now=now)
        moved = list_moved(site_id=site_id, since=now - REJECTED_FOR)
        grid = get_ground(site_id=site_id).grid
    if grid is None or not house.walks:
        look = Look("no_walks" if grid else "no_aisles")
        return write_advice(site_id=site_id, look=look, saved=None, now=now)
    look = _look(house, grid, rules, now)
    saved = measure_saved(grid=grid, walks=house.walks, moved=moved)
    return write_advice(site_id=site_id, look=look, saved=saved, now=now)


def advise_again(*, now: datetime) -> int:
    """Advise every site anew that was advised before and not for a day; return how many."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(_WAITING, {"before": now - AGAIN_AFTER})
    for (site_id,) in found:
        advise_site(site_id=site_id, now=now)
    return len(found)


def _look(house: House, grid: Grid, rules: SlottingRules, now: datetime) -> Look:
    weeks = _measure_weeks(house, now)
    model = build_model(house=house, grid=grid, rules=rules)
    until = monotonic() + SECONDS
    proposals = advise_slots(
        layout=grid.layout,
        slots=model.slots,
        items=model.items,
        walks=model.walks,
        rules=_as_rules(rules, weeks),
        share_spent=lambda: 1 - (until - monotonic()) / SECONDS,
        is_banned=_ban(house, model),
    )
    walked_mm = measure_walks_mm(grid=grid, model=model)
    advised_mm = walked_mm - round(sum(proposal.walking_mm for proposal in proposals) * weeks)
    plans = list(_plan(model, proposals))
    return Look("advised", plans, weeks, len(house.walks), walked_mm, advised_mm)


def _measure_weeks(house: House, now: datetime) -> float:
    """Return how many weeks the walks are of: a site that began yesterday is not judged by a month; a day at least."""
    first = min(stop.walked_at for walk in house.walks for stop in walk)
    return max((now - first) / timedelta(weeks=1), 1 / 7)


def _as_rules(rules: SlottingRules, weeks: float) -> Rules:
    handling_mm = rules.minutes_a_move * 60 * _WALKING_MM_A_SECOND
    return Rules(weeks, rules.payback_weeks, handling_mm, REACH_MM, rules.keeps_zones)


def _ban(house: House, model: Model) -> Callable[[int, int], bool]:
    def is_banned(item: int, slot: int) -> bool:
        one = model.goods[item]
        own = (one.sku_id, one.location_id)
        return (*own, None) in house.rejected or (*own, model.places[slot].id) in house.rejected

    return is_banned


def _plan(model: Model, proposals: Sequence[Proposal]) -> Iterator[Plan]:
    picks = Counter(item for walk in model.walks for item in set(walk))
    for one in proposals:
        source, target = model.goods[one.item].location_id, model.places[one.slot].id
        exchanged = [] if one.other is None else [(one.other, target, source)]
        yield Plan(
            one.why.value, picks[one.item], round(one.walking_mm), round(one.reaching_mm), one.cost_mm,
            math.ceil(one.payback_weeks * 7),
            [_lead(model, *leg) for leg in [*exchanged, (one.item, source, target)]],
        )  # fmt: skip


def _lead(model: Model, item: int, from_id: int, to_id: int) -> Leg:
    goods = model.goods[item]
    return Leg(goods.merchant_id, goods.sku_id, from_id, to_id, goods.units)

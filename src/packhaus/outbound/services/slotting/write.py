"""Keep what a look at a site came to, in place of the one before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.outbound.services.slotting.replay import Saved

_ADVICE = """
INSERT INTO outbound_slottingadvice AS a (site_id, outcome, worked_at, weeks, walks, walked_mm, advised_mm, moved_since,
    moved_walks, moved_mm, unmoved_mm)
VALUES (%(site_id)s, %(outcome)s, %(now)s, %(weeks)s, %(walks)s, %(walked_mm)s, %(advised_mm)s, %(moved_since)s,
    %(moved_walks)s, %(moved_mm)s, %(unmoved_mm)s)
ON CONFLICT (site_id) DO UPDATE SET outcome = excluded.outcome, worked_at = excluded.worked_at, weeks = excluded.weeks,
    walks = excluded.walks, walked_mm = excluded.walked_mm, advised_mm = excluded.advised_mm,
    moved_since = excluded.moved_since, moved_walks = excluded.moved_walks, moved_mm = excluded.moved_mm,
    unmoved_mm = excluded.unmoved_mm
"""

# The row of the advice is locked first: who accepts meanwhile has it, and what was accepted stays.
_FORGET = """
WITH old AS (
    DELETE FROM outbound_slottingproposal WHERE site_id = %(site_id)s AND status = 'proposed' RETURNING id
)
DELETE FROM outbound_slottingmove AS v USING old WHERE v.proposal_id = old.id
"""

_TAKEN = """
SELECT from_location_id, to_location_id FROM outbound_slottingmove
WHERE site_id = %(site_id)s AND status IN ('open', 'claimed')
"""

_PROPOSALS = """
INSERT INTO outbound_slottingproposal (id, site_id, status, why, picks, walking_mm, reaching_mm, cost_mm, payback_days,
    proposed_at, decided_by, refusal)
SELECT p.id, %(site_id)s, 'proposed', p.why, p.picks, p.walking_mm, p.reaching_mm, p.cost_mm, p.payback_days, %(now)s,
       '', ''
FROM unnest(%(ids)s::uuid[], %(whys)s::text[], %(picks)s::bigint[], %(walking)s::bigint[], %(reaching)s::bigint[],
            %(costs)s::bigint[], %(days)s::bigint[])
     AS p(id, why, picks, walking_mm, reaching_mm, cost_mm, payback_days)
"""

_MOVES = """
INSERT INTO outbound_slottingmove (merchant_id, proposal_id, step, site_id, sku_id, from_location_id, to_location_id,
    quantity, status, priority, problem)
SELECT m.merchant_id, m.proposal_id, m.step, %(site_id)s, m.sku_id, m.from_id, m.to_id, m.quantity, 'proposed', 150, ''
FROM unnest(%(merchant_ids)s::uuid[], %(proposal_ids)s::uuid[], %(steps)s::bigint[], %(sku_ids)s::uuid[],
            %(from_ids)s::bigint[], %(to_ids)s::bigint[], %(quantities)s::bigint[])
     AS m(merchant_id, proposal_id, step, sku_id, from_id, to_id, quantity)
"""


class Leg(NamedTuple):
    """All of an item from one bin to another."""

    merchant_id: UUID
    sku_id: UUID
    from_location_id: int
    to_location_id: int
    units: int


class Plan(NamedTuple):
    """A proposal as it is kept; the figures are of a week, in mm of walking, but for the cost, which is once."""

    why: str
    picks: int
    walking_mm: int
    reaching_mm: int
    cost_mm: int
    payback_days: int
    legs: Sequence[Leg]


class Look(NamedTuple):
    """What came of a look: why nothing, or proposals with the walks as they are and as they would be. Units: mm."""

    outcome: str
    plans: Sequence[Plan] = ()
    weeks: float = 0
    walks: int = 0
    walked_mm: int = 0
    advised_mm: int = 0


def write_advice(*, site_id: UUID, look: Look, saved: Saved | None, now: datetime) -> int:
    """Keep advice; what touches a bin of a move accepted meanwhile is left out. Returns how many. Queries: 3 to 5."""
    with transaction(Scope.operator()):
        rows.execute(_ADVICE, {"site_id": site_id, "now": now, **_figures(look, saved)})
        rows.execute(_FORGET, {"site_id": site_id})
        taken = {place for pair in rows.fetch_tuples(_TAKEN, {"site_id": site_id}) for place in pair}
        plans = [
            plan
            for plan in look.plans
            if taken.isdisjoint({plan.legs[0].from_location_id, plan.legs[0].to_location_id})
        ]
        if plans:
            _write(site_id, {new_id(): plan for plan in plans}, now)
    return len(plans)


def _figures(look: Look, saved: Saved | None) -> dict[str, object]:
    return {
        "outcome": look.outcome,
        "weeks": look.weeks,
        "walks": look.walks,
        "walked_mm": look.walked_mm,
        "advised_mm": look.advised_mm,
        "moved_since": saved.since if saved else None,
        "moved_walks": saved.walks if saved else 0,
        "moved_mm": saved.walked_mm if saved else 0,
        "unmoved_mm": saved.unmoved_mm if saved else 0,
    }


def _write(site_id: UUID, plans: Mapping[UUID, Plan], now: datetime) -> None:
    proposals = [(id_, *plan[:6]) for id_, plan in plans.items()]
    names = ("ids", "whys", "picks", "walking", "reaching", "costs", "days")
    columns = dict(zip(names, rows.as_columns(proposals, 7), strict=True))
    rows.execute(_PROPOSALS, {**columns, "site_id": site_id, "now": now})
    moves = [(id_, step, *leg) for id_, plan in plans.items() for step, leg in enumerate(plan.legs, start=1)]
    names = ("proposal_ids", "steps", "merchant_ids", "sku_ids", "from_ids", "to_ids", "quantities")
    columns = dict(zip(names, rows.as_columns(moves, 7), strict=True))
    rows.execute(_MOVES, {**columns, "site_id": site_id})

"""Which bins and lots fulfil which promised lines: three passes, see each module."""

from packhaus.decide.allocation.repair import Repair, count_avoidable_splits, unsplit_lines
from packhaus.decide.allocation.restricted import RestrictedPlan, allocate_restricted
from packhaus.decide.allocation.running_sums import allocate_running_sums
from packhaus.decide.allocation.types import (
    Allocation,
    Blocker,
    LineDemand,
    LineShort,
    Rule,
    Supply,
    Take,
)

__all__ = [
    "Allocation",
    "Blocker",
    "LineDemand",
    "LineShort",
    "Repair",
    "RestrictedPlan",
    "Rule",
    "Supply",
    "Take",
    "allocate_restricted",
    "allocate_running_sums",
    "count_avoidable_splits",
    "unsplit_lines",
]

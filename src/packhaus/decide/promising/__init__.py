"""Which site promises which units to which order line."""

from packhaus.decide.keys import Key
from packhaus.decide.promising.plan import plan_promises, promise_from_first
from packhaus.decide.promising.types import (
    CostGap,
    Costs,
    Demand,
    DemandLine,
    Exclusion,
    Policy,
    Promise,
    PromiseOutcome,
    Rule,
    ShortLine,
    Site,
    SiteCost,
    SiteKind,
    sum_freight,
)

__all__ = [
    "CostGap",
    "Costs",
    "Demand",
    "DemandLine",
    "Exclusion",
    "Key",
    "Policy",
    "Promise",
    "PromiseOutcome",
    "Rule",
    "ShortLine",
    "Site",
    "SiteCost",
    "SiteKind",
    "plan_promises",
    "promise_from_first",
    "sum_freight",
]

"""Which site promises which units to which order line."""

from packhaus.decide.keys import Key
from packhaus.decide.promising.plan import plan_promises, promise_from_first
from packhaus.decide.promising.types import (
    Demand,
    DemandLine,
    Exclusion,
    Policy,
    Promise,
    PromiseOutcome,
    Rule,
    ShortLine,
    Site,
    SiteKind,
)

__all__ = [
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
    "SiteKind",
    "plan_promises",
    "promise_from_first",
]

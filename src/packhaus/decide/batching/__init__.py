"""Which orders are picked together: on whole walks of known tours, or quickly by what lies near."""

from packhaus.decide.batching.nearest import (
    BatchPlan,
    Cart,
    LeftOut,
    Oversize,
    PickBatch,
    PickOrder,
    build_batches,
    count_totes,
)
from packhaus.decide.batching.plan import plan_walks, prepare_search, spend_rounds, spend_seconds
from packhaus.decide.batching.types import Walk, WalkOrder, WalkPlan

__all__ = [
    "BatchPlan",
    "Cart",
    "LeftOut",
    "Oversize",
    "PickBatch",
    "PickOrder",
    "Walk",
    "WalkOrder",
    "WalkPlan",
    "build_batches",
    "count_totes",
    "plan_walks",
    "prepare_search",
    "spend_rounds",
    "spend_seconds",
]

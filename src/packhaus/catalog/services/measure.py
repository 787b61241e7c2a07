"""Somebody measured and weighed one unit of an item."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.events import SkuMeasured
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound

MOST_MM = 20_000
MOST_GRAMS = 5_000_000

_MEASURE = """
UPDATE catalog_sku SET length_mm = %(length_mm)s::int, width_mm = %(width_mm)s::int, height_mm = %(height_mm)s::int,
    weight_grams = %(weight_grams)s::int, measured_at = %(now)s, measured_by = %(actor_id)s
WHERE id = %(id)s RETURNING merchant_id, code
"""


@dataclass(frozen=True, slots=True)
class Measures:
    """Size and weight of one base unit."""

    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int


def measure_sku(*, scope: Scope, sku_id: UUID, measures: Measures, now: datetime, actor: Actor) -> None:
    """Note what one unit of an item measures and weighs, who found it and when.

    Emits: SkuMeasured. Raises: Invalid, NotFound. Queries: 2.
    """
    limits = {"length_mm": MOST_MM, "width_mm": MOST_MM, "height_mm": MOST_MM, "weight_grams": MOST_GRAMS}
    found = asdict(measures)
    problems = [
        FieldProblem(name, "range", f"is from 1 to {most}")
        for name, most in limits.items()
        if not 0 < found[name] <= most
    ]
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        changed = rows.fetch_tuples(_MEASURE, {**found, "id": sku_id, "now": now, "actor_id": actor.id[:40]})
        if not changed:
            raise NotFound("SKU not found")
        [(merchant_id, code)] = changed
        told = SkuMeasured(merchant_id=merchant_id, aggregate_id=sku_id, code=code, **found)
        record([told], happened_at=now, actor=actor)

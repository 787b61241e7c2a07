"""Say by what the sites of orders are chosen."""

import re
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.orders.events import RoutingWeightsSaved
from packhaus.orders.queries.routing import RoutingWeights, forget_routing_weights

MOST_MINOR, MOST_GRAMS = 10**12, 1_000_000
_OF_THE_HOUSE = UUID(int=0)

_SAVE = """
INSERT INTO orders_routingpolicy (id, is_active, currency, day_minor, split_minor, full_minor, parcel_grams)
VALUES (1, %(is_active)s, %(currency)s, %(day_minor)s, %(split_minor)s, %(full_minor)s, %(parcel_grams)s)
ON CONFLICT (id) DO UPDATE SET is_active = excluded.is_active, currency = excluded.currency,
    day_minor = excluded.day_minor, split_minor = excluded.split_minor, full_minor = excluded.full_minor,
    parcel_grams = excluded.parcel_grams
"""


def save_routing_weights(*, scope: Scope, weights: RoutingWeights, now: datetime, actor: Actor) -> None:
    """Save what a day, a further parcel and a full site count as; orders placed from now on are routed by it.

    Other processes follow within five seconds. Emits: RoutingWeightsSaved. Queries: 2.
    Raises: Invalid with every problem (nothing was written).
    """
    check_weights(weights)
    with transaction(scope):
        rows.execute(_SAVE, asdict(weights))
        fact = RoutingWeightsSaved(merchant_id=None, aggregate_id=_OF_THE_HOUSE, **asdict(weights))
        record([fact], happened_at=now, actor=actor)
    forget_routing_weights()


def check_weights(weights: RoutingWeights) -> None:
    """Refuse weights that are none. Raises: Invalid with every problem."""
    problems = [
        FieldProblem(name, "out_of_range", f"is from 0 to {MOST_MINOR}")
        for name in ("day_minor", "split_minor", "full_minor")
        if not 0 <= getattr(weights, name) <= MOST_MINOR
    ]
    if not re.fullmatch(r"[A-Z]{3}", weights.currency):
        problems.append(FieldProblem("currency", "format", "is three capital letters (ISO 4217)"))
    if not 1 <= weights.parcel_grams <= MOST_GRAMS:
        problems.append(FieldProblem("parcel_grams", "out_of_range", f"is from 1 to {MOST_GRAMS}"))
    if problems:
        raise Invalid(problems)

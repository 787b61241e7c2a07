"""How a site receives."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inbound.events import ReceivingSet
from packhaus.inbound.queries.settings import ReceivingSettings
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

_SET = """
INSERT INTO inbound_receivingsetting (site_id, must_measure, opens_at, closes_at, slot_minutes, minutes_per_pallet,
    trucks_at_once, must_prove_labels)
VALUES (%(site_id)s, %(must_measure)s, %(opens_at)s::time, %(closes_at)s::time, %(slot_minutes)s::int,
    %(minutes_per_pallet)s::int, %(trucks_at_once)s::int, %(must_prove_labels)s)
ON CONFLICT (site_id) DO UPDATE SET must_measure = excluded.must_measure, opens_at = excluded.opens_at,
    closes_at = excluded.closes_at, slot_minutes = excluded.slot_minutes,
    minutes_per_pallet = excluded.minutes_per_pallet, trucks_at_once = excluded.trucks_at_once,
    must_prove_labels = excluded.must_prove_labels
"""


def set_receiving_settings(
    *, scope: Scope, site_id: UUID, settings: ReceivingSettings, now: datetime, actor: Actor
) -> None:
    """Say how a site receives. Emits: ReceivingSet. Raises: Invalid. Queries: 2."""
    problems = []
    if settings.closes_at <= settings.opens_at:
        problems.append(FieldProblem("closes_at", "range", "is later than the opening"))
    for name, least, most in (("slot_minutes", 5, 240), ("minutes_per_pallet", 1, 120)):
        if not least <= getattr(settings, name) <= most:
            problems.append(FieldProblem(name, "range", f"is from {least} to {most} minutes"))
    if settings.trucks_at_once is not None and not 1 <= settings.trucks_at_once <= 200:
        problems.append(FieldProblem("trucks_at_once", "range", "is from 1 to 200"))
    if problems:
        raise Invalid(problems)
    with transaction(scope):
        rows.execute(_SET, {**asdict(settings), "site_id": site_id})
        told = ReceivingSet(
            merchant_id=None, aggregate_id=site_id, must_measure=settings.must_measure,
            must_prove_labels=settings.must_prove_labels,
        )  # fmt: skip
        record([told], happened_at=now, actor=actor)

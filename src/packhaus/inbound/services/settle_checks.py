"""Decide what becomes of units in quarantine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import CheckNotFound
from packhaus.inbound.events import QuarantineSettled
from packhaus.inbound.locks import lock_asns, lock_doors
from packhaus.inbound.queries.check_units import CheckUnits, list_check_units
from packhaus.inbound.services.move_quarantined import move_quarantined
from packhaus.inbound.services.plan_released import plan_released
from packhaus.inbound.states import RELEASE_CHECK, RETURN_CHECK, SCRAP_CHECK
from packhaus.inbound.types import SETTLE_GROUNDS, SETTLE_OUTCOMES
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition

TABLE = "inbound_qualitycheck"
_TRANSITIONS = {"released": RELEASE_CHECK, "returned": RETURN_CHECK, "scrapped": SCRAP_CHECK}
_ASNS = "SELECT DISTINCT asn_id FROM inbound_qualitycheck WHERE id = ANY(%(ids)s::uuid[]) ORDER BY asn_id"
_NUMBERS = """
SELECT c.id, c.merchant_id, c.asn_id, a.number, c.sku_id FROM inbound_qualitycheck AS c
JOIN inbound_asn AS a ON a.id = c.asn_id WHERE c.id = ANY(%(ids)s::uuid[]) ORDER BY c.id
"""
_SETTLED = """
UPDATE inbound_qualitycheck SET ground = %(ground)s, settled_at = %(now)s, settled_by = %(actor_id)s,
    done_at = coalesce(done_at, %(now)s)
WHERE id = ANY(%(ids)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class _Check:
    id: UUID
    merchant_id: UUID
    asn_id: UUID
    number: str
    sku_id: UUID


@again_when_busy
def settle_checks(
    *, scope: Scope, check_ids: Sequence[UUID], outcome: str, ground: str, now: datetime, actor: Actor
) -> None:
    """Release units in quarantine, send them back to the supplier or scrap them, all checks or none.

    Whatever the check found or whether it is done: who may say so, and why, is the ground. Units that were lost
    meanwhile are left out. Locks: the deliveries, the doors, site_stock, balances.
    Emits: QuarantineSettled, StockFreed.
    Raises: Invalid, CheckNotFound, IllegalTransition.
    """
    _check(outcome, ground)
    with transaction(scope):
        asn_ids = [id_ for (id_,) in rows.fetch_tuples(_ASNS, {"ids": list(check_ids)})]
        asns = lock_asns(asn_ids)
        doors = lock_doors(sorted({asn.site_id for asn in asns}))
        checks = rows.fetch_rows(_Check, _NUMBERS, {"ids": list(check_ids)})
        if len(checks) != len(set(check_ids)):
            raise CheckNotFound("there is no such check")
        apply_transition(_TRANSITIONS[outcome], table=TABLE, ids=list(check_ids))
        units = list_check_units(check_ids=check_ids)
        move_quarantined(units=units, outcome=outcome, now=now, actor=actor)
        if outcome == "released":
            plan_released(asns=asns, doors=doors, units=units, now=now)
        rows.execute(
            _SETTLED, {"ids": list(check_ids), "ground": ground, "now": now, "actor_id": actor.id[:40]}
        )
        record(list(_tell(checks, units, outcome, ground)), happened_at=now, actor=actor)


def _check(outcome: str, ground: str) -> None:
    problems = [
        FieldProblem(name, "unknown", f"is one of {', '.join(known)}")
        for name, value, known in (
            ("outcome", outcome, SETTLE_OUTCOMES),
            ("ground", ground, SETTLE_GROUNDS),
        )
        if value not in known
    ]
    if problems:
        raise Invalid(problems)


def _tell(
    checks: Sequence[_Check], units: Sequence[CheckUnits], outcome: str, ground: str
) -> Iterator[QuarantineSettled]:
    for one in checks:
        yield QuarantineSettled(
            merchant_id=one.merchant_id,
            aggregate_id=one.asn_id,
            number=one.number,
            sku_id=str(one.sku_id),
            outcome=outcome,
            ground=ground,
            units=sum(unit.quantity for unit in units if unit.check_id == one.id),
        )

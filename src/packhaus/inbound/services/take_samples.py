"""Somebody looks at units of a check; enough of them decide it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor, ActorKind
from packhaus.inbound.errors import CheckDecided, CheckTaken
from packhaus.inbound.events import QualityDecided
from packhaus.inbound.locks import LockedAsn, lock_asns, lock_doors
from packhaus.inbound.queries.check_units import CheckUnits, list_check_units
from packhaus.inbound.queries.list_checks import CheckRow, get_check
from packhaus.inbound.services.move_quarantined import move_quarantined
from packhaus.inbound.services.plan_released import plan_released
from packhaus.inbound.services.settle_checks import TABLE
from packhaus.inbound.states import ACCEPT_CHECK, REJECT_CHECK
from packhaus.inbound.types import DEFECT_REASONS
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.states import apply_transition

_ASN = "SELECT asn_id FROM inbound_qualitycheck WHERE id = %(id)s"
_CLAIM = """
UPDATE inbound_qualitycheck SET status = 'claimed', claimed_by = %(user_id)s::uuid, claimed_at = %(now)s
WHERE id = %(id)s AND status = 'open'
"""
_COUNT = """
UPDATE inbound_qualitycheck SET checked = checked + %(checked)s, defective = defective + %(defective)s,
    defect_reason = CASE %(reason)s WHEN '' THEN defect_reason ELSE %(reason)s END
WHERE id = %(id)s
"""
_SPOILED = """
UPDATE inbound_receipt AS r SET spoiled = s.spoiled
FROM unnest(%(ids)s::uuid[], %(spoiled)s::bigint[]) AS s(id, spoiled) WHERE r.id = s.id
"""
_DONE = "UPDATE inbound_qualitycheck SET done_at = %(now)s WHERE id = %(id)s"


@again_when_busy
def claim_check(*, scope: Scope, check_id: UUID, now: datetime, actor: Actor) -> bool:
    """Take a check in hand, and tell whether it is the person's; twice is once. Queries: 2. Raises: CheckNotFound."""
    with transaction(scope):
        parameters = {"id": check_id, "user_id": actor.id, "now": now}
        if actor.kind == ActorKind.USER and rows.execute(_CLAIM, parameters):
            return True
        return str(get_check(scope=scope, check_id=check_id).claimed_by) == actor.id


@again_when_busy
def take_samples(
    *,
    scope: Scope,
    check_id: UUID,
    client_id: str,
    checked: int,
    defective: int,
    defect_reason: str = "",
    now: datetime,
    actor: Actor,
) -> CheckRow:
    """Note that so many more units were looked at, and return the check as it is then; twice is once by client id.

    With as many defects as the plan rejects, the units stay in quarantine; with the whole sample looked at and fewer,
    they are released but for those that are damaged. Locks: the delivery, the door, site_stock, balances.
    Emits: QualityDecided, StockFreed. Raises: CheckNotFound, CheckTaken, CheckDecided, Invalid.
    """
    with transaction(scope):
        asn_id = rows.fetch_value(_ASN, {"id": check_id})
        asns = lock_asns([asn_id]) if asn_id else []
        check = get_check(scope=scope, check_id=check_id)
        if not take_scan(device=actor.id, client_id=client_id, operation="quality", document_id=check_id):
            return check
        _refuse_wrong(check, checked, defective, defect_reason, actor)
        rows.execute(
            _COUNT,
            {"id": check_id, "checked": checked, "defective": defective, "reason": defect_reason},
        )
        check = get_check(scope=scope, check_id=check_id)
        plan = check.plan
        if check.defective >= plan.reject:
            _decide(check, asns[0], is_accepted=False, now=now, actor=actor)
        elif check.checked >= plan.sample_size:
            _decide(check, asns[0], is_accepted=True, now=now, actor=actor)
        return get_check(scope=scope, check_id=check_id)


def _refuse_wrong(check: CheckRow, checked: int, defective: int, defect_reason: str, actor: Actor) -> None:
    if not check.is_undecided:
        raise CheckDecided(f"the check is {check.status}", number=check.asn_number, status=check.status)
    if check.claimed_by is not None and str(check.claimed_by) != actor.id:
        raise CheckTaken("somebody else is at it", name=check.claimed_by_name)
    problems = []
    if not 0 < checked <= check.quantity - check.checked:
        problems.append(
            FieldProblem("checked", "range", f"is from 1 to {check.quantity - check.checked} units")
        )
    if not 0 <= defective <= max(checked, 0):
        problems.append(FieldProblem("defective", "range", "are at most those that were checked"))
    if defective and defect_reason not in DEFECT_REASONS:
        problems.append(FieldProblem("defect_reason", "required", f"is one of {', '.join(DEFECT_REASONS)}"))
    if problems:
        raise Invalid(problems)


def _release(check: CheckRow, asn: LockedAsn, now: datetime, actor: Actor) -> None:
    doors = lock_doors([asn.site_id])
    units = _spoil(list_check_units(check_ids=[check.id]), check.defective)
    spoiled = [one for one in units if one.spoiled]
    if spoiled:
        parameters = {"ids": [one.receipt_id for one in spoiled], "spoiled": [one.spoiled for one in spoiled]}
        rows.execute(_SPOILED, parameters)
    move_quarantined(units=units, outcome="released", now=now, actor=actor)
    plan_released(asns=[asn], doors=doors, units=units, now=now)


def _spoil(units: Sequence[CheckUnits], defective: int) -> list[CheckUnits]:
    """Let the last units that came be the ones with a defect."""
    found = []
    for one in reversed(units):
        spoiled = min(defective, one.quantity)
        defective -= spoiled
        found.append(replace(one, spoiled=spoiled))
    return found[::-1]


def _decide(check: CheckRow, asn: LockedAsn, *, is_accepted: bool, now: datetime, actor: Actor) -> None:
    apply_transition(ACCEPT_CHECK if is_accepted else REJECT_CHECK, table=TABLE, ids=[check.id])
    rows.execute(_DONE, {"id": check.id, "now": now})
    if is_accepted:
        _release(check, asn, now, actor)
    decided = QualityDecided(
        merchant_id=check.merchant_id,
        aggregate_id=asn.id,
        number=check.asn_number,
        sku_id=str(check.sku_id),
        verdict="accepted" if is_accepted else "rejected",
        units=check.quantity,
        checked=check.checked,
        defective=check.defective,
    )
    record([decided], happened_at=now, actor=actor)

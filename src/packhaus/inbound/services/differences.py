"""What a delivery brought otherwise than announced: noted when it is closed, accepted or disputed, and answered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import DifferenceNotFound
from packhaus.inbound.events import (
    DifferenceAccepted,
    DifferenceDisputed,
    DifferenceFact,
    DifferenceUpheld,
    DisputeGranted,
)
from packhaus.inbound.locks import LockedAsn, lock_asns
from packhaus.inbound.queries.receivable import ReceivableLine
from packhaus.inbound.states import ACCEPT_DIFFERENCE, DISPUTE_DIFFERENCE, GRANT_DISPUTE, UPHOLD_DIFFERENCE
from packhaus.inbound.types import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.kernel.states import Transition, apply_transition

TABLE = "inbound_difference"
_NOTE = """
INSERT INTO inbound_difference (id, merchant_id, asn_id, line_id, expected, received, damaged, status, found_at)
SELECT n.id, %(merchant_id)s, %(asn_id)s, n.line_id, n.expected, n.received, n.damaged, 'open', %(now)s
FROM unnest(%(ids)s::uuid[], %(line_ids)s::bigint[], %(expected)s::bigint[], %(received)s::bigint[],
            %(damaged)s::bigint[]) AS n(id, line_id, expected, received, damaged)
"""
_ASNS = "SELECT DISTINCT asn_id FROM inbound_difference WHERE id = ANY(%(ids)s::uuid[])"
_FIND = """
SELECT d.id, d.merchant_id, d.asn_id, a.number, k.code AS sku
FROM inbound_difference AS d JOIN inbound_asn AS a ON a.id = d.asn_id
JOIN inbound_asnline AS l ON l.id = d.line_id JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE d.id = ANY(%(ids)s::uuid[]) ORDER BY d.id
"""
_SAY = """
UPDATE inbound_difference SET reason = %(reason)s, said_at = %(now)s, said_by = %(actor_id)s
WHERE id = ANY(%(ids)s::uuid[])
"""
_ANSWER = """
UPDATE inbound_difference SET ground = %(reason)s, answered_at = %(now)s, answered_by = %(actor_id)s
WHERE id = ANY(%(ids)s::uuid[])
"""
_Telling = Callable[["_Difference"], DifferenceFact]


@dataclass(frozen=True, slots=True)
class _Difference:
    id: UUID
    merchant_id: UUID
    asn_id: UUID
    number: str
    sku: str


def note_differences(*, asn: LockedAsn, lines: Sequence[ReceivableLine], now: datetime) -> None:
    """Note the lines of a delivery that brought more, fewer or damaged units, in the transaction that closes it.

    Queries: 1, 0 when nothing differs.
    """
    differing = [line for line in lines if line.damaged or line.received != line.expected]
    if not differing:
        return
    columns = rows.as_columns(
        [(new_id(), line.id, line.expected, line.received, line.damaged) for line in differing], 5
    )
    names = ("ids", "line_ids", "expected", "received", "damaged")
    parameters = {"merchant_id": asn.merchant_id, "asn_id": asn.id, "now": now}
    rows.execute(_NOTE, {**parameters, **dict(zip(names, columns, strict=True))})


@again_when_busy
def accept_differences(*, scope: Scope, ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Take what came as it was booked, all or none; a dispute that nobody has answered is withdrawn so.

    Locks: the deliveries. Emits: DifferenceAccepted. Queries: 6. Raises: DifferenceNotFound, IllegalTransition.
    """

    def tell(one: _Difference) -> DifferenceFact:
        return DifferenceAccepted(
            merchant_id=one.merchant_id, aggregate_id=one.asn_id, number=one.number, sku=one.sku
        )

    with transaction(scope):
        found = _lock(ids)
        apply_transition(ACCEPT_DIFFERENCE, table=TABLE, ids=list(ids))
        rows.execute(_SAY, {"ids": list(ids), "reason": "", "now": now, "actor_id": actor.id[:40]})
        record(list(_tell(found, tell)), happened_at=now, actor=actor)


@again_when_busy
def dispute_differences(
    *, scope: Scope, ids: Sequence[UUID], reason: str, now: datetime, actor: Actor
) -> None:
    """Say that something else came than was booked, and why, all or none.

    Locks: the deliveries. Emits: DifferenceDisputed. Queries: 6.
    Raises: Invalid, DifferenceNotFound, IllegalTransition.
    """

    def tell(one: _Difference) -> DifferenceFact:
        return DifferenceDisputed(
            merchant_id=one.merchant_id, aggregate_id=one.asn_id, number=one.number, sku=one.sku, dispute=reason
        )  # fmt: skip

    _refuse_unknown("reason", reason, DISPUTE_REASONS)
    with transaction(scope):
        found = _lock(ids)
        _move(DISPUTE_DIFFERENCE, _SAY, ids, reason, now, actor)
        record(list(_tell(found, tell)), happened_at=now, actor=actor)


@again_when_busy
def answer_disputes(
    *, scope: Scope, ids: Sequence[UUID], outcome: str, ground: str, now: datetime, actor: Actor
) -> None:
    """Grant disputes or stand by what was booked, all or none; stock is corrected by a count, not here.

    Locks: the deliveries. Emits: DisputeGranted, DifferenceUpheld. Queries: 6.
    Raises: Invalid, DifferenceNotFound, IllegalTransition.
    """
    assert scope.is_operator
    _refuse_unknown("outcome", outcome, tuple(DISPUTE_GROUNDS))
    _refuse_unknown("ground", ground, DISPUTE_GROUNDS[outcome])
    is_granted = outcome == "granted"

    def tell(one: _Difference) -> DifferenceFact:
        kind = DisputeGranted if is_granted else DifferenceUpheld
        return kind(
            merchant_id=one.merchant_id, aggregate_id=one.asn_id, number=one.number, sku=one.sku, answer=ground
        )  # fmt: skip

    with transaction(scope):
        found = _lock(ids)
        _move(GRANT_DISPUTE if is_granted else UPHOLD_DIFFERENCE, _ANSWER, ids, ground, now, actor)
        record(list(_tell(found, tell)), happened_at=now, actor=actor)


def _lock(ids: Sequence[UUID]) -> list[_Difference]:
    lock_asns([id_ for (id_,) in rows.fetch_tuples(_ASNS, {"ids": list(ids)})])
    found = rows.fetch_rows(_Difference, _FIND, {"ids": list(ids)})
    if len(found) != len(set(ids)):
        raise DifferenceNotFound("there is no such difference")
    return found


def _move(
    transition: Transition, sql: str, ids: Sequence[UUID], reason: str, now: datetime, actor: Actor
) -> None:
    """Say why first: no row is disputed or answered for a moment without."""
    rows.execute(sql, {"ids": list(ids), "reason": reason, "now": now, "actor_id": actor.id[:40]})
    apply_transition(transition, table=TABLE, ids=list(ids))


def _tell(found: Sequence[_Difference], tell: _Telling) -> Iterator[DifferenceFact]:
    yield from (tell(one) for one in found)


def _refuse_unknown(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Invalid([FieldProblem(name, "unknown", f"is one of {', '.join(known)}")])

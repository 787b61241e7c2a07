"""Do what an order asks for beside packing: who has the tote in hand begins it, and says when it is done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.journal.services.scans import take_scan
from packhaus.kernel import rows
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import VasNotFound, VasNotNow
from packhaus.outbound.events import VasDone, VasFact, VasTakenBack
from packhaus.outbound.queries.vas_work import VasLine, list_vas_lines

_ON_THE_FLOOR = ("released", "picking", "picked")
_CLAIM = """
INSERT INTO outbound_vastask (merchant_id, fulfillment_id, option_id, line_id, site_id, quantity, minutes, status,
    claimed_by, claimed_at, done_by)
SELECT %(merchant_id)s, %(fulfillment_id)s, n.option_id, n.line_id, %(site_id)s, n.quantity, n.minutes, 'claimed',
    %(person_id)s, %(now)s, ''
FROM unnest(%(options)s::uuid[], %(lines)s::bigint[], %(quantities)s::bigint[], %(minutes)s::int[])
     AS n(option_id, line_id, quantity, minutes)
ON CONFLICT (fulfillment_id, option_id, line_id) DO UPDATE
SET claimed_by = excluded.claimed_by, claimed_at = excluded.claimed_at
WHERE outbound_vastask.status = 'claimed' AND outbound_vastask.claimed_by <> excluded.claimed_by
"""
_RETURN = """
DELETE FROM outbound_vastask
WHERE fulfillment_id = %(fulfillment_id)s AND option_id = %(option_id)s
  AND line_id IS NOT DISTINCT FROM %(line_id)s::bigint AND status = 'claimed'
"""
_DO = """
INSERT INTO outbound_vastask (merchant_id, fulfillment_id, option_id, line_id, site_id, quantity, minutes, status,
    done_by, done_at)
VALUES (%(merchant_id)s, %(fulfillment_id)s, %(option_id)s, %(line_id)s::bigint, %(site_id)s, %(quantity)s,
    %(minutes)s::int, 'done', %(actor_id)s, %(now)s)
ON CONFLICT (fulfillment_id, option_id, line_id) DO UPDATE
SET status = 'done', quantity = excluded.quantity, minutes = excluded.minutes, done_by = excluded.done_by,
    done_at = excluded.done_at
"""
_TAKE_BACK = """
DELETE FROM outbound_vastask
WHERE fulfillment_id = %(fulfillment_id)s AND option_id = %(option_id)s
  AND line_id IS NOT DISTINCT FROM %(line_id)s::bigint AND status = 'done'
"""


@again_when_busy
def claim_vas(*, scope: Scope, fulfillment_id: UUID, person_id: UUID, now: datetime) -> list[VasLine]:
    """Give what is to be done before packing to who has the tote in hand, and return all of it; twice is once.

    Locks: the order. Queries: 3. Raises: VasNotNow while the order is not picked, or packed.
    """
    with transaction(scope, savepoint=True):
        lines = _read(fulfillment_id)
        _give([line for line in lines if line.step == "before" and not line.is_done], person_id, now)
    return lines


@again_when_busy
def assign_vas(
    *, scope: Scope, fulfillment_id: UUID, option: str, line_id: int | None, person_id: UUID, now: datetime
) -> None:
    """Give one service of an order on the floor to a person, also before the order is picked; twice is once.

    Whoever scans the tote has it in hand and takes it over. Locks: the order. Queries: 3.
    Raises: VasNotFound, VasNotNow when it is done or the order is not on the floor.
    """
    with transaction(scope, savepoint=True):
        line = _find(fulfillment_id, option, line_id, _ON_THE_FLOOR)
        if line.is_done:
            raise VasNotNow("it is done", status=line.fulfillment_status)
        _give([line], person_id, now)


@again_when_busy
def return_vas(*, scope: Scope, fulfillment_id: UUID, option: str, line_id: int | None) -> bool:
    """Let a service wait for anybody again, and tell whether somebody had it.

    Locks: the order. Queries: 3. Raises: VasNotFound, VasNotNow when the order is not on the floor.
    """
    with transaction(scope, savepoint=True):
        line = _find(fulfillment_id, option, line_id, _ON_THE_FLOOR)
        named = {"fulfillment_id": fulfillment_id, "option_id": line.option_id, "line_id": line.line_id}
        return rows.execute(_RETURN, named) > 0


def _give(lines: Sequence[VasLine], person_id: UUID, now: datetime) -> None:
    if not lines:
        return
    first = lines[0]
    parameters = {
        "merchant_id": first.merchant_id, "fulfillment_id": first.fulfillment_id, "site_id": first.site_id,
        "person_id": person_id, "now": now, "options": [line.option_id for line in lines],
        "lines": [line.line_id for line in lines], "quantities": [line.quantity for line in lines],
        "minutes": [line.minutes * line.quantity for line in lines],
    }  # fmt: skip
    rows.execute(_CLAIM, parameters)


@again_when_busy
def do_vas(
    *,
    scope: Scope,
    fulfillment_id: UUID,
    option: str,
    line_id: int | None,
    device: str = "",
    client_id: str = "",
    now: datetime,
    actor: Actor,
) -> None:
    """Say that one service was done to a line of a picked fulfillment order, or to the whole of it; twice is once.

    Locks: the order. Emits: VasDone. Queries: 4 or 5. Raises: VasNotFound, VasNotNow.
    """
    with transaction(scope, savepoint=True):
        line = _find(fulfillment_id, option, line_id)
        is_first = take_scan(device=device, client_id=client_id, operation="vas", document_id=fulfillment_id)
        if line.is_done or not is_first:
            return
        parameters = {
            "merchant_id": line.merchant_id, "fulfillment_id": fulfillment_id, "option_id": line.option_id,
            "line_id": line.line_id, "site_id": line.site_id, "quantity": line.quantity,
            "minutes": line.minutes * line.quantity, "actor_id": actor.id[:40], "now": now,
        }  # fmt: skip
        rows.execute(_DO, parameters)
        record([_tell(VasDone, line)], happened_at=now, actor=actor)


@again_when_busy
def take_back_vas(
    *, scope: Scope, fulfillment_id: UUID, option: str, line_id: int | None, now: datetime, actor: Actor
) -> None:
    """Say that a service is not done after all, until the order is packed; twice is once.

    Locks: the order. Emits: VasTakenBack. Queries: 4. Raises: VasNotFound, VasNotNow.
    """
    with transaction(scope, savepoint=True):
        line = _find(fulfillment_id, option, line_id)
        parameters = {"fulfillment_id": fulfillment_id, "option_id": line.option_id, "line_id": line.line_id}
        if rows.execute(_TAKE_BACK, parameters):
            record([_tell(VasTakenBack, line)], happened_at=now, actor=actor)


def _find(
    fulfillment_id: UUID, option: str, line_id: int | None, statuses: Sequence[str] = ("picked",)
) -> VasLine:
    for line in _read(fulfillment_id, statuses):
        if line.option == option and line.line_id == line_id:
            return line
    raise VasNotFound("nothing of the kind is to be done to this order", option=option)


def _read(fulfillment_id: UUID, statuses: Sequence[str] = ("picked",)) -> list[VasLine]:
    lock_fulfillments([fulfillment_id])
    lines = list_vas_lines(fulfillment_ids=[fulfillment_id])
    if lines and lines[0].fulfillment_status not in statuses:
        raise VasNotNow(
            "it is done to an order that is picked and not packed", status=lines[0].fulfillment_status
        )
    return lines


def _tell(fact: type[VasFact], line: VasLine) -> VasFact:
    return fact(
        merchant_id=line.merchant_id,
        aggregate_id=line.order_id,
        fulfillment_id=str(line.fulfillment_id),
        site_id=str(line.site_id),
        option=line.option,
        quantity=line.quantity,
        minutes=line.minutes * line.quantity,
    )

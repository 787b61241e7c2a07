"""Book a whole carton or pallet by one scan."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.locks import lock_asns
from packhaus.inbound.queries.receivable import list_unit_lines
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry, Received
from packhaus.kernel.errors import NotFound
from packhaus.kernel.ids import new_id


@again_when_busy
def receive_unit(
    *, scope: Scope, asn_id: UUID, unit_code: str, now: datetime, actor: Actor
) -> list[Received]:
    """Book all that a carton or pallet was announced with and that has not come yet, onto that unit.

    One that is here already books nothing: twice is once. As `receive_against`, all lines or none.
    Raises: NotFound when no line is announced on it, and what `receive_against` raises.
    """
    with transaction(scope):
        lock_asns([asn_id])
        lines = list_unit_lines(asn_id=asn_id, unit_code=unit_code)
        if not lines:
            raise NotFound("nothing is announced on it", unit=unit_code)
        entries = [
            Entry(
                client_id=str(new_id()),
                quantity=line.left,
                line_id=line.id,
                unit_code=unit_code,
                unit_kind=line.unit_kind,
            )
            for line in lines
            if line.left
        ]
        if not entries:
            return []
        return receive_against(scope=scope, asn_id=asn_id, entries=entries, now=now, actor=actor)

"""Leave goods where they are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.events import PutAwayCancelled
from packhaus.inbound.locks import LockedTask, lock_asns, lock_tasks
from packhaus.inbound.queries.put_away.task_goods import list_task_asns
from packhaus.inbound.services.put_away.write_tasks import cancel_tasks
from packhaus.inbound.states import CANCEL_PUT_AWAY
from packhaus.journal.services import record
from packhaus.kernel.states import IllegalTransition


@again_when_busy
def cancel_put_away(*, scope: Scope, task_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Cancel tasks that nobody has done, all or none; their units stay until the delivery is planned anew.

    Locks: the deliveries, their doors, the tasks. Emits: PutAwayCancelled per delivery. Queries: 6.
    Raises: PutAwayTaskNotFound, IllegalTransition naming those that are over.
    """
    with transaction(scope):
        asns = {asn.id: asn for asn in lock_asns(list_task_asns(task_ids))}
        tasks = lock_tasks(task_ids)
        over = {str(task.id): task.status for task in tasks if task.status not in CANCEL_PUT_AWAY.sources}
        if over:
            told = ", ".join(f"{id_} is {status}" for id_, status in over.items())
            raise IllegalTransition(told, transition=CANCEL_PUT_AWAY.name, elsewhere=over)
        cancel_tasks([task.id for task in tasks], reason="by_lead")
        by_asn: defaultdict[UUID, list[LockedTask]] = defaultdict(list)
        for task in tasks:
            by_asn[task.asn_id].append(task)
        facts = [
            PutAwayCancelled(
                merchant_id=asns[asn_id].merchant_id,
                aggregate_id=asn_id,
                number=asns[asn_id].number,
                units=sum(task.quantity for task in mine),
            )
            for asn_id, mine in by_asn.items()
        ]
        record(facts, happened_at=now, actor=actor)

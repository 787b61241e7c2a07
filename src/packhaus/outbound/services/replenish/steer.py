"""A lead changes what is brought first, or not at all."""

from collections.abc import Sequence
from datetime import datetime

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.kernel import rows
from packhaus.outbound.locks import lock_replenishments
from packhaus.outbound.states import CANCEL_REPLENISHMENT

_PRIORITY = "UPDATE outbound_replenishmenttask SET priority = %(priority)s WHERE id = ANY(%(ids)s::bigint[])"

_CANCEL = """
UPDATE outbound_replenishmenttask SET status = 'cancelled', done_at = %(now)s WHERE id = ANY(%(ids)s::bigint[])
"""


@again_when_busy
def prioritise_replenishments(*, task_ids: Sequence[int], priority: int) -> list[int]:
    """Set how early tasks are offered (lower is earlier, 100 is usual); return those that were not closed."""
    with transaction(Scope.operator()):
        ids = _list_open(task_ids)
        rows.execute(_PRIORITY, {"ids": ids, "priority": priority})
        return ids


@again_when_busy
def cancel_replenishments(*, task_ids: Sequence[int], now: datetime) -> list[int]:
    """Take tasks back that are not closed, claimed ones too; return which. Nothing has moved for them yet."""
    with transaction(Scope.operator()):
        ids = _list_open(task_ids)
        rows.execute(_CANCEL, {"ids": ids, "now": now})
        return ids


def _list_open(task_ids: Sequence[int]) -> list[int]:
    found = lock_replenishments(task_ids)
    return [id_ for id_, task in found.items() if task.status in CANCEL_REPLENISHMENT.sources]

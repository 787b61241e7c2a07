"""Change what an order asks for beside packing; what was done to it stays asked for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.kernel import rows
from packhaus.orders.services.change.vas import change_vas
from packhaus.orders.types import LineVas
from packhaus.outbound.errors import VasDoneAlready

# Of what nobody asks for any more, what somebody has in hand is nobody's; a rule may still want it.
_TASKS = """
WITH dropped AS (
    SELECT t.id, t.status, x.code FROM outbound_vastask AS t
    JOIN orders_fulfillmentorder AS f ON f.id = t.fulfillment_id AND f.order_id = %(order_id)s
    JOIN catalog_vasoption AS x ON x.id = t.option_id
    LEFT JOIN orders_orderline AS l ON l.id = t.line_id
    JOIN unnest(%(options)s::text[], %(positions)s::int[]) AS w(code, position)
      ON w.code = x.code AND w.position = coalesce(l.position, 0)
), gone AS (
    DELETE FROM outbound_vastask AS t USING dropped AS d WHERE t.id = d.id AND d.status = 'claimed'
)
SELECT DISTINCT code FROM dropped WHERE status = 'done' ORDER BY code
"""


@again_when_busy
def change_order_vas(
    *,
    scope: Scope,
    order_id: UUID,
    added: Sequence[LineVas] = (),
    removed: Sequence[LineVas] = (),
    now: datetime,
    actor: Actor,
) -> None:
    """Ask for services of an order that is placed, and do without others, all or none.

    Locks: the order. Emits: VasAskedFor, VasDroppedFromOrder. Raises: as `change_vas`; VasDoneAlready naming what was
    done and would be taken away (take it back where it was done first).
    """
    with transaction(scope, savepoint=True):
        change_vas(scope=scope, order_id=order_id, added=added, removed=removed, now=now, actor=actor)
        if not removed:
            return
        asked = {
            "order_id": order_id,
            "options": [wish.option for wish in removed],
            "positions": [wish.position or 0 for wish in removed],
        }
        done = [code for (code,) in rows.fetch_tuples(_TASKS, asked)]
        if done:
            raise VasDoneAlready("it was done already", options=done)

"""Add lines to a transfer that is still a draft."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.tracked import get_tracked_skus
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.transfers.errors import TransferNumberTaken
from packhaus.transfers.events import TransferDrafted
from packhaus.transfers.locks import lock_transfer
from packhaus.transfers.queries.lines import list_lines
from packhaus.transfers.services.draft import check_lines
from packhaus.transfers.types import MOST_LINES, TransferLineDraft

_ADD = """
INSERT INTO transfers_transferline (merchant_id, transfer_id, position, sku_id, ordered, picked, shipped, received,
    damaged, settled)
SELECT %(merchant_id)s, %(transfer_id)s::uuid, n.position, n.sku_id, n.quantity, 0, 0, 0, 0, 0
FROM unnest(%(positions)s::int[], %(sku_ids)s::uuid[], %(quantities)s::bigint[]) AS n(position, sku_id, quantity)
"""


@again_when_busy
def extend_transfer(
    *, scope: Scope, transfer_id: UUID, lines: Sequence[TransferLineDraft], now: datetime, actor: Actor
) -> int:
    """Add lines to a draft, and return how many were new; a line that is there with the same units stays.

    Locks: the transfer. Emits: TransferDrafted. Raises: TransferNotFound, Invalid as drafting does, TransferNumberTaken
    (it is no draft any more, or has other units of an item).
    """
    with transaction(scope, savepoint=True):
        one = lock_transfer(transfer_id)
        known = {line.sku_code: line for line in list_lines(transfer_id=one.id)}
        fresh = [line for line in lines if line.sku_code not in known]
        differs = any(
            known[line.sku_code].ordered != line.quantity for line in lines if line.sku_code in known
        )
        if differs or (fresh and one.status != "draft"):
            raise TransferNumberTaken("the number was used for another transfer", numbers=[one.number])
        skus = get_tracked_skus(merchant_id=one.merchant_id, codes=[line.sku_code for line in lines])
        problems = list(check_lines(path="transfers.0", lines=lines, skus=skus))
        if len(known) + len(fresh) > MOST_LINES:
            problems.append(FieldProblem("transfers.0.lines", "count", f"has 1 to {MOST_LINES} lines"))
        if problems:
            raise Invalid(problems)
        if fresh:
            first = max((line.position for line in known.values()), default=0) + 1
            rows.execute(
                _ADD,
                {
                    "merchant_id": one.merchant_id,
                    "transfer_id": one.id,
                    "positions": list(range(first, first + len(fresh))),
                    "sku_ids": [skus[line.sku_code].id for line in fresh],
                    "quantities": [line.quantity for line in fresh],
                },
            )
            fact = TransferDrafted(
                merchant_id=one.merchant_id,
                aggregate_id=one.id,
                number=one.number,
                units=sum(line.quantity for line in fresh),
            )
            record([fact], happened_at=now, actor=actor)
        return len(fresh)

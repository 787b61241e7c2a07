"""The next step of a purchase: claim it and commit, ask the carrier outside any transaction, write down its answer.

A process that is killed in between leaves its purchase `asking`; the next one to come by looks up what was sold.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.outbound.services.labels.facts import list_facts
from packhaus.shipping.queries.label_purchases import list_due_purchases
from packhaus.shipping.services.label_steps import (
    Answer,
    ClaimedStep,
    Connection,
    Gateway,
    LabelOrder,
    ask_carrier,
    claim_label_step,
    settle_step,
)

Opening = Callable[[Connection], Gateway]
"""Open a carrier's account."""

_ORDER = "SELECT order_id FROM orders_fulfillmentorder WHERE id = %(id)s::uuid"


class _Work(NamedTuple):
    step: ClaimedStep
    connection: Connection
    order: LabelOrder


def take_step(*, purchase_id: UUID, open_gateway: Opening, now: datetime) -> bool:
    """Do what is due of a purchase: buy, look up, or give back; False when nothing is, or somebody is at it.

    Emits: LabelBought, LabelNotBought, LabelGivenBack, LabelKept. Queries: 4, and 2 to 12 after the carrier's answer.
    """
    work = _claim(purchase_id, now)
    if work is None:
        return False
    answer = ask_carrier(gateway=open_gateway(work.connection), step=work.step, order=work.order)
    _settle(work.step, answer, now)
    return True


def take_due_steps(*, open_gateway: Opening, now: datetime, at_most: int = 50) -> int:
    """Do what is due of all purchases, the longest due first: cut off, unknown, or put off. Return how many."""
    with transaction(Scope.operator()):
        due = list_due_purchases(now=now, at_most=at_most)
    return sum(take_step(purchase_id=id_, open_gateway=open_gateway, now=now) for id_ in due)


def _claim(purchase_id: UUID, now: datetime) -> _Work | None:
    with transaction(Scope.operator()):
        claimed = claim_label_step(purchase_id=purchase_id, now=now)
        return _Work(*claimed) if claimed else None


@again_when_busy
def _settle(step: ClaimedStep, answer: Answer, now: datetime) -> None:
    with transaction(Scope.operator()):
        settled = settle_step(step=step, answer=answer, now=now)
        order_id = rows.fetch_value(_ORDER, {"id": settled.fulfillment_id})
        record(list_facts(settled, order_id), happened_at=now, actor=SYSTEM)

"""What is asked of a carrier for a purchase, between two transactions of whoever knows the orders."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from packhaus.access.scope import Scope, transaction
from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.port import Gateway, LabelOrder, NotBought, Purchase, Unknown, Voided
from packhaus.shipping.locks import ClaimedStep, claim_step
from packhaus.shipping.queries.connections import get_connection
from packhaus.shipping.queries.label_order import get_label_order
from packhaus.shipping.services.connections import note_check
from packhaus.shipping.services.settle_purchase import NO_LOOKUP, Settled, settle_purchase, settle_void
from packhaus.shipping.states import ASK, GIVE_BACK

__all__ = [
    "Answer", "ClaimedStep", "Connection", "Gateway", "LabelOrder", "Settled", "ask_carrier", "claim_label_step",
    "open_gateway", "settle_step", "try_connection",
]  # fmt: skip

Answer = Purchase | Voided


def claim_label_step(
    *, purchase_id: UUID, now: datetime
) -> tuple[ClaimedStep, Connection, LabelOrder] | None:
    """Claim the next step with all that it needs, in the caller's transaction; None when there is none. Queries: 4."""
    step = claim_step(purchase_id=purchase_id, now=now)
    if step is None:
        return None
    connection = get_connection(connection_id=step.connection_id)
    return step, connection, get_label_order(purchase_id=purchase_id)


def ask_carrier(*, gateway: Gateway, step: ClaimedStep, order: LabelOrder) -> Answer:
    """Ask a carrier for what a step wants, outside any transaction.

    A purchase that nobody knows about is looked up at once; a carrier that knows of nothing so soon is not believed.
    """
    if step.status == GIVE_BACK.target:
        return gateway.void(step.identifier)
    if step.status != ASK.target:
        return gateway.look_up(order) if gateway.can_look_up else Unknown(NO_LOOKUP)
    answer = gateway.buy(order)
    if not isinstance(answer, Unknown) or not gateway.can_look_up:
        return answer
    found = gateway.look_up(order)
    return answer if isinstance(found, NotBought) else found


def settle_step(*, step: ClaimedStep, answer: Answer, now: datetime) -> Settled:
    """Write down what a carrier answered, in the caller's transaction. Queries: as what it settles."""
    if isinstance(answer, Voided):
        return settle_void(purchase_id=step.id, answer=answer, now=now)
    return settle_purchase(purchase_id=step.id, answer=answer, now=now)


def open_gateway(connection: Connection) -> Gateway:
    """Open a carrier's account; loads the carriers' library."""
    from packhaus.shipping.gateways.karrio import KarrioGateway

    return KarrioGateway(connection, server=settings.CARRIER_SERVERS.get(connection.interface, ""))


def try_connection(*, connection_id: UUID, now: datetime) -> None:
    """Sign in at a carrier and write down whether it let us. Queries: 2, around the call."""
    with transaction(Scope.operator()):
        connection = get_connection(connection_id=connection_id)
    note_check(connection_id=connection_id, refused=open_gateway(connection).check(), now=now)

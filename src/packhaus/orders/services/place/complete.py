"""Drafts as they are checked and stored: recipients in their country's form, gaps filled from the merchant's terms."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.orders.types import OrderDraft
from packhaus.parties.recipients import normalise_recipient
from packhaus.terms.queries.get_terms import get_terms


def complete_drafts(*, scope: Scope, merchant_id: UUID, drafts: Sequence[OrderDraft]) -> list[OrderDraft]:
    """Return the drafts with nothing left open; what is said in a draft goes before the terms.

    The terms are those of the moment the order was placed. Queries: 0, or 1 when the terms were not read for a while.
    """
    return [_complete(scope, merchant_id, draft) for draft in drafts]


def _complete(scope: Scope, merchant_id: UUID, draft: OrderDraft) -> OrderDraft:
    contact, address = normalise_recipient(draft.contact, draft.address)
    terms = get_terms(scope, merchant_id=merchant_id, at=draft.placed_at)
    policy, payment_term = draft.policy or terms.order_policy, draft.payment_term or terms.payment_term
    ship_from = draft.ship_from or terms.ship_from
    if (
        policy == draft.policy
        and payment_term == draft.payment_term
        and ship_from == draft.ship_from
        and contact == draft.contact
        and address == draft.address
    ):
        return draft
    return replace(
        draft, contact=contact, address=address, policy=policy, payment_term=payment_term, ship_from=ship_from
    )

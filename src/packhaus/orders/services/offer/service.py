"""A dry run of intake: the same stock, rules and plan, and nothing locked or written."""

from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel.errors import Invalid
from packhaus.orders.queries.offered_items import fetch_offered_items
from packhaus.orders.services.offer.departures import list_departures
from packhaus.orders.services.offer.lines import tell_lines
from packhaus.orders.services.offer.types import CartDraft, Offer
from packhaus.orders.services.offer.ways import offer_services
from packhaus.orders.services.place.check import check_lines
from packhaus.orders.services.place.complete import complete_drafts
from packhaus.orders.services.place.costs import refresh_routing
from packhaus.orders.services.place.fresh import FreshAsk, find_journey, find_rules, keep_fresh
from packhaus.orders.services.place.plan import Attempt, plan_drafts, read_stock
from packhaus.orders.services.place.records import PlannedOrder
from packhaus.orders.services.place.surroundings import Surroundings, read_surroundings
from packhaus.orders.types import LineDraft, OrderDraft, RefusedOrder
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.terms.queries.shelf_rules import get_shelf_rules

_NUMBER = "offer"


def offer_promise(*, scope: Scope, merchant_id: UUID, cart: CartDraft, now: datetime) -> Offer:
    """Return what an order of this cart would get if it were placed now.

    Somebody else may take the units the next moment: a hold sets them aside.
    Queries: 2, 2 more with kits, 2 more with a shelf-life rule; a few while what a process keeps is not fresh.
    Raises: Invalid with what intake would refuse such an order for.
    """
    (draft,) = complete_drafts(scope=scope, merchant_id=merchant_id, drafts=[_as_draft(cart, now)])
    if problems := check_lines(draft.lines):
        raise Invalid(problems)
    fitting = find_rules(get_shelf_rules(scope, merchant_id=merchant_id), draft)
    attempt = Attempt(merchant_id, now, SYSTEM, {}, fresh=FreshAsk(fitting) if fitting else None)
    refresh_routing()
    with transaction(scope):
        surroundings, services = read_surroundings(now=now), list_priced_services()
        planned = _plan(attempt, draft, surroundings)
        items = fetch_offered_items(sku_ids={line.sku_id for line in planned.lines})
    told = tell_lines(planned=planned, items=items, surroundings=surroundings)
    departures = list_departures(planned=planned, items=items, surroundings=surroundings)
    offered, excluded = offer_services(
        draft=draft, departures=departures, services=services, surroundings=surroundings
    )
    sites = [surroundings.sites[str(key)].code for key in planned.outcome.winners]
    return Offer(told, sites, offered, excluded)


def _as_draft(cart: CartDraft, now: datetime) -> OrderDraft:
    address = AddressDraft((), cart.city, cart.country, cart.postal_code, cart.region)
    return OrderDraft(
        channel=cart.channel,
        external_number=_NUMBER,
        placed_at=now,
        currency=cart.currency,
        contact=ContactDraft(name=""),
        address=address,
        lines=tuple(LineDraft(line.sku_code, line.quantity, 0) for line in cart.lines),
        policy=cart.policy,
        payment_term=cart.payment_term,
        tags=cart.tags,
    )


def _plan(attempt: Attempt, draft: OrderDraft, surroundings: Surroundings) -> PlannedOrder:
    stock, kits = read_stock(attempt, {line.sku_code for line in draft.lines})
    if attempt.fresh:
        attempt.fresh = keep_fresh(
            rules=attempt.fresh.rules, stock=stock, journey=find_journey(draft), now=attempt.now
        )
    planned = plan_drafts(attempt, [draft], stock, kits, surroundings)
    if planned:
        return planned[0]
    refused = attempt.outcomes[draft.external_number]
    assert isinstance(refused, RefusedOrder)
    raise Invalid(list(refused.problems))

"""Order intake: one service behind the API, the batch, the file and the form."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.inventory.services.holds import use_cart
from packhaus.inventory.services.open_shelves import open_shelves
from packhaus.kernel.errors import ResourceBusy
from packhaus.orders.services.place.check import check_draft
from packhaus.orders.services.place.complete import complete_drafts
from packhaus.orders.services.place.costs import refresh_routing
from packhaus.orders.services.place.fresh import (
    FreshAsk,
    FreshLineDraft,
    find_journey,
    find_rules,
    keep_fresh,
    split_by_rule,
    write_fresh_lines,
)
from packhaus.orders.services.place.outcomes import list_outcomes
from packhaus.orders.services.place.placement import (
    Placement,
    ShelvesMissing,
    StockMoved,
    make_placement,
    write_placement,
)
from packhaus.orders.services.place.plan import Attempt, read_stock
from packhaus.orders.services.place.repeats import answer_repeats
from packhaus.orders.services.place.surroundings import read_surroundings
from packhaus.orders.services.place.vas import keep_known, write_asks
from packhaus.orders.services.place.whole import place_whole
from packhaus.orders.types import OrderDraft, OrderOutcome, RefusedOrder
from packhaus.terms.queries.shelf_rules import get_shelf_rules

_ATTEMPTS = 4


def place_orders(
    *, scope: Scope, merchant_id: UUID, drafts: Sequence[OrderDraft], now: datetime, actor: Actor
) -> list[OrderOutcome]:
    """Take orders of one merchant and promise them stock in the order given; one outcome per draft.

    Each order stands for itself: a refused one writes nothing and stops no other. An order that is there already
    (same channel and external number) is answered as it was stored. Drafts of one call share a channel. What a draft
    leaves open is as the merchant's terms say. One with a shelf-life rule is placed by itself, and promised only what
    lasts.
    Locks: site_stock of what is promised, ascending, until commit. Emits: order_placed, order_backordered.
    Queries: 1 for a single order that one site ships whole, else 4, 5 for many, one more with kits; the read and the
    write again when stock moved. Two to four more where a draft asks for services, 4 to 6 with a shelf-life rule; one
    while the merchant's rules are not fresh.
    Raises: ResourceBusy when stock moved under every attempt; nothing is written.
    """
    drafts = complete_drafts(scope=scope, merchant_id=merchant_id, drafts=drafts)
    rules = get_shelf_rules(scope, merchant_id=merchant_id)
    if len(drafts) > 1 and any(find_rules(rules, draft) for draft in drafts):
        runs = split_by_rule(rules, drafts)
        placed = [
            place_orders(scope=scope, merchant_id=merchant_id, drafts=run, now=now, actor=actor)
            for run in runs
        ]
        return [outcome for run in placed for outcome in run]
    fitting = find_rules(rules, drafts[0]) if drafts else ()
    outcomes, waiting = check_drafts(drafts)
    refresh_routing()
    if len(drafts) == 1 and waiting and not fitting:
        whole = place_whole(scope=scope, merchant_id=merchant_id, draft=drafts[0], now=now, actor=actor)
        if whole is not None:
            return [whole]
    for number in range(_ATTEMPTS):
        left = [draft for key, draft in waiting.items() if key not in outcomes]
        attempt = Attempt(merchant_id, now, actor, {}, is_locked=number > 0 or bool(fitting))
        attempt.fresh = FreshAsk(fitting) if fitting else None
        is_done = _try(scope, attempt, left)
        outcomes.update(attempt.outcomes)
        if is_done:
            return [outcomes[draft.external_number] for draft in drafts]
    raise ResourceBusy("stock of these SKUs is being changed by somebody else; nothing was written")


def check_drafts(
    drafts: Sequence[OrderDraft],
) -> tuple[dict[str, OrderOutcome], dict[str, OrderDraft]]:
    """Return the refusals of drafts that are wrong in themselves, and the others, by external number."""
    refused: dict[str, OrderOutcome] = {}
    waiting: dict[str, OrderDraft] = {}
    for draft in drafts:
        problems = check_draft(draft)
        if problems:
            refused[draft.external_number] = RefusedOrder(draft.external_number, tuple(problems))
        else:
            waiting.setdefault(draft.external_number, draft)
    return refused, waiting


def _try(scope: Scope, attempt: Attempt, drafts: Sequence[OrderDraft]) -> bool:
    """Try once; False means that stock or a repeat came between, and that the next try should lock first."""
    try:
        with transaction(scope, savepoint=True):
            has_vas = any(draft.vas for draft in drafts)
            if len(drafts) > 1 or attempt.is_locked or has_vas:
                answer_repeats(attempt, drafts)
            left = [draft for draft in drafts if draft.external_number not in attempt.outcomes]
            if has_vas:
                left = keep_known(attempt, left)
            _place(attempt, left, has_cart=_use_cart(attempt, left))
            return True
    except _CartKept:
        return True
    except StockMoved:
        pass
    except ShelvesMissing as missing:
        with transaction(scope):
            open_shelves(merchant_id=attempt.merchant_id, keys=missing.keys, now=attempt.now)
    except IntegrityError as error:
        if "order_is_taken_once_per_channel" not in str(error):
            raise
    attempt.outcomes.clear()
    with transaction(scope):
        answer_repeats(attempt, drafts)
    return len(attempt.outcomes) == len(drafts)


class _CartKept(Exception):
    """The order of a cart is refused: what freed the cart's units is taken back."""


def _use_cart(attempt: Attempt, drafts: Sequence[OrderDraft]) -> bool:
    """Free the units of the cart that becomes this order; only an order on its own may name one."""
    if len(drafts) != 1 or not drafts[0].cart_reference:
        return False
    reference = drafts[0].cart_reference
    return use_cart(
        merchant_id=attempt.merchant_id, reference=reference, now=attempt.now, actor=attempt.actor
    )


def _place(attempt: Attempt, drafts: Sequence[OrderDraft], *, has_cart: bool) -> None:
    if not drafts:
        return
    stock, kits = read_stock(attempt, {line.sku_code for draft in drafts for line in draft.lines})
    if attempt.fresh:
        journey = find_journey(drafts[0])
        attempt.fresh = keep_fresh(rules=attempt.fresh.rules, stock=stock, journey=journey, now=attempt.now)
    placement = make_placement(
        attempt, drafts, stock=stock, kits=kits, surroundings=read_surroundings(now=attempt.now)
    )
    if placement is None:
        if has_cart:
            raise _CartKept
        if len(drafts) == 1:  # many were asked for beforehand
            answer_repeats(attempt, drafts)  # it may be there already, and have taken the last units itself
        return
    try:
        write_placement(attempt, placement)
        write_asks(attempt, placement)
        if attempt.fresh:
            _write_fresh(attempt.merchant_id, attempt.fresh, placement)
    except StockMoved:
        if has_cart:
            message = "stock of these SKUs is being changed by somebody else; the cart keeps its units"
            raise ResourceBusy(message) from None
        raise
    attempt.outcomes.update(list_outcomes(placement.planned, placement.records))


def _write_fresh(merchant_id: UUID, ask: FreshAsk, placement: Placement) -> None:
    """Write what the lines of one order ask for."""
    (order,) = placement.planned
    ids = {line["n"]: (line["o"], line["id"]) for line in placement.records.lines}
    sites = order.outcome.list_sites()
    write_fresh_lines(
        merchant_id=merchant_id,
        ask=ask,
        lines=[
            FreshLineDraft(*ids[line.position], line.sku_id, sites.get(line.position, ()))
            for line in order.lines
            if line.sku_kind == "stock"
        ],
    )

"""For whom units must last longer than their items ask."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, choose_merchant, find_merchant, manages_access, reads_orders
from packhaus.api.problems import declare
from packhaus.api.schemas.shelf_rules import ShelfRuleListIn, ShelfRulesIn
from packhaus.catalog.services.shelf_rules import write_rules_of_items
from packhaus.kernel.keyset import PageOf
from packhaus.terms.queries.shelf_rules import (
    ShelfRuleFilter,
    ShelfRuleRow,
    get_shelf_rule,
    list_shelf_rules,
)
from packhaus.terms.services.shelf_rules import withdraw_shelf_rules
from packhaus.terms.types.shelf_rules import ShelfRuleDraft

router = Router(tags=["shelf rules"])


@dataclass(frozen=True, slots=True)
class WrittenRulesOut:
    """The rules that are new; one for the same orders, of the same turn and day, is none."""

    ids: list[UUID]


@router.get(
    "/shelf-rules",
    response={200: PageOut[ShelfRuleRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_shelf_rules",
)
def list_all(request: ApiRequest, wanted: Query[ShelfRuleListIn]) -> HttpResponse:
    """List shelf-life rules by merchant, those that are asked first first."""
    key = request.auth
    chosen = ShelfRuleFilter(
        merchant_id=find_merchant(key, wanted.merchant),
        channel=wanted.channel,
        country=wanted.country,
        sku=wanted.sku,
        statuses=wanted.status,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_shelf_rules(scope=key.scope, chosen=chosen, now=timezone.now(), page=page))


@router.post(
    "/shelf-rules",
    response={201: WrittenRulesOut, **declare(404)},
    auth=manages_access,
    operation_id="write_shelf_rules",
)
def write(request: ApiRequest, payload: ShelfRulesIn) -> HttpResponse:
    """Write shelf-life rules down, all or none; they hold for orders placed from their first day on."""
    key, merchant_id = request.auth, choose_merchant(request.auth, payload.merchant)
    made = write_rules_of_items(
        scope=key.scope,
        merchant_id=merchant_id,
        drafts=[ShelfRuleDraft(**one.model_dump()) for one in payload.rules],
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(WrittenRulesOut(made), 201)


@router.post(
    "/shelf-rules/{rule_id}/withdraw",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="withdraw_shelf_rule",
)
def withdraw(request: ApiRequest, rule_id: UUID) -> HttpResponse:
    """Let a rule not count for orders from now on; those that were placed by it keep it. Twice is once."""
    key, now = request.auth, timezone.now()
    one = get_shelf_rule(scope=key.scope, rule_id=rule_id, now=now)
    withdraw_shelf_rules(scope=key.scope, ids=[one.id], now=now, actor=key.actor)
    return answer_nothing()

"""Quality: what of the goods that come in is checked, what stands in quarantine, and what becomes of it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import ApiRequest, choose_merchant, find_merchant, reads_stock, works_on_the_floor
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.quality import CheckListIn, QualityRuleIn, SamplesIn, SettleIn
from packhaus.inbound.queries.list_checks import CheckFilter, CheckRow, get_check, list_checks
from packhaus.inbound.queries.quality_rules import QualityRuleRow, list_quality_rules
from packhaus.inbound.services.quality_rules import set_quality_rule
from packhaus.inbound.services.settle_checks import settle_checks
from packhaus.inbound.services.take_samples import take_samples
from packhaus.kernel.keyset import PageOf

router = Router(tags=["inbound"])


@router.get(
    "/quality-rules",
    response={200: list[QualityRuleRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_quality_rules",
)
def list_rules(request: ApiRequest, wanted: Query[MerchantIn]) -> HttpResponse:
    """List what is checked, at most 500 rules."""
    key = request.auth
    return answer(list_quality_rules(scope=key.scope, merchant_id=find_merchant(key, wanted.merchant)))


@router.put(
    "/quality-rules",
    response={204: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="set_quality_rule",
)
def set_rule(request: ApiRequest, payload: QualityRuleIn) -> HttpResponse:
    """Make a rule, or change the one for the same item and supplier; it holds for what comes in from now on."""
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    set_quality_rule(
        scope=key.scope,
        merchant_id=merchant_id,
        draft=payload.as_draft(),
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.get(
    "/quality-checks",
    response={200: PageOut[CheckRow], **declare(404)},
    auth=reads_stock,
    operation_id="list_quality_checks",
)
def list_all(request: ApiRequest, wanted: Query[CheckListIn]) -> HttpResponse:
    """List what is checked or stands in quarantine, what came in first on top. Bins and people are the operator's."""
    key = request.auth
    chosen = CheckFilter(
        find_site_id(wanted.site), find_merchant(key, wanted.merchant), wanted.status, (), wanted.sku
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_checks(scope=key.scope, chosen=chosen, page=page))


@router.post(
    "/quality-checks/{uuid:check_id}/samples",
    response={200: CheckRow, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="take_samples",
)
def take(request: ApiRequest, check_id: UUID, payload: SamplesIn) -> HttpResponse:
    """Note what was found among more units; enough of them decide the check. A client id counts once."""
    key = request.auth
    take_samples(
        scope=key.scope, check_id=check_id, now=timezone.now(), actor=key.actor, **payload.model_dump()
    )
    return answer(get_check(scope=key.scope, check_id=check_id))


@router.post(
    "/quality-checks:settle",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="settle_quality_checks",
)
def settle(request: ApiRequest, payload: SettleIn) -> HttpResponse:
    """Release units in quarantine, send them back or scrap them, all checks or none."""
    key = request.auth
    settle_checks(
        scope=key.scope, check_ids=payload.checks, outcome=payload.outcome, ground=payload.ground, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer_nothing()

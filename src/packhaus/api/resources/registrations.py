"""With whom merchants are registered, and what laws want to know of their items."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import (
    ApiRequest,
    choose_merchant,
    find_merchant,
    manages_access,
    reads_orders,
)
from packhaus.api.problems import declare
from packhaus.api.schemas.transfers import ComplianceItemsIn, RegistrationListIn, RegistrationsIn
from packhaus.catalog.services.compliance import set_compliance
from packhaus.catalog.types import ComplianceDraft
from packhaus.kernel.keyset import PageOf
from packhaus.terms.queries.list_registrations import (
    RegistrationFilter,
    RegistrationRow,
    get_registration,
    list_registrations,
)
from packhaus.terms.services.registrations import withdraw_registrations, write_registrations
from packhaus.terms.types.registrations import RegistrationDraft

router = Router(tags=["registrations"])


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """The registrations that are new; what was there in the same words is none."""

    ids: list[UUID]


@router.get(
    "/registrations",
    response={200: PageOut[RegistrationRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_registrations",
)
def list_all(request: ApiRequest, wanted: Query[RegistrationListIn]) -> HttpResponse:
    """List registrations, what ends soonest first."""
    key = request.auth
    chosen = RegistrationFilter(
        merchant_id=find_merchant(key, wanted.merchant),
        country=wanted.country,
        scheme=wanted.scheme,
        statuses=wanted.status,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_registrations(scope=key.scope, chosen=chosen, now=timezone.now(), page=page))


@router.post(
    "/registrations",
    response={201: WrittenOut, **declare(404)},
    auth=manages_access,
    operation_id="write_registrations",
)
def write(request: ApiRequest, payload: RegistrationsIn) -> HttpResponse:
    """Write registrations down, all or none; the same again writes nothing."""
    key, merchant_id = request.auth, choose_merchant(request.auth, payload.merchant)
    drafts = [RegistrationDraft(**one.model_dump()) for one in payload.registrations]
    made = write_registrations(
        scope=key.scope, merchant_id=merchant_id, drafts=drafts, now=timezone.now(), actor=key.actor
    )
    return answer(WrittenOut(made), 201)


@router.post(
    "/registrations/{registration_id}/withdraw",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="withdraw_registration",
)
def withdraw(request: ApiRequest, registration_id: UUID) -> HttpResponse:
    """Let a registration not count any more. Twice is once."""
    key, now = request.auth, timezone.now()
    one = get_registration(scope=key.scope, registration_id=registration_id, now=now)
    withdraw_registrations(scope=key.scope, ids=[one.id], now=now, actor=key.actor)
    return answer_nothing()


@router.put(
    "/compliance",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="set_compliance",
)
def describe_items(request: ApiRequest, payload: ComplianceItemsIn) -> HttpResponse:
    """Write down what laws want to know of items: device class and brand, battery, textile, responsible person."""
    key, merchant_id = request.auth, choose_merchant(request.auth, payload.merchant)
    drafts = [ComplianceDraft(item.sku, **item.model_dump(exclude={"sku"})) for item in payload.items]
    set_compliance(
        scope=key.scope, merchant_id=merchant_id, drafts=drafts, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()

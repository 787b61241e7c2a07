"""With whom merchants are registered, and what laws want to know of their items."""

from dataclasses import dataclass
from typing import Any
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
from packhaus.api.schemas.transfers import (
    ComplianceItemsIn,
    EvidenceIn,
    LawIn,
    RegistrationListIn,
    RegistrationsIn,
)
from packhaus.catalog.services.compliance import set_compliance
from packhaus.catalog.types import ComplianceDraft
from packhaus.kernel.keyset import PageOf
from packhaus.terms.queries.list_registrations import (
    GateRuleRow,
    RegistrationFilter,
    RegistrationRow,
    get_evidence,
    get_registration,
    list_gate_rules,
    list_registrations,
)
from packhaus.terms.services.gate_rules import set_gate_rule
from packhaus.terms.services.registrations import (
    accept_registrations,
    keep_evidence,
    withdraw_registrations,
    write_registrations,
)
from packhaus.terms.types.registrations import Evidence, GateRuleDraft, RegistrationDraft

router = Router(tags=["registrations"])
ANSWERS_DOCUMENT: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                media_type: {"schema": {"type": "string", "format": "binary"}}
                for media_type in ("application/pdf", "image/jpeg", "image/png")
            }
        }
    }
}


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
    "/registrations/{registration_id}/accept",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="accept_registration",
)
def accept(request: ApiRequest, registration_id: UUID) -> HttpResponse:
    """Let a registration count that a merchant said of itself; only the operator's keys do. Twice is once."""
    key, now = request.auth, timezone.now()
    one = get_registration(scope=key.scope, registration_id=registration_id, now=now)
    accept_registrations(scope=key.scope, ids=[one.id], now=now, actor=key.actor)
    return answer_nothing()


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
    "/registrations/{registration_id}/evidence",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="keep_evidence",
)
def prove(request: ApiRequest, registration_id: UUID, payload: EvidenceIn) -> HttpResponse:
    """Keep the document that proves a registration; one that was kept before goes."""
    key, evidence = request.auth, Evidence(payload.media_type, payload.content)
    keep_evidence(
        scope=key.scope,
        registration_id=registration_id,
        evidence=evidence,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.get(
    "/registrations/{registration_id}/evidence",
    response={200: None, **declare(404)},
    auth=reads_orders,
    operation_id="get_evidence",
    openapi_extra=ANSWERS_DOCUMENT,
)
def get_proof(request: ApiRequest, registration_id: UUID) -> HttpResponse:
    """Return the document that proves a registration, as it was uploaded."""
    found = get_evidence(scope=request.auth.scope, registration_id=registration_id)
    return HttpResponse(found.content, content_type=found.media_type)


@router.get(
    "/registration-laws",
    response={200: list[GateRuleRow], **declare()},
    auth=reads_orders,
    operation_id="list_registration_laws",
)
def list_laws(request: ApiRequest) -> HttpResponse:
    """List the laws that ask for registrations, by country, the newest of each first."""
    return answer(list_gate_rules(scope=request.auth.scope, on=timezone.now().date()))


@router.put(
    "/registration-laws",
    response={204: None, **declare(404)},
    auth=manages_access,
    operation_id="set_registration_law",
)
def set_law(request: ApiRequest, payload: LawIn) -> HttpResponse:
    """Write down a law, or change the one that begins on the same day; what held until then ends the day before."""
    key, draft = request.auth, GateRuleDraft(**payload.model_dump())
    set_gate_rule(scope=key.scope, draft=draft, now=timezone.now(), actor=key.actor)
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

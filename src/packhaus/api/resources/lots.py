"""Lots and quarantine: what expires, what is set apart, and what becomes of it. For the operator's own programs."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.keys import ApiRequest, choose_merchant, find_merchant, reads_locations, writes_stock
from packhaus.api.lookups import find_site_id, read_skus
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.lots import ApartOut, LetGoIn, LotListIn, QuarantineIn, WhatIn
from packhaus.inventory.errors import UnknownUnit
from packhaus.inventory.queries.balances import list_matching
from packhaus.inventory.queries.inquire import find_unit
from packhaus.inventory.queries.list_locations import get_location_by_code
from packhaus.inventory.queries.list_lots import LotFilter, LotRow, get_lot_id, list_lots
from packhaus.inventory.services.quarantine import Paper, quarantine_stock, settle_quarantine
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.keyset import PageOf

router = Router(tags=["stock"])


@router.get(
    "/lots", response={200: PageOut[LotRow], **declare(404)}, auth=reads_locations, operation_id="list_lots"
)
def list_all(request: ApiRequest, wanted: Query[LotListIn]) -> HttpResponse:
    """List lots, the first to expire first, with what of them is here, on the way to a site and sent."""
    chosen = LotFilter(
        wanted.text, find_site_id(wanted.site), find_merchant(request.auth, wanted.merchant), wanted.expires_until,
        wanted.only,
    )  # fmt: skip
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_lots(request.auth.scope, wanted=chosen, page=page))


@router.post(
    "/stock/quarantine",
    response={200: ApartOut, **declare(404, 409)},
    auth=writes_stock,
    operation_id="quarantine_stock",
    openapi_extra=DECLARED,
)
def set_apart(request: ApiRequest, payload: QuarantineIn) -> HttpResponse:
    """Set a whole lot, location or carton apart in one deed; picks go elsewhere, promises that cannot be kept wait."""

    def work() -> int:
        ids, paper = _find(request.auth, payload, "sellable")
        return quarantine_stock(
            scope=request.auth.scope, balance_ids=ids, reason=payload.reason, paper=paper, now=timezone.now(),
            actor=request.auth.actor,
        )  # fmt: skip

    return _answer_once(request, work)


@router.post(
    "/stock/quarantine:settle",
    response={200: ApartOut, **declare(404, 409)},
    auth=writes_stock,
    operation_id="settle_quarantine",
    openapi_extra=DECLARED,
)
def let_go(request: ApiRequest, payload: LetGoIn) -> HttpResponse:
    """Release or scrap what is set apart of a lot, in a location or in a carton."""

    def work() -> int:
        ids, paper = _find(request.auth, payload, "quarantine")
        return settle_quarantine(
            scope=request.auth.scope, units=dict.fromkeys(ids, 0), outcome=payload.outcome, paper=paper,
            now=timezone.now(), actor=request.auth.actor,
        )  # fmt: skip

    return _answer_once(request, work)


def _answer_once(request: ApiRequest, work: Callable[[], int]) -> HttpResponse:
    """Answer how many units it was; a repetition hears what the first call did."""
    done = do_once(request, work, status=200, ids=lambda units: [str(units)])
    return answer(ApartOut(done.result if isinstance(done, Done) else int(done.created_ids[0])))


def _find(key: KeyIdentity, payload: WhatIn, condition: str) -> tuple[list[int], Paper]:
    """Return the balances that a call means, and the paper it is noted on. Raises: NotFound, Invalid."""
    scope, site_id = key.scope, find_site_id(payload.site)
    if payload.lot:
        merchant_id = choose_merchant(key, payload.merchant)
        sku_id = read_skus(key, merchant_id, "lots", [payload.sku])[payload.sku]
        lot_id = get_lot_id(scope, sku_id=sku_id, code=payload.lot)
        ids = list_matching(scope=scope, condition=condition, lot_ids=[lot_id], site_id=site_id)
        return ids, Paper("lot", str(lot_id))
    assert site_id
    if payload.location:
        place = get_location_by_code(scope, site_id=site_id, code=payload.location)
        ids = list_matching(scope=scope, condition=condition, location_id=place.id)
        return ids, Paper("location", str(place.id))
    unit = find_unit(scope=scope, site_id=site_id, code=payload.unit)
    if unit is None:
        raise UnknownUnit("no such carton, pallet or tote is open", units=[payload.unit])
    ids = list_matching(scope=scope, condition=condition, unit_id=unit.id, site_id=site_id)
    return ids, Paper("unit", str(unit.id))

"""The catalog."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.queries.merchants import get_merchant
from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.fields import MerchantIn, bounded
from packhaus.api.keys import (
    ApiRequest,
    choose_merchant,
    find_merchant,
    reads_stock,
    works_on_the_floor,
    writes_catalog,
)
from packhaus.api.problems import declare
from packhaus.api.schemas.catalog import MeasuresIn, SkuCode, SkuFields, SkuListIn, SkusIn
from packhaus.api.schemas.orders import TagsIn
from packhaus.catalog.queries.get_sku import SkuDetail, get_sku
from packhaus.catalog.queries.list_skus import SkuFilter, SkuRow, list_skus
from packhaus.catalog.services.barcodes import remove_barcode
from packhaus.catalog.services.measure import measure_sku
from packhaus.catalog.services.save import save_skus
from packhaus.catalog.services.tags import change_tags
from packhaus.kernel.keyset import PageOf

router = Router(tags=["catalog"])
Code = Annotated[SkuCode, Path()]
BarcodePath = Annotated[str, bounded(48, 1), Path()]


@dataclass(frozen=True, slots=True)
class SkuTagsOut:
    """The tags that the item has now, the oldest first."""

    tags: list[str]


@router.get(
    "/skus", response={200: PageOut[SkuRow], **declare(404)}, auth=reads_stock, operation_id="list_skus"
)
def list_all(request: ApiRequest, wanted: Query[SkuListIn]) -> HttpResponse:
    """List items by code."""
    merchant_id = find_merchant(request.auth, wanted.merchant)
    chosen = SkuFilter(text=wanted.text, merchant_id=merchant_id, kinds=tuple(wanted.kind), tag=wanted.tag)
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_skus(request.auth.scope, wanted=chosen, page=page))


@router.get(
    "/skus/{code}", response={200: SkuDetail, **declare(404)}, auth=reads_stock, operation_id="get_sku"
)
def get_one(request: ApiRequest, code: Code, wanted: Query[MerchantIn]) -> HttpResponse:
    """Return an item with its barcodes and packagings."""
    key = request.auth
    merchant = get_merchant(scope=key.scope, merchant_id=choose_merchant(key, wanted.merchant))
    return answer(get_sku(key.scope, merchant_code=merchant.code, code=code))


@router.post(
    "/skus/{code}/measures",
    response={200: SkuDetail, **declare(404)},
    auth=works_on_the_floor,
    operation_id="measure_sku",
)
def measure(request: ApiRequest, code: Code, payload: MeasuresIn) -> HttpResponse:
    """Say what one unit of an item measures and weighs, as found on the floor."""
    key = request.auth
    merchant = get_merchant(scope=key.scope, merchant_id=choose_merchant(key, payload.merchant))
    sku = get_sku(key.scope, merchant_code=merchant.code, code=code)
    measure_sku(
        scope=key.scope, sku_id=sku.id, measures=payload.as_measures(), now=timezone.now(), actor=key.actor
    )
    return answer(get_sku(key.scope, merchant_code=merchant.code, code=code))


@router.put(
    "/skus/{code}", response={204: None, **declare(404)}, auth=writes_catalog, operation_id="save_sku"
)
def save_one(request: ApiRequest, code: Code, wanted: Query[MerchantIn], payload: SkuFields) -> HttpResponse:
    """Create an item, or change the one with this code; its kind and base unit stay."""
    key = request.auth
    merchant_id = choose_merchant(key, wanted.merchant)
    draft = payload.as_draft(code)
    save_skus(scope=key.scope, merchant_id=merchant_id, drafts=[draft], now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.patch(
    "/skus/{code}/tags",
    response={200: SkuTagsOut, **declare(404)},
    auth=writes_catalog,
    operation_id="change_sku_tags",
)
def change_tags_of(
    request: ApiRequest, code: Code, wanted: Query[MerchantIn], payload: TagsIn
) -> HttpResponse:
    """Take tags off an item and put others on; twice is once."""
    key = request.auth
    merchant = get_merchant(scope=key.scope, merchant_id=choose_merchant(key, wanted.merchant))
    tags = change_tags(
        scope=key.scope,
        sku_id=get_sku(key.scope, merchant_code=merchant.code, code=code).id,
        added=payload.add,
        removed=payload.remove,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(SkuTagsOut(tags))


@router.delete(
    "/skus/{code}/barcodes/{barcode}",
    response={204: None, **declare(404)},
    auth=writes_catalog,
    operation_id="remove_barcode",
)
def remove_code(
    request: ApiRequest, code: Code, barcode: BarcodePath, wanted: Query[MerchantIn]
) -> HttpResponse:
    """Make a barcode mean this item no more."""
    key = request.auth
    merchant_id = choose_merchant(key, wanted.merchant)
    remove_barcode(
        scope=key.scope,
        merchant_id=merchant_id,
        sku_code=code,
        barcode=barcode,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer_nothing()


@router.post(
    "/skus:batch",
    response={200: dict[str, UUID], **declare(404)},
    auth=writes_catalog,
    operation_id="save_skus",
)
def save_many(request: ApiRequest, payload: SkusIn) -> HttpResponse:
    """Create or change up to 1,000 items, all or none; the answer has their ids by code."""
    key = request.auth
    merchant_id = choose_merchant(key, payload.merchant)
    drafts = [sku.as_draft(sku.code) for sku in payload.skus]
    now = timezone.now()
    return answer(
        save_skus(scope=key.scope, merchant_id=merchant_id, drafts=drafts, now=now, actor=key.actor)
    )

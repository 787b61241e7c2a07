"""Pallets, cartons and totes: where they stand and what they hold. For the operator's own programs."""

from django.http import HttpResponse
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.keys import ApiRequest, find_merchant, reads_locations
from packhaus.api.lookups import find_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.units import UnitCode, UnitListIn
from packhaus.inventory.queries.list_units import (
    UnitDetail,
    UnitFilter,
    UnitRow,
    get_unit_detail,
    list_units,
)
from packhaus.kernel.keyset import PageOf

router = Router(tags=["stock"])


@router.get(
    "/units",
    response={200: PageOut[UnitRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_units",
)
def list_all(request: ApiRequest, wanted: Query[UnitListIn]) -> HttpResponse:
    """List what stands in the houses, by code, with what it and the units in it hold together."""
    chosen = UnitFilter(
        wanted.text, find_site_id(wanted.site), find_merchant(request.auth, wanted.merchant),
        (wanted.kind,) if wanted.kind else (), wanted.only,
    )  # fmt: skip
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_units(request.auth.scope, wanted=chosen, page=page))


@router.get(
    "/units/{code}", response={200: UnitDetail, **declare(404)}, auth=reads_locations, operation_id="get_unit"
)
def show(request: ApiRequest, code: UnitCode) -> HttpResponse:
    """Show the open unit with a code, else the last that had it."""
    return answer(get_unit_detail(request.auth.scope, code=code))

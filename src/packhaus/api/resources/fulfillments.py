"""The work of the floor: fulfillment orders and where they are."""

from django.http import HttpResponse
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer_page
from packhaus.api.keys import ApiRequest, find_merchant, works_on_the_floor
from packhaus.api.lookups import read_sites
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import FulfillmentListIn
from packhaus.insight.queries.list_work import STAGES, WorkFilter, WorkRow, list_work
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.network.queries.list_sites import list_sites

router = Router(tags=["floor"])


@router.get(
    "/fulfillments",
    response={200: PageOut[WorkRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_fulfillments",
)
def list_all(request: ApiRequest, wanted: Query[FulfillmentListIn]) -> HttpResponse:
    """List fulfillment orders, the soonest due first; those that have left need `due_from`."""
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    chosen = _read_filter(request, wanted)
    if chosen.wants_gone and chosen.due_from is None:
        raise Invalid([FieldProblem("due_from", "required", "what has left is found by its date")])
    return answer_page(list_work(scope=request.auth.scope, chosen=chosen, page=page))


def _read_filter(request: ApiRequest, wanted: FulfillmentListIn) -> WorkFilter:
    named = read_sites("site", wanted.site).values() if wanted.site else [site.id for site in list_sites()]
    return WorkFilter(
        site_ids=list(named),
        statuses=[
            *(status for stage in wanted.stage or ["left"] for status in STAGES[stage]),
            *(["rejected"] if "rejected" in wanted.request_status else []),
        ],
        merchant_id=find_merchant(request.auth, wanted.merchant),
        carrier_code=wanted.carrier or None,
        due_from=wanted.due_from,
        due_until=wanted.due_until,
        request_statuses=wanted.request_status,
    )

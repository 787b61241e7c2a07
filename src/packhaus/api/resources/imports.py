"""Files that came in."""

from django.http import HttpResponse
from ninja import Query, Router

from packhaus.api.answers import PageOut, answer_page
from packhaus.api.fields import MerchantCode, PageIn
from packhaus.api.keys import ApiRequest, find_merchant, reads_orders
from packhaus.api.problems import declare
from packhaus.channels.queries.list_import_runs import ImportRow, list_import_runs
from packhaus.kernel.keyset import PageOf

router = Router(tags=["imports"])


class ImportListIn(PageIn):
    """What narrows the list."""

    merchant: MerchantCode = ""


@router.get(
    "/imports",
    response={200: PageOut[ImportRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_imports",
)
def list_all(request: ApiRequest, wanted: Query[ImportListIn]) -> HttpResponse:
    """List files that came in with how many of their records were taken, the newest first."""
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    merchant_id = find_merchant(request.auth, wanted.merchant)
    return answer_page(list_import_runs(request.auth.scope, page=page, merchant_id=merchant_id))

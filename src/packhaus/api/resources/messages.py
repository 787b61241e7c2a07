"""What shoppers were told, and what became of it."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from packhaus.api.answers import PageOut, answer_page
from packhaus.api.fields import MerchantCode, OptionalCode, PageIn
from packhaus.api.keys import ApiRequest, find_merchant, reads_orders
from packhaus.api.problems import declare
from packhaus.kernel.keyset import PageOf
from packhaus.messaging.queries.outbox import MessageFilter, MessageRow, list_messages
from packhaus.messaging.types import NoticeKind

router = Router(tags=["messages"])
Status = Literal["queued", "sending", "sent", "unknown", "failed", "standby", "spared", "skipped"]
Channel = Literal["email", "sms", "whatsapp"]


class MessageListIn(PageIn):
    """What narrows the list; `order` is the whole number of one."""

    merchant: MerchantCode = ""
    order: OptionalCode = ""
    kind: Annotated[list[NoticeKind], Field(max_length=len(NoticeKind))] = []
    status: Annotated[list[Status], Field(max_length=8)] = []
    channel: Annotated[list[Channel], Field(max_length=3)] = []


@router.get(
    "/messages",
    response={200: PageOut[MessageRow], **declare(404)},
    auth=reads_orders,
    operation_id="list_messages",
)
def list_all(request: ApiRequest, wanted: Query[MessageListIn]) -> HttpResponse:
    """List messages to shoppers with what became of them, the newest first."""
    chosen = MessageFilter(
        statuses=tuple(wanted.status),
        kinds=tuple(kind.value for kind in wanted.kind),
        channels=tuple(wanted.channel),
        merchant_id=find_merchant(request.auth, wanted.merchant),
        number=wanted.order,
    )
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_messages(request.auth.scope, wanted=chosen, page=page))

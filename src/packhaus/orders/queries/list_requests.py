"""What partners' sites were asked to do, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

WAITING, TO_SEND, TO_CANCEL, SENT, REFUSED = "waiting", "accepted", "cancelling", "sent", "refused"
STATES = (WAITING, TO_SEND, TO_CANCEL, SENT, REFUSED)
# What a partner is asked to leave has a deadline for its answer, as what it is asked to do.
UNANSWERED = {"requested": WAITING, "cancel_requested": TO_CANCEL}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A fulfillment order at a partner's site; with a reason some units of it, or all, were refused."""

    id: UUID
    number: str
    order_number: str
    merchant_code: str
    site_code: str
    zone: str
    status: str
    request_status: str
    reject_reason: str
    is_blocked: bool
    answer_by: datetime
    ship_by: datetime | None
    line_count: int
    unit_count: int


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests; what is left empty takes all. `states` are of STATES; `due_until` does not count in."""

    states: Sequence[str] = ()
    site_ids: Sequence[UUID] = ()
    merchant_id: UUID | None = None
    due_until: datetime | None = None
    ids: Sequence[UUID] = ()


# A request of a cancelled fulfillment order is no request any more.
_REQUESTS = """
SELECT f.id, f.number, o.number AS order_number, m.code AS merchant_code, s.code AS site_code, s.timezone AS zone,
       f.status, f.request_status, f.reject_reason, f.is_blocked, f.answer_by, f.ship_by, f.line_count, f.unit_count
FROM orders_fulfillmentorder AS f
JOIN orders_order AS o ON o.id = f.order_id
JOIN access_merchant AS m ON m.id = f.merchant_id
JOIN network_site AS s ON s.id = f.site_id
WHERE f.request_status <> 'none' AND f.status <> 'cancelled' AND f.answer_by IS NOT NULL
  AND (cardinality(%(states)s::text[]) = 0 OR CASE
      WHEN f.status IN ('dispatched', 'delivered') THEN 'sent'
      WHEN f.request_status = 'rejected' THEN 'refused'
      WHEN f.request_status = 'requested' THEN 'waiting'
      WHEN f.request_status = 'cancel_requested' THEN 'cancelling' ELSE 'accepted' END = ANY(%(states)s::text[]))
  AND (cardinality(%(site_ids)s::uuid[]) = 0 OR f.site_id = ANY(%(site_ids)s::uuid[]))
  AND (%(merchant_id)s::uuid IS NULL OR f.merchant_id = %(merchant_id)s::uuid)
  AND (%(due_until)s::timestamptz IS NULL OR f.answer_by < %(due_until)s::timestamptz)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR f.id = ANY(%(ids)s::uuid[]))
"""

_KEYS = (Key("answer_by", "timestamptz"), Key("id", "uuid"))


def list_requests(*, scope: Scope, chosen: RequestFilter, page: PageOf) -> Page[RequestRow]:
    """Return a page of requests, the soonest deadline first. Queries: 2."""
    parameters = {
        "states": list(chosen.states),
        "site_ids": list(chosen.site_ids),
        "merchant_id": chosen.merchant_id,
        "due_until": chosen.due_until,
        "ids": list(chosen.ids),
    }
    with transaction(scope):
        return fetch_page(RequestRow, _REQUESTS, parameters, keys=_KEYS, page=page)


class AskedItem(NamedTuple):
    """Units of an item in a fulfillment order: those that are asked for, and those that have left."""

    fulfillment_id: UUID
    fulfillment_line_id: int
    sku_code: str
    promised: int
    shipped: int


_ITEMS = """
SELECT l.fulfillment_id, l.id, k.code, l.promised, l.shipped
FROM orders_fulfillmentline AS l JOIN catalog_sku AS k ON k.id = l.sku_id
WHERE l.fulfillment_id = ANY(%(ids)s::uuid[]) ORDER BY l.fulfillment_id, l.id
"""


def list_asked_items(*, scope: Scope, fulfillment_ids: Sequence[UUID]) -> list[AskedItem]:
    """Return what fulfillment orders consist of, in the order of their lines. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_ITEMS, {"ids": list(fulfillment_ids)})
    return [AskedItem._make(row) for row in found]

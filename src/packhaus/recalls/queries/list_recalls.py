"""Recalls: what is recalled, how far it is, and which orders got it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.recalls.errors import RecallNotFound

_RECALLS = """
SELECT r.id, r.number, r.merchant_id, m.code AS merchant_code, r.status, r.hazard, r.advice, r.text_en, r.text_de,
       r.text_id, r.outcome, r.begun_at, r.told_at, r.ended_at, w.what, o.orders, o.units, o.returned, o.untold
FROM recalls_recall AS r
JOIN access_merchant AS m ON m.id = r.merchant_id
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(k.code || ' ' || coalesce(t.code, s.first_serial || ' – ' || s.last_serial), ', '
                               ORDER BY k.code, s.id), '') AS what
    FROM recalls_recallscope AS s JOIN catalog_sku AS k ON k.id = s.sku_id
    LEFT JOIN inventory_lot AS t ON t.id = s.lot_id
    WHERE s.recall_id = r.id
) AS w
CROSS JOIN LATERAL (
    SELECT count(*) AS orders, coalesce(sum(i.quantity), 0)::bigint AS units,
           coalesce(sum(i.returned), 0)::bigint AS returned, count(*) FILTER (WHERE i.told_at IS NULL) AS untold
    FROM recalls_recallorder AS i WHERE i.recall_id = r.id
) AS o
"""
_LIST = f"""{_RECALLS}
WHERE (%(merchant_id)s::uuid IS NULL OR r.merchant_id = %(merchant_id)s)
  AND (cardinality(%(statuses)s::text[]) = 0 OR r.status = ANY(%(statuses)s))
  AND (%(text)s::text = '' OR r.number = %(text)s OR EXISTS (
      SELECT FROM recalls_recallscope AS s JOIN catalog_sku AS k ON k.id = s.sku_id
      LEFT JOIN inventory_lot AS t ON t.id = s.lot_id
      WHERE s.recall_id = r.id AND (k.code = %(text)s OR t.code = %(text)s)))
"""
_ONE = f"{_RECALLS} WHERE r.number = %(number)s"
_OF_LOT = """
SELECT r.number FROM recalls_recall AS r JOIN recalls_recallscope AS s ON s.recall_id = r.id
WHERE s.lot_id = %(lot_id)s AND r.status = 'open' ORDER BY r.id
"""
_KEYS = (Key("begun_at", "timestamptz"), Key("id", "uuid"))

# An order is told of when the one message to its shopper has left; a message that failed reached nobody.
_ORDERS = """
SELECT i.id, i.order_id, o.number AS order_number, m.code AS merchant_code, o.country, o.language, o.placed_at,
       i.quantity, i.returned, i.told_at, coalesce(g.status, '') AS message_status,
       CASE WHEN i.returned >= i.quantity THEN 'returned' WHEN i.told_at IS NULL THEN 'not_told'
            WHEN i.contact_id IS NULL OR g.status = 'failed' THEN 'unreachable' ELSE 'told' END AS state
FROM recalls_recallorder AS i
JOIN recalls_recall AS r ON r.id = i.recall_id
JOIN orders_order AS o ON o.id = i.order_id
JOIN access_merchant AS m ON m.id = i.merchant_id
LEFT JOIN messaging_message AS g ON g.merchant_id = i.merchant_id AND g.fact = 'recall:' || r.id
    AND g.contact_id = i.contact_id AND g.channel = 'email'
WHERE r.number = %(number)s AND (cardinality(%(ids)s::bigint[]) = 0 OR i.id = ANY(%(ids)s))
"""
_ORDERS_IN = f"""
SELECT * FROM ({_ORDERS}) AS listed
WHERE cardinality(%(states)s::text[]) = 0 OR state = ANY(%(states)s)
"""  # noqa: S608 - constants
_ORDER_KEYS = (Key("placed_at", "timestamptz"), Key("id", "bigint"))


@dataclass(frozen=True, slots=True)
class RecallRow:
    """A recall; `what` names items with their lots or serial numbers, `units` were sent to `orders`."""

    id: UUID
    number: str
    merchant_id: UUID
    merchant_code: str
    status: str
    hazard: str
    advice: str
    text_en: str
    text_de: str
    text_id: str
    outcome: str
    begun_at: datetime
    told_at: datetime | None
    ended_at: datetime | None
    what: str
    orders: int
    units: int
    returned: int
    untold: int


@dataclass(frozen=True, slots=True)
class RecallOrderRow:
    """An order that was sent recalled units; `state` is not_told, told, unreachable or returned."""

    id: int
    order_id: UUID
    order_number: str
    merchant_code: str
    country: str
    language: str
    placed_at: datetime
    quantity: int
    returned: int
    told_at: datetime | None
    message_status: str
    state: str


def list_recalls(
    scope: Scope, *, merchant_id: UUID | None, statuses: Sequence[str] = (), text: str = "", page: PageOf
) -> Page[RecallRow]:
    """Return recalls by when they began. Queries: 2."""
    parameters = {"merchant_id": merchant_id, "statuses": list(statuses), "text": text}
    with transaction(scope):
        return fetch_page(RecallRow, _LIST, parameters, keys=_KEYS, page=page)


def get_recall(scope: Scope, *, number: str) -> RecallRow:
    """Return one recall. Queries: 1. Raises: RecallNotFound."""
    with transaction(scope):
        found = rows.find_row(RecallRow, _ONE, {"number": number})
    if found is None:
        raise RecallNotFound("there is no such recall", number=number)
    return found


def list_recalls_of_lot(scope: Scope, *, lot_id: int) -> list[str]:
    """Return the numbers of a lot's open recalls. Queries: 1."""
    with transaction(scope):
        return [number for (number,) in rows.fetch_tuples(_OF_LOT, {"lot_id": lot_id})]


def list_recall_orders(
    scope: Scope, *, number: str, states: Sequence[str] = (), ids: Sequence[int] = (), page: PageOf
) -> Page[RecallOrderRow]:
    """Return the orders that were sent recalled units. Queries: 2."""
    parameters = {"number": number, "states": list(states), "ids": list(ids)}
    with transaction(scope):
        return fetch_page(RecallOrderRow, _ORDERS_IN, parameters, keys=_ORDER_KEYS, page=page)

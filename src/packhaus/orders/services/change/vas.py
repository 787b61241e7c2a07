"""Ask for value-added services of an order that is placed, or do without them, until its units are packed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.catalog.queries.vas import get_known_vas
from packhaus.catalog.types import LONGEST_VAS_TEXT, KnownVas
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict, FieldProblem, Invalid
from packhaus.orders.errors import OrderNotFound
from packhaus.orders.events import VasAskedFor, VasDroppedFromOrder
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.place.vas import KEPT, MAX_WISHES
from packhaus.orders.types import LineVas
from packhaus.parties.services.keep_document import delete_documents, keep_document

_ORDER = "SELECT merchant_id, contact_id FROM orders_order WHERE id = %(id)s"
# Units of a kit are those of its parts.
_LINES = """
SELECT l.position, l.id, coalesce(sum(u.backordered + u.promised + u.allocated + u.picked), 0)::bigint
FROM orders_orderline AS l
LEFT JOIN orders_orderline AS u ON u.order_id = l.order_id AND (u.id = l.id OR u.parent_line_id = l.id)
WHERE l.order_id = %(id)s AND l.parent_line_id IS NULL GROUP BY l.position, l.id
"""
_ASKED = """
SELECT x.code, a.line_id, a.id, a.blob_id FROM orders_vasask AS a JOIN catalog_vasoption AS x ON x.id = a.option_id
WHERE a.order_id = %(id)s
"""
_ADD = """
INSERT INTO orders_vasask (merchant_id, order_id, line_id, option_id, blob_id)
VALUES (%(merchant_id)s, %(order_id)s, %(line_id)s::bigint, %(option_id)s::uuid, %(blob_id)s::uuid)
"""
_DROP = "DELETE FROM orders_vasask WHERE id = ANY(%(ids)s::bigint[])"


class VasTooLate(Conflict):
    """All units are packed, or none is left: nothing can be done to them any more."""

    code = "vas_too_late"


class _Order(NamedTuple):
    """An order as it is locked: its lines as position -> (id, units not packed), what it asks for -> (row, text)."""

    merchant_id: UUID
    contact_id: UUID | None
    lines: dict[int, tuple[int, int]]
    asked: dict[tuple[str, int | None], tuple[int, UUID | None]]

    def find_line(self, wish: LineVas) -> int | None:
        """Return the line that a wish is about; None is the whole order."""
        return self.lines[wish.position][0] if wish.position is not None else None


def change_vas(
    *,
    scope: Scope,
    order_id: UUID,
    added: Sequence[LineVas] = (),
    removed: Sequence[LineVas] = (),
    now: datetime,
    actor: Actor,
) -> None:
    """Ask for services of an order, and do without others, all or none; whether they were done is not asked here.

    Locks: the order. Emits: VasAskedFor, VasDroppedFromOrder. Queries: 5, 2 for each that is added with a text.
    Raises: OrderNotFound; Invalid with every problem; VasTooLate when no unit of a line waits for packing.
    """
    with transaction(scope):
        lock_orders([order_id])
        order = _read(order_id)
        known = get_known_vas(merchant_id=order.merchant_id, codes=sorted({wish.option for wish in added}))
        problems = [problem for wish in added for problem in _check(wish, order, known)]
        problems += [problem for wish in removed for problem in _check_asked(wish, order)]
        if problems or len(order.asked) + len(added) > MAX_WISHES:
            raise Invalid(
                problems or [FieldProblem("vas", "too_many", f"are at most {MAX_WISHES} of an order")]
            )
        for wish in added:
            _refuse_late(wish, order)
        _drop(order, removed)
        for wish in added:
            _add(order_id, order, wish, known[wish.option], now)
        named = {"merchant_id": order.merchant_id, "aggregate_id": order_id}
        facts = [
            *(VasDroppedFromOrder(**named, option=wish.option) for wish in removed),
            *(VasAskedFor(**named, option=wish.option) for wish in added),
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)


def _read(order_id: UUID) -> _Order:
    found = rows.fetch_tuples(_ORDER, {"id": order_id})
    if not found:
        raise OrderNotFound("order not found")
    ((merchant_id, contact_id),) = found
    lines = {place: (id_, units) for place, id_, units in rows.fetch_tuples(_LINES, {"id": order_id})}
    asked = {
        (code, line): (id_, blob) for code, line, id_, blob in rows.fetch_tuples(_ASKED, {"id": order_id})
    }
    return _Order(merchant_id, contact_id, lines, asked)


def _check(wish: LineVas, order: _Order, known: dict[str, KnownVas]) -> Iterator[FieldProblem]:
    option = known.get(wish.option)
    if option is None:
        told = f"{wish.option[:16]} is no value-added service of this merchant"
        yield FieldProblem("option", "unknown_vas", told)
        return
    if wish.position is None and option.per == "unit":
        told = f"{wish.option} is done to the units of a line: ask for it there"
        yield FieldProblem("line", "not_of_an_order", told)
    if wish.position is not None and wish.position not in order.lines:
        yield FieldProblem("line", "unknown_line", "is no line of this order")
    elif (wish.option, order.find_line(wish)) in order.asked:
        yield FieldProblem("option", "taken", "are asked for once a line")
    if option.asks_text and not wish.text.strip():
        yield FieldProblem("text", "text_required", f"{wish.option} needs its text")
    if not option.asks_text and wish.text.strip():
        yield FieldProblem("text", "text_superfluous", f"{wish.option} takes no text")
    if len(wish.text) > LONGEST_VAS_TEXT:
        yield FieldProblem("text", "too_long", f"is at most {LONGEST_VAS_TEXT} characters")


def _check_asked(wish: LineVas, order: _Order) -> Iterator[FieldProblem]:
    if wish.position is not None and wish.position not in order.lines:
        yield FieldProblem("line", "unknown_line", "is no line of this order")
    elif (wish.option, order.find_line(wish)) not in order.asked:
        yield FieldProblem("option", "not_asked", "was not asked for with this order")


def _refuse_late(wish: LineVas, order: _Order) -> None:
    units = [left for place, (_id, left) in order.lines.items() if wish.position in {None, place}]
    if not sum(units):
        raise VasTooLate("everything is packed or cancelled", option=wish.option)


def _drop(order: _Order, removed: Sequence[LineVas]) -> None:
    found = [order.asked[wish.option, order.find_line(wish)] for wish in removed]
    if found:
        rows.execute(_DROP, {"ids": [id_ for id_, _blob in found]})
        delete_documents(ids=[blob for _id, blob in found if blob])


def _add(order_id: UUID, order: _Order, wish: LineVas, option: KnownVas, now: datetime) -> None:
    text = wish.text.strip()
    blob_id = (
        keep_document(
            merchant_id=order.merchant_id, contact_id=order.contact_id, kind="vas_text",
            media_type="text/plain; charset=utf-8", content=text.encode(), now=now, expires_at=now + KEPT,
        )
        if text
        else None
    )  # fmt: skip
    rows.execute(
        _ADD,
        {
            "merchant_id": order.merchant_id, "order_id": order_id, "line_id": order.find_line(wish),
            "option_id": option.id, "blob_id": blob_id,
        },
    )  # fmt: skip

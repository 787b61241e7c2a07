"""Change where an order goes and with what, while nothing of it is on the floor."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Conflict, FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.network.queries.places import locate
from packhaus.orders.events import OrderChanged
from packhaus.orders.locks import lock_orders
from packhaus.orders.services.backorders import promise_backorders
from packhaus.orders.services.change.freshness import ask_freshness_anew
from packhaus.parties.recipients import normalise_recipient
from packhaus.parties.types import AddressDraft, ContactDraft
from packhaus.parties.validation import check_recipient
from packhaus.shipping.queries.service_choice import ServiceRow, find_service


class OnTheFloor(Conflict):
    """Part of the order is released, or a partner has accepted it: ask for a stop first."""

    code = "on_the_floor"


_RELEASED = """
SELECT count(*) FROM orders_fulfillmentorder
WHERE order_id = %(id)s AND (status NOT IN ('planned', 'cancelled', 'rejected')
    OR status = 'planned' AND request_status IN ('accepted', 'cancel_requested', 'cancel_refused'))
"""

_RECIPIENT = """
WITH contact AS (
    INSERT INTO parties_contact (id, merchant_id, name, company, email, phone, language, reference, created_at)
    SELECT %(contact_id)s, o.merchant_id, %(name)s, %(company)s, %(email)s, %(phone)s, %(language)s, %(reference)s,
           %(now)s FROM orders_order AS o WHERE o.id = %(order_id)s
), address AS (
    INSERT INTO parties_address (id, merchant_id, contact_id, lines, district, subdistrict, city, region, postal_code,
        country, latitude, longitude, precision, created_at)
    SELECT %(address_id)s, o.merchant_id, %(contact_id)s, %(lines)s::text[], %(district)s, %(subdistrict)s, %(city)s,
           %(region)s, %(postal_code)s, %(country)s, %(latitude)s, %(longitude)s, %(precision)s, %(now)s
    FROM orders_order AS o WHERE o.id = %(order_id)s
)
UPDATE orders_order SET contact_id = %(contact_id)s, address_id = %(address_id)s, country = %(country)s,
    language = %(language)s,
    deliver_by = CASE WHEN EXISTS (
        SELECT FROM parties_address AS a WHERE a.id = orders_order.address_id AND a.country = %(country)s
          AND a.postal_code = %(postal_code)s AND a.region = %(region)s
    ) THEN deliver_by END
WHERE id = %(order_id)s RETURNING merchant_id
"""

# The day that was given holds for the service that it was given with.
_SERVICE = """
UPDATE orders_order SET service_code = %(service)s::text,
    deliver_by = CASE WHEN service_code = %(service)s::text OR %(keeps_day)s THEN deliver_by END
WHERE id = %(order_id)s RETURNING merchant_id
"""

_REACH = "SELECT country, payment_term = 'cod' FROM orders_order WHERE id = %(order_id)s"

_FULFILLMENTS = """
UPDATE orders_fulfillmentorder SET service_code = %(service)s, carrier_code = %(carrier)s
WHERE order_id = %(order_id)s AND status = 'planned'
"""


def change_recipient(
    *, scope: Scope, order_id: UUID, contact: ContactDraft, address: AddressDraft, now: datetime, actor: Actor
) -> None:
    """Write a new version of contact and address and send the order there; the old version stays as it was.

    Promises stay where they are, but for units that do not last as long as a shelf-life rule of the new country or
    customer asks: they are promised anew. Elsewhere the day by which it arrives is not known any more.
    Locks: the order, site_stock with such a rule. Emits: OrderChanged, OrderBackordered, StockFreed, BackorderPromised.
    Raises: OrderNotFound, Invalid, OnTheFloor.
    """
    contact, address = normalise_recipient(contact, address)
    problems = check_recipient(contact, address)
    if problems:
        raise Invalid(problems)
    place = locate(
        country=address.country, postal_code=address.postal_code, city=address.city, region=address.region
    )
    with transaction(scope):
        _lock_planned(order_id)
        merchant_id = rows.fetch_value(
            _RECIPIENT,
            {
                **asdict(contact), **asdict(address), **place._asdict(), "lines": list(address.lines),
                "contact_id": new_id(), "address_id": new_id(), "order_id": order_id, "now": now,
            },
        )  # fmt: skip
        _tell(order_id, merchant_id, "recipient", now, actor)
        relaxed = ask_freshness_anew(scope=scope, order_id=order_id, now=now, actor=actor)
    if relaxed:
        promise_backorders(scope=scope, sku_ids=sorted(relaxed), now=now, actor=actor)


def change_service(
    *,
    scope: Scope,
    order_id: UUID,
    service_code: str,
    now: datetime,
    actor: Actor,
    keeps_day: bool = False,
) -> None:
    """Ship what is still planned with another service; `keeps_day` when it is taken to keep the day that was promised.

    Promised units that would not last as long as a shelf-life rule asks, on the longer way, are promised anew.
    Locks: the order, site_stock with such a rule. Emits: OrderChanged, OrderBackordered, StockFreed, BackorderPromised.
    Raises: OrderNotFound, Invalid, OnTheFloor.
    """
    with transaction(scope):
        service = find_service(wanted=service_code, country="", is_cod=False)
        if service is None:
            raise Invalid([FieldProblem("service", "unknown", f"there is no service {service_code}")])
        _lock_planned(order_id)
        _check_service(order_id, service)
        merchant_id = rows.fetch_value(
            _SERVICE, {"service": service_code, "order_id": order_id, "keeps_day": keeps_day}
        )
        chosen = {"service": service.code, "carrier": service.carrier_code, "order_id": order_id}
        rows.execute(_FULFILLMENTS, chosen)
        _tell(order_id, merchant_id, "service", now, actor)
        relaxed = ask_freshness_anew(scope=scope, order_id=order_id, now=now, actor=actor)
    if relaxed:
        promise_backorders(scope=scope, sku_ids=sorted(relaxed), now=now, actor=actor)


def _check_service(order_id: UUID, service: ServiceRow) -> None:
    """Refuse now what packing would refuse when the goods are in the tote."""
    ((country, is_cod),) = rows.fetch_tuples(_REACH, {"order_id": order_id})
    if service.countries and country not in service.countries:
        problem = FieldProblem("service", "out_of_reach", f"{service.code} does not go to {country}")
        raise Invalid([problem])
    if is_cod and not service.can_collect_cash:
        raise Invalid([FieldProblem("service", "no_cash", f"{service.code} does not collect cash")])


def _lock_planned(order_id: UUID) -> None:
    lock_orders([order_id])
    if released := rows.fetch_value(_RELEASED, {"id": order_id}):
        raise OnTheFloor(
            "part of the order is on the floor, accepted by a partner, or has left; ask for a stop first",
            released=released,
        )


def _tell(order_id: UUID, merchant_id: UUID, what: str, now: datetime, actor: Actor) -> None:
    record(
        [OrderChanged(merchant_id=merchant_id, aggregate_id=order_id, what=what)],
        happened_at=now,
        actor=actor,
    )

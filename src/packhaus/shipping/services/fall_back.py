"""Let the next allowed service take a shipment whose label could not be bought."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.kernel import rows
from packhaus.shipping.locks import LockedPurchase, lock_shipment
from packhaus.shipping.queries.connections import find_buyer
from packhaus.shipping.queries.priced_services import list_priced_services
from packhaus.shipping.services.choose_services import choose_services
from packhaus.shipping.services.queue_purchases import WantedLabel, queue_purchases
from packhaus.shipping.services.redraft import redraft
from packhaus.shipping.services.tracking_numbers import build_tracking_number, take_serials
from packhaus.shipping.states import LABEL, RATE
from packhaus.shipping.types import PricedService, ShipmentRate

_TRIED = """
SELECT u.service_code, u.carrier_code, u.status = 'unknown' OR u.failure IN ('unreachable', 'sign_in') AS is_out
FROM shipping_labelpurchase AS u WHERE u.shipment_id = %(id)s::uuid
"""
# Why the first one was chosen says nothing of the second.
_MOVE = """
WITH choice AS (
    DELETE FROM shipping_servicechoice WHERE shipment_id = %(id)s::uuid
), parcel AS (
    UPDATE shipping_parcel AS p SET cost_minor = t.cost, tracking_number = t.number
    FROM unnest(%(costs)s::bigint[], %(numbers)s::text[]) WITH ORDINALITY AS t(cost, number, place)
    WHERE p.shipment_id = %(id)s::uuid AND p.number = t.place
)
UPDATE shipping_shipment SET service_code = %(service)s, carrier_code = %(carrier)s, cost_minor = %(cost)s,
    currency = %(currency)s, status = %(status)s
WHERE id = %(id)s::uuid
"""
_COST = "SELECT cost_minor, currency FROM shipping_shipment WHERE id = %(id)s::uuid"
_AGAIN = """
SELECT merchant_id, shipment_id, connection_id, service_code FROM shipping_labelpurchase WHERE id = %(id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class FellBack:
    """The service that took a shipment over. `dearer_minor`: what it costs more, None where currencies differ.

    `is_labelled`: its label is our own and there at once.
    """

    carrier_code: str
    service_code: str
    dearer_minor: int | None
    currency: str
    is_labelled: bool


def fall_back(*, purchase: LockedPurchase, is_carrier_out: bool, now: datetime) -> FellBack | None:
    """Let the cheapest service that was not tried yet take the shipment, in the caller's transaction; None: no other.

    A carrier that is out is out with all of its services. Queries: 5 to 8.
    """
    header = lock_shipment(purchase.shipment_id)
    draft = redraft(shipment_id=purchase.shipment_id, header=header)
    tried = {purchase.service_code}
    out = {purchase.carrier_code} if is_carrier_out else set[str]()
    for service, carrier, is_out in rows.fetch_tuples(_TRIED, {"id": purchase.shipment_id}):
        tried.add(service)
        out |= {carrier} if is_out else set()
    tried |= {service.code for service in list_priced_services() if service.carrier_code in out}
    (rate,) = choose_services(drafts=[draft], now=now, without=tried)
    if not isinstance(rate, ShipmentRate):
        return None
    buyer = find_buyer(service=rate.service, merchant_id=purchase.merchant_id)
    before, currency = rows.fetch_tuples(_COST, {"id": purchase.shipment_id})[0]
    _move(purchase.shipment_id, rate, is_bought=buyer is not None)
    if buyer:
        wanted = WantedLabel(purchase.merchant_id, purchase.shipment_id, buyer, rate.service)
        queue_purchases(wanted=[wanted], now=now)
    cost = sum(rate.costs_minor)
    return FellBack(
        rate.service.carrier_code,
        rate.service.code,
        cost - before if before is not None and currency == rate.service.currency else None,
        rate.service.currency,
        is_labelled=buyer is None,
    )


def ask_again(*, purchase_id: UUID, now: datetime) -> None:
    """Wish for the same label under a new reference, in the caller's transaction. Queries: 3."""
    [(merchant_id, shipment_id, connection_id, code)] = rows.fetch_tuples(_AGAIN, {"id": purchase_id})
    service: PricedService = next(one for one in list_priced_services() if one.code == code)
    queue_purchases(wanted=[WantedLabel(merchant_id, shipment_id, connection_id, service)], now=now)


def _move(shipment_id: UUID, rate: ShipmentRate, *, is_bought: bool) -> None:
    count = len(rate.costs_minor)
    numbers = (
        [""] * count
        if is_bought
        else [
            build_tracking_number(prefix=rate.service.tracking_prefix, serial=serial)
            for serial in take_serials(count)
        ]
    )
    rows.execute(
        _MOVE,
        {
            "id": shipment_id,
            "costs": list(rate.costs_minor),
            "numbers": numbers,
            "service": rate.service.code,
            "carrier": rate.service.carrier_code,
            "cost": sum(rate.costs_minor),
            "currency": rate.service.currency,
            "status": RATE.target if is_bought else LABEL.target,
        },
    )

"""Carriers with their services and prices, as people read and change them."""

from packhaus.kernel import rows
from packhaus.kernel.errors import NotFound
from packhaus.shipping.types import CarrierDraft, ServiceDraft

_CARRIERS = "SELECT code, name, tracking_prefix, tracking_url FROM shipping_carrier ORDER BY code"
_SERVICES = """
SELECT c.code, s.code, s.name, s.countries, s.max_weight_grams, s.can_collect_cash, s.rank,
       coalesce((SELECT min(p.currency) FROM shipping_serviceprice AS p WHERE p.service_id = s.id), 'EUR'),
       coalesce((SELECT array_agg(p.up_to_grams ORDER BY p.up_to_grams)
                 FROM shipping_serviceprice AS p WHERE p.service_id = s.id), '{}'),
       coalesce((SELECT array_agg(p.amount_minor ORDER BY p.up_to_grams)
                 FROM shipping_serviceprice AS p WHERE p.service_id = s.id), '{}'),
       s.is_active, s.cm3_per_kg, s.delivery_weekdays, s.takes_dangerous, s.takes_po_boxes, s.takes_signature,
       s.liable_minor, s.product, s.delivery_options
FROM shipping_service AS s JOIN shipping_carrier AS c ON c.id = s.carrier_id
ORDER BY s.is_active DESC, s.rank, s.code
"""


def list_carriers() -> list[CarrierDraft]:
    """Return every carrier as it could be saved again, services that are switched off too. Queries: 2."""
    services: dict[str, list[ServiceDraft]] = {}
    for (
        carrier,
        code,
        name,
        countries,
        grams,
        cash,
        rank,
        currency,
        steps,
        amounts,
        on,
        cm3,
        weekdays,
        dangerous,
        boxes,
        signature,
        liable,
        product,
        options,
    ) in rows.fetch_tuples(_SERVICES):
        services.setdefault(carrier, []).append(
            ServiceDraft(
                code=code,
                name=name,
                max_weight_grams=grams,
                currency=currency,
                prices=tuple(zip(steps, amounts, strict=True)),
                countries=tuple(countries),
                can_collect_cash=cash,
                rank=rank,
                is_active=on,
                cm3_per_kg=cm3,
                delivery_weekdays=weekdays,
                takes_dangerous=dangerous,
                takes_po_boxes=boxes,
                takes_signature=signature,
                liable_minor=liable,
                product=product,
                delivery_options=tuple(options),
            )
        )
    return [
        CarrierDraft(code, name, tuple(services.get(code, ())), prefix, url)
        for code, name, prefix, url in rows.fetch_tuples(_CARRIERS)
    ]


def get_carrier(*, code: str) -> CarrierDraft:
    """Return one carrier. Queries: 2. Raises: NotFound."""
    for carrier in list_carriers():
        if carrier.code == code:
            return carrier
    raise NotFound("carrier not found")

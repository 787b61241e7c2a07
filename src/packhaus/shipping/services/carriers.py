"""Carriers and their services with flat prices: few rows, saved whole."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.ids import new_id
from packhaus.shipping.events import CarrierSaved
from packhaus.shipping.gateways.interfaces import INTERFACES
from packhaus.shipping.queries.priced_services import forget_priced_services
from packhaus.shipping.queries.service_choice import forget_services
from packhaus.shipping.queries.transit_times import forget_transit_times
from packhaus.shipping.types import DELIVERY_OPTIONS, CarrierDraft, ServiceDraft

__all__ = ["CarrierDraft", "ServiceDraft", "save_carriers"]

_PRODUCTS = frozenset(code for one in INTERFACES.values() for code, _ in one.products)


_CARRIERS = """
INSERT INTO shipping_carrier (id, code, name, tracking_prefix, tracking_url)
SELECT r.id, r.code, r.name, r.tracking_prefix, r.tracking_url
FROM json_to_recordset(%(carriers)s::json) AS r(id uuid, code text, name text, tracking_prefix text, tracking_url text)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, tracking_prefix = excluded.tracking_prefix,
    tracking_url = excluded.tracking_url
"""

_SERVICES = """
INSERT INTO shipping_service (id, carrier_id, code, name, countries, max_weight_grams, can_collect_cash, rank,
    is_active, cm3_per_kg, delivery_weekdays, takes_dangerous, takes_po_boxes, takes_signature, liable_minor,
    product, delivery_options)
SELECT r.id, c.id, r.code, r.name, r.countries, r.max_weight_grams, r.can_collect_cash, r.rank, r.is_active,
    r.cm3_per_kg, r.delivery_weekdays, r.takes_dangerous, r.takes_po_boxes, r.takes_signature, r.liable_minor,
    r.product, r.delivery_options
FROM json_to_recordset(%(services)s::json) AS r(id uuid, carrier text, code text, name text, countries text[],
    max_weight_grams int, can_collect_cash boolean, rank int, is_active boolean, cm3_per_kg int,
    delivery_weekdays text, takes_dangerous boolean, takes_po_boxes boolean, takes_signature boolean,
    liable_minor bigint, product text, delivery_options text[])
JOIN shipping_carrier AS c ON c.code = r.carrier
ON CONFLICT (code) DO UPDATE SET name = excluded.name, countries = excluded.countries, rank = excluded.rank,
    max_weight_grams = excluded.max_weight_grams, can_collect_cash = excluded.can_collect_cash,
    is_active = excluded.is_active, cm3_per_kg = excluded.cm3_per_kg,
    delivery_weekdays = excluded.delivery_weekdays, takes_dangerous = excluded.takes_dangerous,
    takes_po_boxes = excluded.takes_po_boxes, takes_signature = excluded.takes_signature,
    liable_minor = excluded.liable_minor, product = excluded.product,
    delivery_options = excluded.delivery_options
"""

_PRICES = """
WITH given AS (
    SELECT s.id AS service_id, r.up_to_grams, r.amount_minor, r.currency
    FROM json_to_recordset(%(prices)s::json) AS r(service text, up_to_grams int, amount_minor bigint, currency text)
    JOIN shipping_service AS s ON s.code = r.service
), gone AS (
    DELETE FROM shipping_serviceprice AS p WHERE p.service_id IN (SELECT service_id FROM given)
      AND (p.service_id, p.up_to_grams) NOT IN (SELECT service_id, up_to_grams FROM given)
)
INSERT INTO shipping_serviceprice (service_id, up_to_grams, amount_minor, currency)
SELECT service_id, up_to_grams, amount_minor, currency FROM given
ON CONFLICT (service_id, up_to_grams) DO UPDATE SET amount_minor = excluded.amount_minor, currency = excluded.currency
"""


def save_carriers(*, scope: Scope, drafts: Sequence[CarrierDraft], now: datetime, actor: Actor) -> None:
    """Create carriers with their services and prices, or change those with a known code. Queries: 4.

    Emits: CarrierSaved. Raises: Invalid with every problem; nothing was written.
    """
    problems = [problem for draft in drafts for problem in _check_carrier(draft)]
    if problems:
        raise Invalid(problems)
    carriers = [
        {
            "id": str(new_id()), "code": draft.code, "name": draft.name, "tracking_prefix": draft.tracking_prefix,
            "tracking_url": draft.tracking_url,
        }
        for draft in drafts
    ]  # fmt: skip
    services = [
        {**asdict(service), "id": str(new_id()), "carrier": draft.code}
        for draft in drafts
        for service in draft.services
    ]
    prices = [
        {"service": service.code, "up_to_grams": grams, "amount_minor": amount, "currency": service.currency}
        for draft in drafts
        for service in draft.services
        for grams, amount in service.prices
    ]
    with transaction(scope):
        rows.execute(_CARRIERS, {"carriers": json.dumps(carriers)})
        rows.execute(_SERVICES, {"services": json.dumps(services)})
        rows.execute(_PRICES, {"prices": json.dumps(prices)})
        facts = [
            CarrierSaved(
                merchant_id=None,
                aggregate_id=draft.code,
                code=draft.code,
                services=tuple(service.code for service in draft.services),
            )
            for draft in drafts
        ]
        record(facts, happened_at=now, actor=actor)
    forget_services()
    forget_priced_services()
    forget_transit_times()


def _check_carrier(draft: CarrierDraft) -> Iterator[FieldProblem]:
    if not draft.code.strip() or len(draft.code) > 24 or draft.code != draft.code.upper():
        yield FieldProblem(f"{draft.code}.code", "format", "is 1 to 24 capitals, digits and hyphens")
    if draft.tracking_url and "{number}" not in draft.tracking_url:
        yield FieldProblem(f"{draft.code}.tracking_url", "format", "has {number} for the tracking number")
    for service in draft.services:
        if service.cm3_per_kg is not None and service.cm3_per_kg <= 0:
            yield FieldProblem(f"{service.code}.cm3_per_kg", "range", "is more than nothing, or absent")
        if not re.fullmatch(r"[01]*1[01]*", service.delivery_weekdays) or len(service.delivery_weekdays) != 7:
            yield FieldProblem(
                f"{service.code}.delivery_weekdays",
                "format",
                "has seven signs from Monday, 1 on delivery days",
            )
        if service.liable_minor is not None and not 0 <= service.liable_minor < 10**12:
            yield FieldProblem(f"{service.code}.liable_minor", "range", "is not negative")
        if service.product and service.product not in _PRODUCTS:
            yield FieldProblem(
                f"{service.code}.product", "unknown", "is nothing that an interface we know sells"
            )
        if not set(service.delivery_options) <= set(DELIVERY_OPTIONS):
            yield FieldProblem(
                f"{service.code}.delivery_options", "unknown", f"are of {', '.join(DELIVERY_OPTIONS)}"
            )
        steps = [grams for grams, _ in service.prices]
        if not steps or steps != sorted(set(steps)) or any(amount < 0 for _, amount in service.prices):
            yield FieldProblem(
                f"{service.code}.prices", "format", "have ascending steps and no negative amount"
            )

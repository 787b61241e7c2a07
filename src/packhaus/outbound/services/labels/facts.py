"""What an order's timeline is told of its labels."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from packhaus.outbound.events import LabelBought, OrderFact
from packhaus.outbound.packing_events import (
    LabelFellBack,
    LabelGivenBack,
    LabelKept,
    LabelNotBought,
)
from packhaus.shipping.services.label_steps import Settled


def list_facts(settled: Settled, order_id: UUID) -> list[OrderFact]:
    """Return the facts of what came of a step; none where nobody has to know."""
    about: Mapping[str, Any] = {
        "merchant_id": settled.merchant_id,
        "aggregate_id": order_id,
        "fulfillment_id": str(settled.fulfillment_id),
        "shipment_id": str(settled.shipment_id),
        "carrier": settled.carrier_code,
        "service": settled.service_code,
    }
    if settled.what == "bought":
        return [LabelBought(**about)]
    if settled.what == "voided":
        return [LabelGivenBack(**about)]
    if settled.what == "kept":
        return [LabelKept(**about, failure=settled.failure)]
    if settled.what in {"refused", "unknown"}:
        return _tell_failure(settled, about)
    return []


def _tell_failure(settled: Settled, about: Mapping[str, Any]) -> list[OrderFact]:
    taken = settled.next
    facts: list[OrderFact] = [
        LabelNotBought(**about, failure=settled.failure, is_known=settled.what == "refused")
    ]
    if taken:
        other = {**about, "carrier": taken.carrier_code, "service": taken.service_code}
        moved = LabelFellBack(
            **other,
            from_service=settled.service_code,
            dearer_minor=taken.dearer_minor,
            currency=taken.currency,
        )
        facts += [moved, LabelBought(**other)] if taken.is_labelled else [moved]
    return facts

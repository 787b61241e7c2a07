"""Wish to buy the labels of shipments; a job asks their carriers after the commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.ids import new_id
from packhaus.shipping.services.enqueue_labels import enqueue_steps
from packhaus.shipping.types import PricedService

# Drawn, not counted: two installations of one account must not take each other's labels for their own.
_REFERENCE_PREFIX = "PH"

_QUEUE = """
INSERT INTO shipping_labelpurchase (id, merchant_id, shipment_id, connection_id, carrier_code, service_code, product,
    reference, status, failure, told, identifier, attempts, lookups, queued_at, due_at, blob_ids)
SELECT q.id, q.merchant_id, q.shipment_id, q.connection_id, q.carrier, q.service, q.product, q.reference, 'queued', '',
       '', '', 0, 0, %(now)s, %(now)s, '{}'
FROM unnest(%(ids)s::uuid[], %(merchant_ids)s::uuid[], %(shipment_ids)s::uuid[], %(connection_ids)s::uuid[],
            %(carriers)s::text[], %(services)s::text[], %(products)s::text[], %(references)s::text[])
     AS q(id, merchant_id, shipment_id, connection_id, carrier, service, product, reference)
"""


class WantedLabel(NamedTuple):
    """A shipment whose carrier sells its labels."""

    merchant_id: UUID
    shipment_id: UUID
    connection_id: UUID
    service: PricedService


def queue_purchases(*, wanted: Sequence[WantedLabel], now: datetime) -> list[UUID]:
    """Write down that labels are to be bought, in the caller's transaction, and let workers buy them. Queries: 2."""
    ids = [new_id() for _ in wanted]
    records = [
        (
            id_, one.merchant_id, one.shipment_id, one.connection_id, one.service.carrier_code, one.service.code,
            one.service.product, f"{_REFERENCE_PREFIX}{new_id().hex[-16:].upper()}",
        )
        for id_, one in zip(ids, wanted, strict=True)
    ]  # fmt: skip
    names = (
        "ids", "merchant_ids", "shipment_ids", "connection_ids", "carriers", "services", "products", "references",
    )  # fmt: skip
    rows.execute(_QUEUE, {**dict(zip(names, rows.as_columns(records, len(names)), strict=True)), "now": now})
    enqueue_steps(purchase_ids=ids)
    return ids

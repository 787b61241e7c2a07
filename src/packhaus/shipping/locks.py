"""Every row lock of shipping: manifests, shipments and parcels, after the orders'."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.shipping.errors import ManifestClosed, ManifestNotFound, PurchaseNotFound, ShipmentNotFound
from packhaus.shipping.states import CLOSE_MANIFEST, RATE
from packhaus.shipping.types import ManifestRow

_MANIFEST = """
SELECT id, number, site_id, carrier_code, cut_off_at, status FROM shipping_manifest
WHERE id = %(id)s FOR NO KEY UPDATE
"""

_SHIPMENT = """
SELECT s.merchant_id, s.fulfillment_id, s.order_number, s.site_id, s.address_id, a.country, s.currency, s.cod_minor,
       s.cod_currency, s.value_minor, s.value_currency
FROM shipping_shipment AS s JOIN parties_address AS a ON a.id = s.address_id
WHERE s.id = %(id)s FOR NO KEY UPDATE OF s
"""

_BILLED = """
SELECT id FROM shipping_billedparcel
WHERE id = ANY(%(ids)s::bigint[]) AND state = ANY(%(states)s::text[]) ORDER BY id FOR NO KEY UPDATE
"""

# The lease of a step: longer than a carrier may take to let us in, sell, and be asked what it sold.
_CLAIM = """
UPDATE shipping_labelpurchase AS u
SET status = CASE u.status WHEN 'queued' THEN 'asking' WHEN 'asking' THEN 'unknown' ELSE u.status END,
    attempts = u.attempts + (u.status = 'queued')::int,
    asked_at = CASE u.status WHEN 'queued' THEN %(now)s::timestamptz ELSE u.asked_at END,
    due_at = %(now)s::timestamptz + interval '3 minutes'
WHERE u.id = %(id)s::uuid AND u.status = ANY(%(sources)s::text[]) AND u.due_at <= %(now)s
RETURNING u.id, u.status, u.connection_id, u.identifier
"""
_SOURCES = ("queued", "asking", "unknown", "voiding")

_PURCHASE = """
SELECT u.merchant_id, u.shipment_id, u.status, u.carrier_code, u.service_code, u.attempts, u.lookups, u.asked_at,
       u.identifier, u.due_at, s.status, s.fulfillment_id,
       EXISTS (SELECT FROM shipping_labelpurchase AS x WHERE x.shipment_id = u.shipment_id AND x.id > u.id)
FROM shipping_labelpurchase AS u JOIN shipping_shipment AS s ON s.id = u.shipment_id
WHERE u.id = %(id)s::uuid FOR NO KEY UPDATE OF s, u
"""


_PARCELS = """
SELECT p.tracking_number, p.id, p.merchant_id, p.shipment_id, s.fulfillment_id, s.carrier_code, s.deliver_by, n.timezone
FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id
JOIN network_site AS n ON n.id = s.site_id
WHERE p.tracking_number = ANY(%(numbers)s::text[]) AND p.tracking_number <> '' AND s.status <> 'voided'
  AND (%(carrier)s::text = '' OR s.carrier_code = %(carrier)s)
ORDER BY p.id FOR NO KEY UPDATE OF p
"""


class LockedParcel(NamedTuple):
    """A parcel with what its carrier's news are measured against; the zone is that of where it left."""

    tracking_number: str
    id: UUID
    merchant_id: UUID
    shipment_id: UUID
    fulfillment_id: UUID
    carrier_code: str
    deliver_by: datetime | None
    timezone: str


# Whoever is killed in between leaves them to the next one; parcels that have not left are not asked after.
_CLAIM_TRACKED = """
UPDATE shipping_labelpurchase AS u SET track_due_at = %(now)s::timestamptz + interval '30 minutes'
FROM (
    SELECT id FROM shipping_labelpurchase WHERE track_due_at <= %(now)s AND status = 'bought'
    ORDER BY track_due_at, id LIMIT %(at_most)s FOR NO KEY UPDATE SKIP LOCKED
) AS d, shipping_shipment AS s
WHERE u.id = d.id AND s.id = u.shipment_id
RETURNING u.id, u.connection_id, u.identifier, s.status = 'dispatched',
    ARRAY(SELECT p.tracking_number FROM shipping_parcel AS p
          WHERE p.shipment_id = s.id AND p.tracking_number <> '' ORDER BY p.number)
"""


class TrackedPurchase(NamedTuple):
    """A purchase whose parcels are asked after: their numbers, the carrier's, and whether they have left."""

    id: UUID
    connection_id: UUID
    identifier: str
    has_left: bool
    numbers: list[str]


class ClaimedStep(NamedTuple):
    """A purchase that nobody else touches for three minutes; what is to be done says its status."""

    id: UUID
    status: str
    connection_id: UUID
    identifier: str


class LockedPurchase(NamedTuple):
    """A purchase with its shipment. `has_successor`: the shipment has asked again since."""

    merchant_id: UUID
    shipment_id: UUID
    status: str
    carrier_code: str
    service_code: str
    attempts: int
    lookups: int
    asked_at: datetime | None
    identifier: str
    due_at: datetime | None
    shipment_status: str
    fulfillment_id: UUID
    has_successor: bool

    @property
    def is_wanted(self) -> bool:
        """Whether the shipment still waits for just this label."""
        return self.shipment_status == RATE.target and not self.has_successor


class ShipmentHeader(NamedTuple):
    """A shipment with where it goes."""

    merchant_id: UUID
    fulfillment_id: UUID
    order_number: str
    site_id: UUID
    address_id: UUID
    country: str
    currency: str
    cod_minor: int
    cod_currency: str
    value_minor: int
    value_currency: str


def lock_manifest(manifest_id: UUID) -> ManifestRow:
    """Lock an open manifest and return it. Queries: 1. Raises: ManifestNotFound, ManifestClosed."""
    found = rows.find_row(ManifestRow, _MANIFEST, {"id": manifest_id})
    if found is None:
        raise ManifestNotFound("there is no such manifest", manifest_id=manifest_id)
    if found.status not in CLOSE_MANIFEST.sources:
        raise ManifestClosed(f"manifest {found.number} has left", manifest=found.number)
    return found


def lock_shipment(shipment_id: UUID) -> ShipmentHeader:
    """Lock a shipment and return it. Queries: 1. Raises: ShipmentNotFound."""
    found = rows.fetch_tuples(_SHIPMENT, {"id": shipment_id})
    if not found:
        raise ShipmentNotFound("there is no such shipment", shipment_id=shipment_id)
    return ShipmentHeader._make(found[0])


def claim_step(*, purchase_id: UUID, now: datetime) -> ClaimedStep | None:
    """Take the next step of a purchase for ourselves; None when it is not due, or somebody has it. Queries: 1."""
    found = rows.fetch_tuples(_CLAIM, {"id": purchase_id, "now": now, "sources": list(_SOURCES)})
    return ClaimedStep._make(found[0]) if found else None


def claim_tracked(*, now: datetime, at_most: int) -> list[TrackedPurchase]:
    """Take purchases whose parcels are due to be asked after, for half an hour; the longest due first. Queries: 1."""
    return [
        TrackedPurchase._make(row)
        for row in rows.fetch_tuples(_CLAIM_TRACKED, {"now": now, "at_most": at_most})
    ]


def lock_purchase(purchase_id: UUID) -> LockedPurchase:
    """Lock a purchase and its shipment. Queries: 1. Raises: PurchaseNotFound."""
    found = rows.fetch_tuples(_PURCHASE, {"id": purchase_id})
    if not found:
        raise PurchaseNotFound("there is no such purchase", purchase_id=purchase_id)
    return LockedPurchase._make(found[0])


def lock_rate_card(card_id: UUID) -> None:
    """Lock a rate card: its versions come in, are published and withdrawn one after the other. Queries: 1."""
    rows.execute(
        "SELECT id FROM shipping_ratecard WHERE id = %(id)s::uuid FOR NO KEY UPDATE", {"id": card_id}
    )


def lock_parcels(*, numbers: Sequence[str], carrier_code: str = "") -> dict[str, LockedParcel]:
    """Lock parcels, of one carrier where one is named, and return them by tracking number. Queries: 1."""
    found = rows.fetch_tuples(_PARCELS, {"numbers": list(numbers), "carrier": carrier_code})
    return {row[0]: LockedParcel._make(row) for row in found}


def lock_billed(*, ids: Sequence[int], states: Sequence[str]) -> list[int]:
    """Lock billed parcels that are in one of the states, ascending, and return their ids. Queries: 1."""
    return [id_ for (id_,) in rows.fetch_tuples(_BILLED, {"ids": list(ids), "states": list(states)})]

"""Labels that carriers sold, as they came."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.shipping.documents.label import BoughtLabel

# One file for each parcel, or one with a page for each.
_LABELS = """
SELECT p.id, p.number, cardinality(u.blob_ids), b.content
FROM shipping_parcel AS p
JOIN shipping_shipment AS s ON s.id = p.shipment_id
JOIN shipping_labelpurchase AS u ON u.shipment_id = s.id AND u.status = 'bought'
LEFT JOIN parties_blob AS b ON b.id = u.blob_ids[least(p.number, cardinality(u.blob_ids))]
WHERE p.id = ANY(%(ids)s::uuid[]) AND s.status NOT IN ('voided', 'rated')
"""


def list_bought_labels(*, scope: Scope, parcel_ids: Sequence[UUID]) -> dict[UUID, BoughtLabel | None]:
    """Return the carriers' labels of parcels, None where one has expired; absent where it is our own. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_LABELS, {"ids": list(parcel_ids)})
    return {
        id_: BoughtLabel(bytes(content), 1 if files > 1 else number) if content else None
        for id_, number, files, content in found
    }

"""What became of the wish to buy labels, shipment by shipment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_PURCHASES = """
SELECT u.id, u.shipment_id, coalesce(c.name, u.carrier_code) AS carrier_name, u.service_code, u.reference, u.status,
       u.failure, u.told, u.queued_at, u.due_at,
       s.status = 'rated' AND (u.status = 'refused' OR (u.status = 'unknown' AND u.due_at IS NULL)) AND NOT EXISTS (
           SELECT FROM shipping_labelpurchase AS x WHERE x.shipment_id = u.shipment_id AND x.id > u.id
       ) AS can_be_asked_again
FROM shipping_labelpurchase AS u JOIN shipping_shipment AS s ON s.id = u.shipment_id
LEFT JOIN shipping_carrier AS c ON c.code = u.carrier_code
WHERE u.shipment_id = ANY(%(ids)s::uuid[]) ORDER BY u.id
"""

_DUE = """
SELECT id FROM shipping_labelpurchase WHERE due_at <= %(now)s ORDER BY due_at, id LIMIT %(at_most)s
"""


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One wish to buy a shipment's labels. `told`: the carrier's own words, while they are kept."""

    id: UUID
    shipment_id: UUID
    carrier_name: str
    service_code: str
    reference: str
    status: str
    failure: str
    told: str
    queued_at: datetime
    due_at: datetime | None
    can_be_asked_again: bool

    @property
    def waits_for_person(self) -> bool:
        """Whether nothing happens any more until somebody says so."""
        return self.status in {"refused", "kept"} or (self.status == "unknown" and self.due_at is None)


def list_purchases(scope: Scope, *, shipment_ids: Sequence[UUID]) -> list[PurchaseRow]:
    """Return the purchases of shipments, the first first. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(PurchaseRow, _PURCHASES, {"ids": list(shipment_ids)})


def list_due_purchases(*, now: datetime, at_most: int) -> list[UUID]:
    """Return the purchases with something to do, the longest due first, in the caller's transaction. Queries: 1."""
    return [id_ for (id_,) in rows.fetch_tuples(_DUE, {"now": now, "at_most": at_most})]

"""Every row lock of transfers: by id, before announced deliveries, site stock and balances."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from packhaus.kernel import rows
from packhaus.transfers.errors import TransferNotFound

_ONE = """
SELECT t.id, t.merchant_id, t.number, t.from_site_id, t.to_site_id, t.status, t.expected_on, t.carrier_code, t.hold_id,
       t.asn_id, t.is_turned_around, (SELECT s.country FROM network_site AS s WHERE s.id = t.to_site_id)
FROM transfers_transfer AS t WHERE t.id = %(id)s::uuid FOR NO KEY UPDATE
"""
_OF_ASN = "SELECT id FROM transfers_transfer WHERE asn_id = %(asn_id)s::uuid"


class LockedTransfer(NamedTuple):
    """A transfer that nobody else changes until commit; the country is that of the site where it goes."""

    id: UUID
    merchant_id: UUID
    number: str
    from_site_id: UUID
    to_site_id: UUID
    status: str
    expected_on: date
    carrier_code: str
    hold_id: UUID | None
    asn_id: UUID | None
    is_turned_around: bool
    country: str


def lock_transfer(transfer_id: UUID) -> LockedTransfer:
    """Lock a transfer, whose lines change only under this lock. Queries: 1. Raises: TransferNotFound."""
    found = rows.fetch_tuples(_ONE, {"id": transfer_id})
    if not found:
        raise TransferNotFound("there is no such transfer")
    return LockedTransfer._make(found[0])


def lock_transfer_of_asn(asn_id: UUID) -> LockedTransfer | None:
    """Lock the transfer that a delivery brings; None when it brings none. Queries: 1 to 2."""
    found: UUID | None = rows.fetch_value(_OF_ASN, {"asn_id": asn_id})
    if found is None:
        return None
    locked = lock_transfer(found)
    return locked if locked.asn_id == asn_id else None

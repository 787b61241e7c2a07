"""Every row lock of inbound: announced deliveries by id, before site stock and balances."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.inbound.errors import AsnNotFound
from packhaus.kernel import rows

_ASNS = """
SELECT id, merchant_id, site_id, number, status FROM inbound_asn WHERE id = ANY(%(ids)s::uuid[])
ORDER BY id FOR NO KEY UPDATE
"""


class LockedAsn(NamedTuple):
    """An announced delivery that nobody else changes until commit."""

    id: UUID
    merchant_id: UUID
    site_id: UUID
    number: str
    status: str


def lock_asns(ids: Sequence[UUID]) -> list[LockedAsn]:
    """Lock announced deliveries, whose lines change only under this lock. Queries: 1. Raises: AsnNotFound."""
    found = [LockedAsn._make(row) for row in rows.fetch_tuples(_ASNS, {"ids": list(ids)})]
    if len(found) != len(set(ids)):
        raise AsnNotFound("there is no such announced delivery")
    return found

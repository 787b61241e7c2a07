"""Counts that nobody else changes until commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.inventory import locks
from packhaus.inventory.errors import CountNotFound
from packhaus.kernel import rows

_COUNTS = f"""
SELECT c.id, c.number, c.document_id, c.site_id, c.location_id, l.code, c.sku_id, c.status, c.round, c.counted_at
FROM inventory_count AS c JOIN inventory_location AS l ON l.id = c.location_id
WHERE c.id = ANY(%(ids)s::uuid[])
{locks.COUNTS_IN_ORDER}
"""  # noqa: S608 - constants


class KnownCount(NamedTuple):
    """A locked count."""

    id: UUID
    number: str
    document_id: str
    site_id: UUID
    location_id: int
    location_code: str
    sku_id: UUID | None
    status: str
    round: int
    counted_at: datetime | None


def lock_counts(ids: Sequence[UUID]) -> list[KnownCount]:
    """Lock counts, whose lines and walks change only under this lock. Queries: 1. Raises: CountNotFound."""
    found = [KnownCount._make(row) for row in rows.fetch_tuples(_COUNTS, {"ids": list(ids)})]
    if len(found) != len(set(ids)):
        raise CountNotFound("there is no such count")
    return found

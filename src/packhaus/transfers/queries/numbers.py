"""Which numbers stand for a merchant's transfers."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

_KNOWN = """
SELECT number, id FROM transfers_transfer
WHERE merchant_id = %(merchant_id)s::uuid AND number = ANY(%(numbers)s::text[])
"""


def find_transfer_ids(*, merchant_id: UUID, numbers: Sequence[str]) -> dict[str, UUID]:
    """Return the transfers of these numbers that there are, in the caller's transaction. Queries: 1."""
    return dict(rows.fetch_tuples(_KNOWN, {"merchant_id": merchant_id, "numbers": list(numbers)}))

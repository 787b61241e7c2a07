"""A scan takes effect once, however often the device sends it."""

from collections.abc import Mapping
from uuid import UUID

from packhaus.kernel import rows

_TAKE = """
INSERT INTO journal_scan (device, client_id, operation, document_id, recorded_at)
VALUES (%(device)s, %(client_id)s, %(operation)s, %(document_id)s, clock_timestamp())
ON CONFLICT (device, client_id) DO NOTHING
"""

_TAKE_MANY = """
INSERT INTO journal_scan (device, client_id, operation, document_id, recorded_at)
SELECT %(device)s, n.client_id, %(operation)s, n.document_id, clock_timestamp()
FROM unnest(%(client_ids)s::text[], %(document_ids)s::text[]) AS n(client_id, document_id) ORDER BY n.client_id
ON CONFLICT (device, client_id) DO NOTHING
RETURNING client_id
"""


def take_scan(*, device: str, client_id: str, operation: str, document_id: UUID | str) -> bool:
    """Note in the running transaction that this scan takes effect; return False if it already has.

    The same scan in another open transaction is waited for: if that one fails, this is the first. `client_id` is made
    by the device; without one (a page without script) a scan is always the first. Queries: 1, or none without an id.
    """
    if not client_id:
        return True
    found = {
        "device": device,
        "client_id": client_id,
        "operation": operation,
        "document_id": str(document_id),
    }
    return rows.execute(_TAKE, found) == 1


def take_scans(*, device: str, operation: str, documents: Mapping[str, UUID | str]) -> set[str]:
    """Note many scans of a device by their client ids, and return those that take effect now. Queries: 1."""
    found = {
        "device": device,
        "operation": operation,
        "client_ids": list(documents),
        "document_ids": [str(document_id) for document_id in documents.values()],
    }
    return {client_id for (client_id,) in rows.fetch_tuples(_TAKE_MANY, found)}

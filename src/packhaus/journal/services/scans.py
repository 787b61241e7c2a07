"""A scan takes effect once, however often the device sends it."""

from uuid import UUID

from packhaus.kernel import rows

_TAKE = """
INSERT INTO journal_scan (device, client_id, operation, document_id, recorded_at)
VALUES (%(device)s, %(client_id)s, %(operation)s, %(document_id)s, clock_timestamp())
ON CONFLICT (device, client_id) DO NOTHING
"""


def take_scan(*, device: str, client_id: str, operation: str, document_id: UUID | str) -> bool:
    """Note in the running transaction that this scan takes effect; return False if it already has.

    The same scan in another open transaction is waited for: if that one fails, this is the first. `client_id` is made
    by the device; without one (a page without script) a scan is always the first. Queries: 1, or none without an id.
    """
    if not client_id:
        return True
    found = {"device": device, "client_id": client_id, "operation": operation, "document_id": str(document_id)}
    return rows.execute(_TAKE, found) == 1

"""How far the last truck of a delivery got."""

from uuid import UUID

from packhaus.kernel import rows

_STATUS = """
SELECT status FROM inbound_dockappointment WHERE asn_id = %(asn_id)s ORDER BY booked_at DESC, id DESC LIMIT 1
"""


def find_newest_status(*, asn_id: UUID) -> str | None:
    """Return the status of a delivery's newest appointment, in the caller's transaction. Queries: 1."""
    found: str | None = rows.fetch_value(_STATUS, {"asn_id": asn_id})
    return found

"""The lock of terms: versions of a merchant's terms are written one after the other, or their times would overlap."""

from uuid import UUID

from packhaus.kernel import rows

_ONE_WRITER = "SELECT pg_advisory_xact_lock(hashtextextended('terms ' || %(merchant_id)s::text, 0))"


def lock_terms(merchant_id: UUID) -> None:
    """Let nobody else write a merchant's terms until commit. Queries: 1."""
    rows.execute(_ONE_WRITER, {"merchant_id": str(merchant_id)})

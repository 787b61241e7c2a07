"""The journal's only lock: a subscriber's position, claimed by the one process that feeds it."""

from packhaus.journal.queries.reading import Position
from packhaus.kernel import rows

_CLAIM = """
SELECT transaction, entry FROM journal_subscription WHERE name = %(name)s FOR NO KEY UPDATE SKIP LOCKED
"""


def claim_position(name: str) -> Position | None:
    """Claim a subscriber until commit and return its position; None while another process feeds it. Queries: 1."""
    found = rows.fetch_tuples(_CLAIM, {"name": name})
    return Position(*found[0]) if found else None

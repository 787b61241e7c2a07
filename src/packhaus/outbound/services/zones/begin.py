"""The first leg of new walks."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.kernel import rows

_BEGIN = """
INSERT INTO outbound_zoneleg (batch_id, site_id, zone, place, held_because)
SELECT DISTINCT ON (t.batch_id) t.batch_id, l.site_id, l.zone, 1, ''
FROM outbound_picktask AS t JOIN inventory_location AS l ON l.id = t.location_id
WHERE t.batch_id = ANY(%(ids)s::uuid[]) ORDER BY t.batch_id, t.sequence, t.id
"""


def begin_legs(*, batch_ids: Sequence[UUID]) -> None:
    """Send the totes of walks by zones to the zone of their first stop. Queries: 1."""
    rows.execute(_BEGIN, {"ids": list(batch_ids)})

"""How a site receives."""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_GET = """
SELECT must_measure, opens_at, closes_at, slot_minutes, minutes_per_pallet, trucks_at_once, must_prove_labels
FROM inbound_receivingsetting WHERE site_id = %(site_id)s
"""


@dataclass(frozen=True, slots=True)
class ReceivingSettings:
    """Whether new items are measured before they are received, and when trucks are taken, site time.

    It unloads `trucks_at_once`; None is as many as it has doors. With `must_prove_labels` a new label is scanned back.
    """

    must_measure: bool = False
    opens_at: time = time(6)
    closes_at: time = time(22)
    slot_minutes: int = 30
    minutes_per_pallet: int = 3
    trucks_at_once: int | None = None
    must_prove_labels: bool = False


def get_receiving_settings(*, scope: Scope, site_id: UUID) -> ReceivingSettings:
    """Return how a site receives. Queries: 1."""
    with transaction(scope):
        return rows.find_row(ReceivingSettings, _GET, {"site_id": site_id}) or ReceivingSettings()

"""How far people walk for waves, beside how far they would walk order by order along an S."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows


@dataclass(frozen=True, slots=True)
class Walking:
    """Walks together: stops, and millimetres as planned and order by order; walks that nobody could measure apart."""

    batches: int
    lines: int
    planned_mm: int
    baseline_mm: int
    unmeasured: int

    @property
    def planned_per_line(self) -> float | None:
        """Return the metres per line as planned."""
        return self.planned_mm / 1_000 / self.lines if self.lines else None

    @property
    def baseline_per_line(self) -> float | None:
        """Return the metres per line if every order were picked alone along an S."""
        return self.baseline_mm / 1_000 / self.lines if self.lines else None

    @property
    def saved_share(self) -> float | None:
        """Return the share of the way that the plan saves."""
        return 1 - self.planned_mm / self.baseline_mm if self.baseline_mm else None


_SUMS = """
count(*) FILTER (WHERE b.baseline_mm IS NOT NULL) AS batches,
coalesce(sum(t.lines) FILTER (WHERE b.baseline_mm IS NOT NULL), 0)::bigint AS lines,
coalesce(sum(b.planned_mm) FILTER (WHERE b.baseline_mm IS NOT NULL), 0)::bigint AS planned_mm,
coalesce(sum(b.baseline_mm), 0)::bigint AS baseline_mm,
count(*) FILTER (WHERE b.baseline_mm IS NULL) AS unmeasured
"""

# Stops that a short added later are in no plan: one allocation has one stop, whose walk was planned.
_LINES = """
CROSS JOIN LATERAL (
    SELECT count(*) AS lines FROM outbound_picktask AS p WHERE p.batch_id = b.id AND p.status <> 'cancelled'
) AS t
"""

_OF_WAVES = f"""
SELECT {_SUMS} FROM outbound_pickbatch AS b {_LINES} WHERE b.wave_id = ANY(%(wave_ids)s::uuid[])
"""  # noqa: S608 - made of constants

_OF_SITE = f"""
SELECT {_SUMS} FROM outbound_pickbatch AS b JOIN outbound_wave AS w ON w.id = b.wave_id {_LINES}
WHERE (%(site_id)s::uuid IS NULL OR b.site_id = %(site_id)s::uuid)
  AND w.released_at >= %(since)s AND w.released_at < %(until)s
"""  # noqa: S608 - made of constants


def measure_waves(*, scope: Scope, wave_ids: Sequence[UUID]) -> Walking:
    """Return how far the walks of waves are. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(Walking, _OF_WAVES, {"wave_ids": list(wave_ids)})


def measure_site(*, scope: Scope, site_id: UUID | None, since: datetime, until: datetime) -> Walking:
    """Return how far the walks of waves are that were released at a site in a period; no site is all. Queries: 1."""
    with transaction(scope):
        return rows.fetch_one(Walking, _OF_SITE, {"site_id": site_id, "since": since, "until": until})

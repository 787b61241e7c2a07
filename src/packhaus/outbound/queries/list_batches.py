"""Pick batches: who walks where with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.outbound.errors import BatchNotFound


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in a list."""

    id: UUID
    number: str
    wave_number: str
    site_id: UUID
    site_code: str
    zone: str
    status: str
    picker_id: UUID | None
    picker_name: str | None
    stop_count: int
    claimed_at: datetime | None
    last_scan_at: datetime | None
    done_at: datetime | None
    routing: str
    planned_mm: int | None
    baseline_mm: int | None
    method: str

    @property
    def saved_share(self) -> float | None:
        """Return the share of the way that the walk saves, beside its orders one by one along an S."""
        return (
            None
            if self.planned_mm is None or not self.baseline_mm
            else 1 - self.planned_mm / self.baseline_mm
        )


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch is; `next_location` is empty when nothing is left.

    `turn` counts from 1 among the unclaimed walks of the site; 0 for one that is not.
    """

    batch_id: UUID
    stops_done: int
    stops: int
    units_left: int
    totes: int
    shorts: int
    next_location: str
    turn: int


@dataclass(frozen=True, slots=True)
class Walker:
    """A person who may walk a batch."""

    id: UUID
    name: str


_BATCHES = """
SELECT b.id, b.number, w.number AS wave_number, b.site_id, s.code AS site_code, s.timezone AS zone, b.status,
       b.picker_id,
       u.name AS picker_name, b.stop_count, b.claimed_at, b.last_scan_at, b.done_at, b.routing, b.planned_mm,
       b.baseline_mm, b.method
FROM outbound_pickbatch AS b
JOIN outbound_wave AS w ON w.id = b.wave_id
JOIN network_site AS s ON s.id = b.site_id
LEFT JOIN access_user AS u ON u.id = b.picker_id
WHERE (%(site_id)s::uuid IS NULL OR b.site_id = %(site_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR b.status = ANY(%(statuses)s::text[]))
  AND (%(wave)s::text IS NULL OR w.number = %(wave)s::text)
  AND (%(number)s::text IS NULL OR b.number = %(number)s::text)
  AND (%(picker_id)s::uuid IS NULL OR b.picker_id = %(picker_id)s::uuid)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR b.id = ANY(%(ids)s::uuid[]))
  AND (%(stalled_before)s::timestamptz IS NULL
       OR b.status = 'claimed' AND coalesce(b.last_scan_at, b.claimed_at) < %(stalled_before)s::timestamptz)
"""

_PROGRESS = """
SELECT b.id AS batch_id, count(*) FILTER (WHERE t.status IN ('done', 'short')) AS stops_done,
       count(*) FILTER (WHERE t.status <> 'cancelled') AS stops,
       coalesce(sum(t.quantity - t.picked) FILTER (WHERE t.status IN ('open', 'claimed')), 0)::bigint AS units_left,
       (SELECT count(DISTINCT s.tote_id) FROM outbound_batchslot AS s WHERE s.batch_id = b.id) AS totes,
       count(*) FILTER (WHERE t.status = 'short') AS shorts,
       coalesce((
           SELECT l.code FROM outbound_picktask AS n JOIN inventory_location AS l ON l.id = n.location_id
           WHERE n.batch_id = b.id AND n.status IN ('open', 'claimed') ORDER BY n.sequence LIMIT 1
       ), '') AS next_location,
       (SELECT count(*) FROM outbound_pickbatch AS o, outbound_pickbatch AS own
        WHERE own.id = b.id AND own.status = 'open' AND o.site_id = own.site_id AND o.status = 'open'
          AND (o.rank, o.id) <= (own.rank, own.id)) AS turn
FROM unnest(%(batch_ids)s::uuid[]) AS b(id)
LEFT JOIN outbound_picktask AS t ON t.batch_id = b.id
GROUP BY b.id
"""

_WALKERS = """
SELECT DISTINCT u.id, u.name FROM access_user AS u JOIN access_membership AS m ON m.user_id = u.id
WHERE u.is_active AND m.role IN ('associate', 'lead') ORDER BY u.name, u.id LIMIT 200
"""

_KEYS = (Key("id", "uuid"),)
_IN_TURN = f"{_BATCHES} ORDER BY b.rank, b.id LIMIT %(limit)s"


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """Which batches; what is left empty takes all."""

    site_id: UUID | None = None
    statuses: Sequence[str] = ()
    wave: str = ""
    number: str = ""
    picker_id: UUID | None = None
    stalled_before: datetime | None = None
    ids: Sequence[UUID] = ()


def list_batches(*, scope: Scope, chosen: BatchFilter, page: PageOf) -> Page[BatchRow]:
    """Return a page of batches, the newest first when the page is descending. Queries: 2."""
    with transaction(scope):
        return fetch_page(BatchRow, _BATCHES, _parameters(chosen), keys=_KEYS, page=page)


def list_offered_batches(*, scope: Scope, site_id: UUID | None, limit: int) -> list[BatchRow]:
    """Return the unclaimed batches that are offered first. Queries: 1."""
    parameters = _parameters(BatchFilter(site_id=site_id, statuses=["open"])) | {"limit": limit}
    with transaction(scope):
        return rows.fetch_rows(BatchRow, _IN_TURN, parameters)


def get_batch(*, scope: Scope, number: str) -> BatchRow:
    """Return a batch by its number. Queries: 1. Raises: BatchNotFound."""
    with transaction(scope):
        found = rows.find_row(BatchRow, _BATCHES, _parameters(BatchFilter(number=number)))
    if found is None:
        raise BatchNotFound("there is no such batch", number=number)
    return found


def list_batch_progress(*, scope: Scope, batch_ids: Sequence[UUID]) -> dict[UUID, BatchProgress]:
    """Return how far batches are, by id. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(BatchProgress, _PROGRESS, {"batch_ids": list(batch_ids)})
    return {row.batch_id: row for row in found}


def list_walkers(*, scope: Scope) -> list[Walker]:
    """Return who may be given a batch. Queries: 1."""
    with transaction(scope):
        return rows.fetch_rows(Walker, _WALKERS)


def _parameters(chosen: BatchFilter) -> dict[str, object]:
    return {
        "site_id": chosen.site_id,
        "statuses": list(chosen.statuses),
        "wave": chosen.wave or None,
        "number": chosen.number or None,
        "picker_id": chosen.picker_id,
        "stalled_before": chosen.stalled_before,
        "ids": list(chosen.ids),
    }

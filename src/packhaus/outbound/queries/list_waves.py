"""Waves, newest first, and how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.outbound.errors import WaveNotFound


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave as it was released."""

    id: UUID
    number: str
    site_code: str
    zone: str
    status: str
    cut_off_at: datetime | None
    released_at: datetime
    order_count: int
    line_count: int
    unit_count: int


@dataclass(frozen=True, slots=True)
class WaveProgress:
    """Where the fulfillment orders of a wave are, and what was short."""

    wave_id: UUID
    to_pick: int
    picking: int
    to_pack: int
    packed: int
    gone: int
    shorts: int
    unbatched: int


_WAVES = """
SELECT w.id, w.number, s.code AS site_code, s.timezone AS zone, w.status, w.cut_off_at, w.released_at, w.order_count,
       w.line_count, w.unit_count
FROM outbound_wave AS w JOIN network_site AS s ON s.id = w.site_id
WHERE (%(site_id)s::uuid IS NULL OR w.site_id = %(site_id)s::uuid)
  AND (cardinality(%(statuses)s::text[]) = 0 OR w.status = ANY(%(statuses)s::text[]))
  AND (%(number)s::text IS NULL OR w.number = %(number)s::text)
  AND (cardinality(%(ids)s::uuid[]) = 0 OR w.id = ANY(%(ids)s::uuid[]))
"""

_PROGRESS = """
SELECT w.id AS wave_id, count(*) FILTER (WHERE f.status = 'released') AS to_pick,
       count(*) FILTER (WHERE f.status = 'picking') AS picking, count(*) FILTER (WHERE f.status = 'picked') AS to_pack,
       count(*) FILTER (WHERE f.status = 'packed') AS packed,
       count(*) FILTER (WHERE f.status IN ('dispatched', 'delivered')) AS gone,
       count(*) FILTER (WHERE short.n > 0) AS shorts,
       count(*) FILTER (WHERE f.status = 'released' AND b.id IS NULL) AS unbatched
FROM unnest(%(wave_ids)s::uuid[]) AS w(id)
LEFT JOIN orders_fulfillmentorder AS f ON f.wave_id = w.id
LEFT JOIN outbound_batchslot AS b ON b.fulfillment_id = f.id
LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM outbound_picktask AS t WHERE t.fulfillment_id = f.id AND t.status = 'short'
) AS short ON true
GROUP BY 1
"""

_KEYS = (Key("released_at", "timestamptz"), Key("id", "uuid"))


def list_waves(
    *,
    scope: Scope,
    site_id: UUID | None = None,
    statuses: Sequence[str] = (),
    number: str = "",
    ids: Sequence[UUID] = (),
    page: PageOf,
) -> Page[WaveRow]:
    """Return a page of waves, the newest first when the page is descending. Queries: 2."""
    parameters = {
        "site_id": site_id,
        "statuses": list(statuses),
        "number": number or None,
        "ids": list(ids),
    }
    with transaction(scope):
        return fetch_page(WaveRow, _WAVES, parameters, keys=_KEYS, page=page)


def get_wave(*, scope: Scope, number: str) -> WaveRow:
    """Return a wave by its number. Queries: 1. Raises: WaveNotFound."""
    parameters: dict[str, object] = {"site_id": None, "statuses": [], "number": number, "ids": []}
    with transaction(scope):
        found = rows.find_row(WaveRow, _WAVES, parameters)
    if found is None:
        raise WaveNotFound("there is no such wave", number=number)
    return found


def list_wave_progress(*, scope: Scope, wave_ids: Sequence[UUID]) -> dict[UUID, WaveProgress]:
    """Return how far waves are, by id. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(WaveProgress, _PROGRESS, {"wave_ids": list(wave_ids)})
    return {row.wave_id: row for row in found}

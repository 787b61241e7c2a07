"""Build the pick batches of a wave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inventory.queries.site_locations import get_site_location
from packhaus.inventory.types import LocationKind
from packhaus.journal.services import record
from packhaus.orders.services.fulfillment import lock_fulfillments
from packhaus.outbound.errors import BatchEmpty
from packhaus.outbound.events import BatchBuilt
from packhaus.outbound.locks import lock_wave
from packhaus.outbound.queries.open_picks import list_open_picks, list_unbatched
from packhaus.outbound.services.batches.plan import plan_walks
from packhaus.outbound.services.batches.totes import name_batches
from packhaus.outbound.services.batches.write import NamedBatch, write_batches

MAX_CHUNK_LINES = 5000


def build_batches(
    *, wave_id: UUID, max_totes: int, tote_codes: Sequence[str] = (), now: datetime, actor: Actor
) -> list[UUID]:
    """Put the fulfillment orders of a wave that no batch has into walks of up to so many totes; return their ids.

    Totes are the named ones, then empty ones of the site, then new ones. An order that needs more totes than a cart
    takes walks alone. Commits per MAX_CHUNK_LINES lines. Locks: orders, the wave, empty totes. Queries: 10 a chunk.
    Raises: WaveNotFound, BatchEmpty when nothing waits, ToteInUse.
    """
    assert max_totes > 0
    built: list[UUID] = []
    codes = list(tote_codes)
    while True:
        more = _build_next(wave_id, max_totes, codes, now, actor)
        built += [batch.id for batch in more]
        codes = []
        if not more:
            break
    if not built:
        raise BatchEmpty("every order of the wave is in a batch already", wave_id=wave_id)
    return built


@again_when_busy
def _build_next(
    wave_id: UUID, max_totes: int, codes: Sequence[str], now: datetime, actor: Actor
) -> list[NamedBatch]:
    with transaction(Scope.operator()):
        ids = list_unbatched(wave_id=wave_id, max_lines=MAX_CHUNK_LINES)
        more = _build_chunk(wave_id, ids, max_totes, codes) if ids else []
        record([_fact(wave_id, batch) for batch in more], happened_at=now, actor=actor)
    return more


def _build_chunk(
    wave_id: UUID, fulfillment_ids: Sequence[UUID], max_totes: int, tote_codes: Sequence[str]
) -> list[NamedBatch]:
    lock_fulfillments(fulfillment_ids)
    _, site_id, _ = lock_wave(wave_id)
    still = set(list_unbatched(wave_id=wave_id, max_lines=MAX_CHUNK_LINES)) & set(fulfillment_ids)
    picks = list_open_picks(fulfillment_ids=sorted(still))
    if not picks:
        return []
    location_id = get_site_location(site_id=site_id, kind=LocationKind.TOTE)
    batches = name_batches(
        plan_walks(picks, max_totes=max_totes), location_id=location_id, tote_codes=tote_codes
    )
    write_batches(wave_id=wave_id, site_id=site_id, location_id=location_id, batches=batches)
    return batches


def _fact(wave_id: UUID, batch: NamedBatch) -> BatchBuilt:
    return BatchBuilt(
        merchant_id=None,
        aggregate_id=batch.id,
        wave_id=str(wave_id),
        orders=len(batch.plan.slots),
        stops=len(batch.plan.tasks),
    )

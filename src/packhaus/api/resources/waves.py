"""Waves: what is sent to the floor together."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.fields import bounded
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.floor import BuildIn, ReleaseIn, WaveListIn
from packhaus.kernel.keyset import PageOf
from packhaus.outbound.queries.list_waves import WaveRow, get_wave, list_waves
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.services.release.preview import ReleasePreview
from packhaus.outbound.services.unrelease import unrelease_wave
from packhaus.outbound.types import ReleaseRule

router = Router(tags=["floor"])
Wave = Annotated[str, bounded(16, 1), Path()]


@dataclass(frozen=True, slots=True)
class ReleaseShortOut:
    """A line that no bin covers; it stays promised and waits for the next wave."""

    order_number: str
    fulfillment_id: UUID
    line_id: int
    sku_id: UUID
    missing: int
    blocker: str


@dataclass(frozen=True, slots=True)
class WaveOut:
    """A released wave."""

    id: UUID
    number: str
    order_count: int
    line_count: int
    unit_count: int
    shorts: list[ReleaseShortOut]


@dataclass(frozen=True, slots=True)
class BatchesOut:
    """The batches that were made."""

    batches: list[UUID]


@dataclass(frozen=True, slots=True)
class UnreleasedOut:
    """How many fulfillment orders were taken back."""

    fulfillments: int


@router.post(
    "/waves:preview",
    response={200: ReleasePreview, **declare(404)},
    auth=works_on_the_floor,
    operation_id="preview_wave",
)
def preview(request: ApiRequest, payload: ReleaseIn) -> HttpResponse:
    """Say what a release would take and what would be short; nothing is changed."""
    site_id, rule = get_site_id(payload.site), _read_rule(request, payload)
    return answer(preview_release(scope=request.auth.scope, site_id=site_id, rule=rule, now=timezone.now()))


@router.post(
    "/waves",
    response={201: WaveOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="release_wave",
)
def release(request: ApiRequest, payload: ReleaseIn) -> HttpResponse:
    """Release what fits and allocate its bins; what is released once is not released again."""
    site_id, rule = get_site_id(payload.site), _read_rule(request, payload)
    return answer(release_wave(site_id=site_id, rule=rule, now=timezone.now(), actor=request.auth.actor), 201)


@router.get(
    "/waves",
    response={200: PageOut[WaveRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_waves",
)
def list_all(request: ApiRequest, wanted: Query[WaveListIn]) -> HttpResponse:
    """List waves, the newest first."""
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_waves(scope=request.auth.scope, site_id=find_site_id(wanted.site), page=page))


@router.get(
    "/waves/{number}",
    response={200: WaveRow, **declare(404)},
    auth=works_on_the_floor,
    operation_id="get_wave",
)
def get_one(request: ApiRequest, number: Wave) -> HttpResponse:
    """Return a wave."""
    return answer(get_wave(scope=request.auth.scope, number=number))


@router.post(
    "/waves/{number}/unrelease",
    response={200: UnreleasedOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="unrelease_wave",
)
def take_back(request: ApiRequest, number: Wave) -> HttpResponse:
    """Take a wave back while nobody has picked for it, all or none."""
    wave = get_wave(scope=request.auth.scope, number=number)
    taken = unrelease_wave(wave_id=wave.id, now=timezone.now(), actor=request.auth.actor)
    return answer(UnreleasedOut(taken))


@router.post(
    "/waves/{number}/batches",
    response={201: BatchesOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="build_batches",
)
def build(request: ApiRequest, number: Wave, payload: BuildIn) -> HttpResponse:
    """Put what waits of a wave into walks of up to so many totes."""
    wave = get_wave(scope=request.auth.scope, number=number)
    ids = build_batches(
        wave_id=wave.id,
        max_totes=payload.max_totes,
        tote_codes=payload.totes,
        now=timezone.now(),
        actor=request.auth.actor,
    )
    return answer(BatchesOut(ids), 201)


def _read_rule(request: ApiRequest, payload: ReleaseIn) -> ReleaseRule:
    scope = request.auth.scope
    return payload.as_rule(
        tuple(get_merchant_by_code(scope=scope, code=code).id for code in payload.merchants)
    )

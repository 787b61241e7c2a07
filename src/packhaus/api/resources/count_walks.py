"""Counting itself: who takes which bin, what lies there, and that nothing else does."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.api.answers import answer, answer_nothing
from packhaus.api.keys import ApiRequest, works_on_the_floor
from packhaus.api.lookups import get_site_id, read_locations, read_skus_of
from packhaus.api.problems import declare
from packhaus.api.schemas.counts import (
    CountEntriesIn,
    CounterIn,
    CountNumber,
    EmptyBinIn,
    FinishCountIn,
    NextCountIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.decide.counting import Verdict
from packhaus.inventory.queries.count_walks import CountStep, get_count_step
from packhaus.inventory.queries.list_counts import get_count_ids, list_count_numbers
from packhaus.inventory.services.counts.check_empty import check_empty
from packhaus.inventory.services.counts.claim import claim_count, claim_next_count, leave_count
from packhaus.inventory.services.counts.finish import finish_count
from packhaus.inventory.services.counts.record import record_count
from packhaus.inventory.types import CountEntry

router = Router(tags=["counts"])
Number = Annotated[CountNumber, Path()]
Site = Annotated[SiteCode, Path()]


@dataclass(frozen=True, slots=True)
class CountTakenOut:
    """The bin that a person has now; none when nothing is left for her."""

    count: CountStep | None


@dataclass(frozen=True, slots=True)
class EntriesTaken:
    """How many of the entries took effect; the others did before."""

    taken: int


@dataclass(frozen=True, slots=True)
class CountEnded:
    """What comes of a count: it is booked, somebody else counts again, or a lead decides."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class EmptyBinOut:
    """What comes of it; null where nothing was done: the bin was filled meanwhile, or is to be counted anyway."""

    verdict: Verdict | None


@router.post(
    "/counts:next",
    response={200: CountTakenOut, **declare(404)},
    auth=works_on_the_floor,
    operation_id="claim_next_count",
)
def take_next(request: ApiRequest, payload: NextCountIn) -> HttpResponse:
    """Give a person the next bin of a site along the walk; two who ask at once get two bins."""
    key, site_id = request.auth, get_site_id(payload.site)
    count_id = claim_next_count(
        scope=key.scope, site_id=site_id, person_id=payload.person, now=timezone.now()
    )
    if count_id is None:
        return answer(CountTakenOut(None))
    [number] = list_count_numbers(scope=key.scope, count_ids=[count_id])
    return answer(CountTakenOut(get_count_step(scope=key.scope, number=number, person_id=payload.person)))


@router.post(
    "/counts/{number}/claim",
    response={200: CountTakenOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="claim_count",
)
def claim(request: ApiRequest, number: Number, payload: CounterIn) -> HttpResponse:
    """Give a count to a person; to the same person again changes nothing, and a recount is never the first one's."""
    key = request.auth
    [count_id] = get_count_ids(scope=key.scope, numbers=[number])
    claim_count(scope=key.scope, count_id=count_id, person_id=payload.person, now=timezone.now())
    return answer(CountTakenOut(get_count_step(scope=key.scope, number=number, person_id=payload.person)))


@router.post(
    "/counts/{number}/leave",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="leave_count",
)
def leave(request: ApiRequest, number: Number, payload: CounterIn) -> HttpResponse:
    """Hand back a bin that could not be reached; what was noted of it is forgotten."""
    key = request.auth
    [count_id] = get_count_ids(scope=key.scope, numbers=[number])
    leave_count(scope=key.scope, count_id=count_id, person_id=payload.person, now=timezone.now())
    return answer_nothing()


@router.post(
    "/counts/{number}/entries",
    response={200: EntriesTaken, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="record_count",
)
def note(request: ApiRequest, number: Number, payload: CountEntriesIn) -> HttpResponse:
    """Note what was found in a bin that somebody has, all or none; nothing is booked before the count is finished."""
    key = request.auth
    [count_id] = get_count_ids(scope=key.scope, numbers=[number])
    skus = read_skus_of(key, "entries", [(one.merchant, one.sku) for one in payload.entries])
    entries = [
        CountEntry(
            count_id, one.units, skus[one.merchant, one.sku] if one.sku else None, one.code, one.lot, one.serial,
            one.client_id,
        )
        for one in payload.entries
    ]  # fmt: skip
    taken = record_count(
        scope=key.scope, entries=entries, device=payload.device, person_id=None, now=timezone.now()
    )
    return answer(EntriesTaken(taken))


@router.post(
    "/sites/{code}/empty-bins",
    response={200: EmptyBinOut, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="check_empty_bin",
)
def look(request: ApiRequest, code: Site, payload: EmptyBinIn) -> HttpResponse:
    """Say whether a bin is empty whose last units were picked; a client id counts once."""
    key, site_id = request.auth, get_site_id(code)
    place = (site_id, payload.location)
    location_id = read_locations(key, "locations", [place])[place]
    item = (payload.merchant, payload.sku)
    sku_id = read_skus_of(key, "skus", [item])[item]
    verdict = check_empty(
        scope=key.scope, location_id=location_id, sku_id=sku_id, units=payload.units, person_id=payload.person,
        device=payload.device, client_id=payload.client_id, now=timezone.now(), actor=key.actor,
    )  # fmt: skip
    return answer(EmptyBinOut(verdict))


@router.post(
    "/counts/{number}/finish",
    response={200: CountEnded, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="finish_count",
)
def finish(request: ApiRequest, number: Number, payload: FinishCountIn) -> HttpResponse:
    """Say that nothing else lies there: what the record has and nobody found counts as none."""
    key = request.auth
    [count_id] = get_count_ids(scope=key.scope, numbers=[number])
    verdict = finish_count(
        scope=key.scope, count_id=count_id, person_id=None, now=timezone.now(), actor=key.actor,
        device=payload.device, client_id=payload.client_id,
    )  # fmt: skip
    return answer(CountEnded(verdict))

"""Counts: which bins are to be counted, what was found, and what becomes of it. For the operator's own programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, reads_locations, writes_network, writes_stock
from packhaus.api.lookups import find_site_id, get_site_id, read_locations, read_skus_of
from packhaus.api.problems import declare
from packhaus.api.schemas.counts import (
    AccuracyListIn,
    ApproveCountsIn,
    CountListIn,
    CountNumber,
    CountPlaceIn,
    CountPlanIn,
    CountProgrammeIn,
    CountsIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.inventory.queries.accuracy_by_week import (
    AccuracyFilter,
    WeekAccuracy,
    list_week_accuracy,
)
from packhaus.inventory.queries.bins_of_items import list_bins_of_items
from packhaus.inventory.queries.count_programme import ProgrammeRow, find_programme
from packhaus.inventory.queries.list_counts import (
    CountFilter,
    CountLineRow,
    CountRow,
    get_count,
    get_count_ids,
    list_count_numbers,
    list_counts,
)
from packhaus.inventory.services.counts.again import ask_recounts
from packhaus.inventory.services.counts.approve import approve_counts, reject_counts
from packhaus.inventory.services.counts.cancel import cancel_counts
from packhaus.inventory.services.counts.plan import plan_counts
from packhaus.inventory.services.counts.programme import save_programme
from packhaus.inventory.types import CountWant
from packhaus.kernel.keyset import PageOf

router = Router(tags=["counts"])
Number = Annotated[CountNumber, Path()]
Site = Annotated[SiteCode, Path()]


@dataclass(frozen=True, slots=True)
class CountProgrammeOut:
    """How a site counts: days between two counts of a class (0: never), goals and tolerance in hundredths."""

    is_active: bool
    days_a: int
    days_b: int
    days_c: int
    goal_a: int
    goal_b: int
    goal_c: int
    bins_a_day: int
    tolerance_units: int
    tolerance_percent: int
    tolerance_minor: int | None
    tolerance_currency: str
    checks_empty: bool


@dataclass(frozen=True, slots=True)
class CountsMade:
    """The numbers of the counts that are new; places that are counted already, or never are, have none."""

    counts: list[str]


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that lay in the bin and that nobody knows."""

    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class CountOut:
    """A count with every round's lines, the last one first; without any of them until it is counted."""

    header: CountRow
    lines: list[CountLineRow]
    unknown: list[UnknownCode]


@dataclass(frozen=True, slots=True)
class CountBooked:
    """A count that the record follows, and by how many units it changed, up and down."""

    count: str
    units: int


@router.get(
    "/counts",
    response={200: PageOut[CountRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_counts",
)
def list_all(request: ApiRequest, wanted: Query[CountListIn]) -> HttpResponse:
    """List counts, the newest first; figures are those of the last round, none while somebody has still to count."""
    chosen = CountFilter(find_site_id(wanted.site), wanted.status, wanted.trigger, wanted.text)
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_counts(scope=request.auth.scope, chosen=chosen, page=page))


@router.get(
    "/count-accuracy",
    response={200: PageOut[WeekAccuracy], **declare(404)},
    auth=reads_locations,
    operation_id="list_count_accuracy",
)
def list_accuracy(request: ApiRequest, wanted: Query[AccuracyListIn]) -> HttpResponse:
    """List how right the record was by week (from Monday, at the site), site and class, the last week first."""
    since = timezone.now() - timedelta(weeks=wanted.weeks)
    chosen = AccuracyFilter(since, find_site_id(wanted.site), wanted.abc)
    page = PageOf(wanted.after, wanted.before, is_descending=True, size=wanted.limit)
    return answer_page(list_week_accuracy(scope=request.auth.scope, chosen=chosen, page=page))


@router.get(
    "/counts/{number}",
    response={200: CountOut, **declare(404)},
    auth=reads_locations,
    operation_id="get_count",
)
def show(request: ApiRequest, number: Number) -> HttpResponse:
    """Show a count. Who counts does not know the record, so its lines are told when it is counted."""
    found = get_count(scope=request.auth.scope, number=number)
    if found.is_blind:
        return answer(CountOut(found.header, [], []))
    return answer(CountOut(found.header, found.lines, [UnknownCode(*one) for one in found.unknown]))


@router.post(
    "/counts",
    response={200: CountsMade, **declare(404)},
    auth=writes_stock,
    operation_id="plan_counts",
)
def plan(request: ApiRequest, payload: CountPlanIn) -> HttpResponse:
    """Have places of a site counted, and items in each bin of it in which they lie (at most 2,000 bins).

    A place has one open count: what is to be counted already is not planned twice. A place with several of the items is
    counted whole.
    """
    key, site_id = request.auth, get_site_id(payload.site)
    wants = _read_wants(key, site_id, payload.places)
    if payload.items:
        skus = read_skus_of(key, "items", [(one.merchant, one.sku) for one in payload.items])
        wants += list_bins_of_items(scope=key.scope, sku_ids=list(skus.values()), site_id=site_id)
    made = plan_counts(scope=key.scope, wants=wants, now=timezone.now(), actor=key.actor)
    return answer(CountsMade(list_count_numbers(scope=key.scope, count_ids=made)))


def _read_wants(key: KeyIdentity, site_id: UUID, places: Sequence[CountPlaceIn]) -> list[CountWant]:
    """Return what is to be counted. Raises: Invalid, NotFound."""
    locations = read_locations(key, "places", [(site_id, one.location) for one in places])
    skus = read_skus_of(key, "places", [(one.merchant, one.sku) for one in places])
    return [
        CountWant(locations[site_id, one.location], sku_id=skus[one.merchant, one.sku] if one.sku else None)
        for one in places
    ]


@router.get(
    "/sites/{code}/counting-programme",
    response={200: CountProgrammeOut, **declare(404)},
    auth=reads_locations,
    operation_id="get_counting_programme",
)
def show_programme(request: ApiRequest, code: Site) -> HttpResponse:
    """Show how a site counts; one that nobody set up plans nothing by itself."""
    found = find_programme(scope=request.auth.scope, site_id=get_site_id(code))
    return answer(CountProgrammeOut(**asdict(found or ProgrammeRow(is_active=False))))


@router.put(
    "/sites/{code}/counting-programme",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="set_counting_programme",
)
def set_programme(request: ApiRequest, code: Site, payload: CountProgrammeIn) -> HttpResponse:
    """Say how a site counts from now on."""
    key, programme = request.auth, ProgrammeRow(**payload.model_dump())
    save_programme(
        scope=key.scope, site_id=get_site_id(code), programme=programme, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.post(
    "/counts:approve",
    response={200: list[CountBooked], **declare(404, 409)},
    auth=writes_stock,
    operation_id="approve_counts",
)
def approve(request: ApiRequest, payload: ApproveCountsIn) -> HttpResponse:
    """Let the record follow counts, all or none; what moved since stays right, and orders may give way."""
    key = request.auth
    numbers = sorted(set(payload.counts))
    ids = get_count_ids(scope=key.scope, numbers=numbers)
    booked = approve_counts(
        scope=key.scope, count_ids=ids, reason=payload.reason, now=timezone.now(), actor=key.actor
    )
    return answer(
        [CountBooked(number, booked[count_id]) for number, count_id in zip(numbers, ids, strict=True)]
    )


@router.post(
    "/counts:reject",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="reject_counts",
)
def reject(request: ApiRequest, payload: CountsIn) -> HttpResponse:
    """Leave the record as it is, all or none."""
    key, ids = request.auth, get_count_ids(scope=request.auth.scope, numbers=payload.counts)
    reject_counts(scope=key.scope, count_ids=ids, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/counts:recount",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="ask_recounts",
)
def recount(request: ApiRequest, payload: CountsIn) -> HttpResponse:
    """Have somebody else count again, all or none."""
    key, ids = request.auth, get_count_ids(scope=request.auth.scope, numbers=payload.counts)
    ask_recounts(scope=key.scope, count_ids=ids, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/counts:cancel",
    response={204: None, **declare(404, 409)},
    auth=writes_stock,
    operation_id="cancel_counts",
)
def cancel(request: ApiRequest, payload: CountsIn) -> HttpResponse:
    """Drop counts that nobody has finished, all or none."""
    key, ids = request.auth, get_count_ids(scope=request.auth.scope, numbers=payload.counts)
    cancel_counts(scope=key.scope, count_ids=ids, now=timezone.now(), actor=key.actor)
    return answer_nothing()

"""Put-away: what waits at the doors, where it goes, and that it lies there. For the operator's own programs."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.identity import KeyIdentity
from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.fields import MerchantIn
from packhaus.api.keys import (
    ApiRequest,
    find_merchant,
    reads_locations,
    works_on_the_floor,
    writes_network,
)
from packhaus.api.lookups import find_asn, find_site_id, get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.inbound import AsnNumber
from packhaus.api.schemas.put_away import (
    PutAwayEntriesIn,
    PutAwayListIn,
    PutAwayRulesIn,
    PutAwayTasksIn,
    StockedIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.inbound.queries.put_away.dock_to_stock import (
    DockToStock,
    StockedFilter,
    StockedRow,
    list_stocked,
    measure_dock_to_stock,
)
from packhaus.inbound.queries.put_away.list_tasks import PutAwayFilter, PutAwayRow, list_put_away
from packhaus.inbound.queries.put_away.rules import RuleRow, list_rules
from packhaus.inbound.services.put_away.cancel import cancel_put_away
from packhaus.inbound.services.put_away.confirm import confirm_put_away
from packhaus.inbound.services.put_away.plan import plan_put_away
from packhaus.inbound.services.put_away.rules import set_put_away_rules
from packhaus.inbound.types import PutAway, PutAwayEntry
from packhaus.inventory.errors import UnknownLocation
from packhaus.inventory.queries.location_ids import get_location_ids
from packhaus.kernel.keyset import PageOf

router = Router(tags=["inbound"])
Site = Annotated[SiteCode, Path()]


@dataclass(frozen=True, slots=True)
class Planned:
    """Units of a delivery that have a place now."""

    units: int


@router.get(
    "/put-away-tasks",
    response={200: PageOut[PutAwayRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_put_away_tasks",
)
def list_all(request: ApiRequest, wanted: Query[PutAwayListIn]) -> HttpResponse:
    """List put-away tasks, the longest waiting first; one without a place says what ruled places out."""
    key = request.auth
    chosen = PutAwayFilter(
        site_id=find_site_id(wanted.site),
        merchant_id=find_merchant(key, wanted.merchant),
        statuses=wanted.status,
        whys=wanted.why,
        has_no_place=wanted.without_place,
        asn_number=wanted.asn,
    )
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_put_away(scope=key.scope, chosen=chosen, now=timezone.now(), page=page))


@router.post(
    "/put-away-tasks:confirm",
    response={200: list[PutAway], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="confirm_put_away",
)
def confirm(request: ApiRequest, payload: PutAwayEntriesIn) -> HttpResponse:
    """Say that goods lie in their places, all or none; an entry whose client id took effect before does nothing."""
    key = request.auth
    return answer(
        confirm_put_away(
            scope=key.scope, entries=_read_entries(payload), device=payload.device, now=timezone.now(), actor=key.actor
        )
    )  # fmt: skip


def _read_entries(payload: PutAwayEntriesIn) -> list[PutAwayEntry]:
    """Return the entries with their places. Raises: UnknownLocation."""
    site_id = get_site_id(payload.site)
    named = [(site_id, one.location) for one in payload.entries if one.location]
    places = get_location_ids(places=named) if named else {}
    if missing := sorted({code for _, code in named if (site_id, code) not in places}):
        raise UnknownLocation("no such location", locations=missing)
    ids = {code: found.id for (_, code), found in places.items()}
    return [
        PutAwayEntry(one.task, one.client_id, one.quantity, ids.get(one.location or ""), one.reason)
        for one in payload.entries
    ]


@router.post(
    "/put-away-tasks:cancel",
    response={204: None, **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="cancel_put_away",
)
def cancel(request: ApiRequest, payload: PutAwayTasksIn) -> HttpResponse:
    """Leave goods at the door until their delivery is planned anew."""
    key = request.auth
    cancel_put_away(scope=key.scope, task_ids=payload.tasks, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/asns/{number}/put-away",
    response={200: Planned, **declare(404)},
    auth=works_on_the_floor,
    operation_id="plan_put_away",
)
def plan(request: ApiRequest, number: AsnNumber, payload: MerchantIn) -> HttpResponse:
    """Plan anew what waits of a delivery and nobody has in hand."""
    key = request.auth
    _, asn_id = find_asn(key, merchant=payload.merchant, number=number)
    return answer(Planned(plan_put_away(scope=key.scope, asn_id=asn_id, now=timezone.now())))


@router.get(
    "/sites/{code}/put-away-rules",
    response={200: list[RuleRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_put_away_rules",
)
def show_rules(request: ApiRequest, code: Site) -> HttpResponse:
    """List where goods go at a site, in the order in which the rules are asked."""
    return answer(list_rules(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/put-away-rules",
    response={200: list[RuleRow], **declare(404)},
    auth=writes_network,
    operation_id="set_put_away_rules",
)
def set_rules(request: ApiRequest, code: Site, payload: PutAwayRulesIn) -> HttpResponse:
    """Replace the rules of a site by these."""
    key, site_id = request.auth, get_site_id(code)
    drafts = [rule.as_draft() for rule in payload.rules]
    set_put_away_rules(scope=key.scope, site_id=site_id, drafts=drafts, now=timezone.now(), actor=key.actor)
    return answer(list_rules(scope=key.scope, site_id=site_id))


@router.get(
    "/dock-to-stock",
    response={200: PageOut[StockedRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_dock_to_stock",
)
def list_times(request: ApiRequest, wanted: Query[StockedIn]) -> HttpResponse:
    """List deliveries that were wholly put away, with the seconds from arrival to the last unit in its place."""
    key, now = request.auth, timezone.now()
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_stocked(scope=key.scope, chosen=_choose(key, wanted), now=now, page=page))


@router.get(
    "/dock-to-stock/figure",
    response={200: DockToStock, **declare(404)},
    auth=works_on_the_floor,
    operation_id="measure_dock_to_stock",
)
def measure(request: ApiRequest, wanted: Query[StockedIn]) -> HttpResponse:
    """Return the median and the ninth decile of the seconds from dock to stock."""
    key, now = request.auth, timezone.now()
    return answer(measure_dock_to_stock(scope=key.scope, chosen=_choose(key, wanted), now=now))


def _choose(key: KeyIdentity, wanted: StockedIn) -> StockedFilter:
    return StockedFilter(
        find_site_id(wanted.site), find_merchant(key, wanted.merchant), timedelta(days=wanted.days)
    )

"""Sites and their locations."""

from datetime import date, time, timedelta
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from packhaus.api.answers import PageOut, answer, answer_nothing, answer_page
from packhaus.api.keys import ApiRequest, reads_locations, reads_stock, writes_network
from packhaus.api.lookups import get_site_id, read_locations
from packhaus.api.problems import declare
from packhaus.api.schemas.stock import (
    CapacitiesIn,
    ClosedDayIn,
    LocationCode,
    LocationListIn,
    LocationsIn,
    SiteCode,
    SiteIn,
)
from packhaus.inventory.queries.list_locations import (
    ContentRow,
    LocationFilter,
    LocationRow,
    get_location_by_code,
    list_contents,
    list_locations,
)
from packhaus.inventory.services.capacity import CapacityDraft, set_capacity
from packhaus.inventory.services.locations import LocationDraft, save_locations
from packhaus.kernel.keyset import PageOf
from packhaus.network.queries.get_site import SiteDetail, get_site
from packhaus.network.queries.list_sites import SiteRow, list_sites
from packhaus.network.services.closed_days import close_day, open_day
from packhaus.network.services.site_activity import set_site_active
from packhaus.network.services.sites import save_site
from packhaus.network.types import CutOffDraft, SiteDraft

router = Router(tags=["sites"])
Site = Annotated[SiteCode, Path()]
Location = Annotated[LocationCode, Path()]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1)), Path()]


@router.get("/sites", response={200: list[SiteRow], **declare()}, auth=reads_stock, operation_id="list_sites")
def list_every(request: ApiRequest) -> HttpResponse:
    """List the sites, active ones first."""
    return answer(list_sites())


@router.get(
    "/sites/{code}",
    response={200: SiteDetail, **declare(404)},
    auth=reads_stock,
    operation_id="get_site",
)
def show(request: ApiRequest, code: Site) -> HttpResponse:
    """Show a site with its cut-offs and the closed days that are not over."""
    return answer(get_site(code=code, today=timezone.now().date()))


@router.put(
    "/sites/{code}", response={204: None, **declare(404)}, auth=writes_network, operation_id="save_site"
)
def save(request: ApiRequest, code: Site, payload: SiteIn) -> HttpResponse:
    """Create a site, or change the one with this code; its cut-offs become those given."""
    key = request.auth
    save_site(scope=key.scope, draft=_as_draft(code, payload), now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.put(
    "/sites/{code}/closed-days/{day}",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="close_day",
)
def shut(request: ApiRequest, code: Site, day: Day, payload: ClosedDayIn) -> HttpResponse:
    """Close a site for a day; promises made from now on leave it out. Twice is once."""
    key, site_id = request.auth, get_site_id(code)
    close_day(
        scope=key.scope, site_id=site_id, day=day, reason=payload.reason, now=timezone.now(), actor=key.actor
    )
    return answer_nothing()


@router.delete(
    "/sites/{code}/closed-days/{day}",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="open_day",
)
def reopen(request: ApiRequest, code: Site, day: Day) -> HttpResponse:
    """Open a day that was closed; twice is once."""
    key = request.auth
    open_day(scope=key.scope, site_id=get_site_id(code), day=day, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/sites/{code}/deactivate",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="deactivate_site",
)
def switch_off(request: ApiRequest, code: Site) -> HttpResponse:
    """Promise from a site no more; what is promised stays, and leaves."""
    key, site_id = request.auth, get_site_id(code)
    set_site_active(scope=key.scope, site_id=site_id, is_active=False, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.post(
    "/sites/{code}/reactivate",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="reactivate_site",
)
def switch_on(request: ApiRequest, code: Site) -> HttpResponse:
    """Promise from a site again."""
    key, site_id = request.auth, get_site_id(code)
    set_site_active(scope=key.scope, site_id=site_id, is_active=True, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/sites/{code}/locations",
    response={200: PageOut[LocationRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_locations",
)
def list_spots(request: ApiRequest, code: Site, wanted: Query[LocationListIn]) -> HttpResponse:
    """List a site's locations by code, with how full they are and when they were counted last."""
    days = wanted.uncounted_days
    chosen = LocationFilter(
        wanted.text, get_site_id(code), tuple(wanted.kind), is_empty=wanted.empty, is_blocked=wanted.blocked,
        is_over=wanted.over_full, uncounted_since=timezone.now() - timedelta(days=days) if days else None,
    )  # fmt: skip
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    return answer_page(list_locations(request.auth.scope, wanted=chosen, page=page))


@router.post(
    "/sites/{code}/locations:batch",
    response={200: dict[str, int], **declare(404)},
    auth=writes_network,
    operation_id="save_locations",
)
def save_spots(request: ApiRequest, code: Site, payload: LocationsIn) -> HttpResponse:
    """Create or change up to 1,000 locations, all or none; the answer has their ids by code.

    Of a location that is known, fields that no location of the call names stay as they are.
    """
    said = {name for spot in payload.locations for name in spot.model_fields_set}
    drafts = [LocationDraft(**spot.model_dump(mode="json")) for spot in payload.locations]
    key = request.auth
    made = save_locations(
        scope=key.scope,
        site_id=get_site_id(code),
        drafts=drafts,
        fields=said,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(made)


@router.put(
    "/sites/{code}/location-capacity",
    response={204: None, **declare(404)},
    auth=writes_network,
    operation_id="set_location_capacity",
)
def set_room(request: ApiRequest, code: Site, payload: CapacitiesIn) -> HttpResponse:
    """Say what up to 1,000 known locations can hold, all or none; what lies there already stays."""
    key, site_id = request.auth, get_site_id(code)
    known = read_locations(key, "locations", [(site_id, one.location) for one in payload.locations])
    drafts = [
        CapacityDraft(known[site_id, one.location], **one.model_dump(exclude={"location"}))
        for one in payload.locations
    ]
    set_capacity(scope=key.scope, drafts=drafts, now=timezone.now(), actor=key.actor)
    return answer_nothing()


@router.get(
    "/sites/{code}/locations/{location}/contents",
    response={200: list[ContentRow], **declare(404)},
    auth=reads_locations,
    operation_id="list_contents",
)
def list_balances(request: ApiRequest, code: Site, location: Location) -> HttpResponse:
    """List what lies in a location; a balance's id is what a move names."""
    spot = get_location_by_code(request.auth.scope, site_id=get_site_id(code), code=location)
    return answer(list_contents(request.auth.scope, location_id=spot.id))


def _as_draft(code: str, payload: SiteIn) -> SiteDraft:
    cut_offs = tuple(
        CutOffDraft(one.carrier, time.fromisoformat(one.at), tuple(one.weekdays)) for one in payload.cut_offs
    )
    return SiteDraft(code=code, **{**payload.model_dump(), "cut_offs": cut_offs})

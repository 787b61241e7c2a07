"""A site's floor as its operator sets it up: rules of picking, zones, and put-walls."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from packhaus.access.scope import transaction
from packhaus.api.answers import answer
from packhaus.api.keys import ApiRequest, reads_locations, works_on_the_floor, writes_network
from packhaus.api.lookups import get_site_id
from packhaus.api.problems import declare
from packhaus.api.schemas.floor_setup import FloorRulesIn, PickZonesIn, WallIn
from packhaus.api.schemas.stock import SiteCode
from packhaus.outbound.queries.floor_rules import get_floor_rules
from packhaus.outbound.queries.pick_zones import ZoneRow, list_pick_zones
from packhaus.outbound.queries.walls import WallRow, get_wall, list_walls
from packhaus.outbound.services.keep_floor_rules import save_floor_rules
from packhaus.outbound.services.sorting import make_wall
from packhaus.outbound.services.zones import save_pick_zones
from packhaus.outbound.types import FloorRules

router = Router(tags=["floor"])
Site = Annotated[SiteCode, Path()]


@dataclass(frozen=True, slots=True)
class FloorOut:
    """How a site's floor works."""

    site: str
    rules: FloorRules


@router.get(
    "/sites/{code}/floor-rules",
    response={200: FloorOut, **declare(404)},
    auth=reads_locations,
    operation_id="get_floor_rules",
)
def show_rules(request: ApiRequest, code: Site) -> HttpResponse:
    """Say how a site's floor works: the usual where nobody said otherwise."""
    with transaction(request.auth.scope):
        return answer(FloorOut(code, get_floor_rules(site_id=get_site_id(code))))


@router.put(
    "/sites/{code}/floor-rules",
    response={200: FloorOut, **declare(404)},
    auth=writes_network,
    operation_id="set_floor_rules",
)
def set_rules(request: ApiRequest, code: Site, payload: FloorRulesIn) -> HttpResponse:
    """Say how a site's floor works; waves and walks made from now on follow."""
    key, rules = request.auth, payload.as_rules()
    save_floor_rules(
        scope=key.scope, site_id=get_site_id(code), rules=rules, now=timezone.now(), actor=key.actor
    )
    return answer(FloorOut(code, rules))


@router.get(
    "/sites/{code}/walls",
    response={200: list[WallRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_walls",
)
def show_walls(request: ApiRequest, code: Site) -> HttpResponse:
    """List a site's put-walls: what is ready to be packed there, and what is still to be sorted."""
    return answer(list_walls(scope=request.auth.scope, site_id=get_site_id(code)))


@router.post(
    "/sites/{code}/walls",
    response={201: WallRow, **declare(404)},
    auth=writes_network,
    operation_id="make_wall",
)
def add_wall(request: ApiRequest, code: Site, payload: WallIn) -> HttpResponse:
    """Put up a wall, with the place where it stands."""
    key, site_id = request.auth, get_site_id(code)
    make_wall(
        scope=key.scope,
        site_id=site_id,
        code=payload.code,
        slots=payload.slots,
        now=timezone.now(),
        actor=key.actor,
    )
    return answer(get_wall(scope=key.scope, site_id=site_id, code=payload.code), 201)


@router.get(
    "/sites/{code}/pick-zones",
    response={200: list[ZoneRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_pick_zones",
)
def show_zones(request: ApiRequest, code: Site) -> HttpResponse:
    """List the zones of a site in the turn in which they are picked, with the totes that wait in each."""
    return answer(list_pick_zones(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/pick-zones",
    response={200: list[ZoneRow], **declare(404)},
    auth=writes_network,
    operation_id="set_pick_zones",
)
def set_zones(request: ApiRequest, code: Site, payload: PickZonesIn) -> HttpResponse:
    """Say in which turn zones are picked, and on which shelves their totes wait."""
    key, site_id = request.auth, get_site_id(code)
    drafts = [zone.as_draft() for zone in payload.zones]
    save_pick_zones(scope=key.scope, site_id=site_id, drafts=drafts, now=timezone.now(), actor=key.actor)
    return answer(list_pick_zones(scope=key.scope, site_id=site_id))

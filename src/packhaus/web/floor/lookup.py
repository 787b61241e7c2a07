"""What a scanned code is, for pages that take anything: a bin, a unit, goods, a parcel."""

from dataclasses import dataclass, field
from uuid import UUID

from packhaus.access.scope import transaction
from packhaus.inventory.queries.inquire import (
    GoodsRow,
    UnitView,
    find_unit,
    list_goods_at,
    list_goods_in,
    list_goods_of,
    list_units_at,
    list_units_in,
)
from packhaus.inventory.queries.location_ids import get_location_ids
from packhaus.outbound.queries.find_parcel import ParcelView, find_parcel
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id


@dataclass(frozen=True, slots=True)
class Found:
    """What a code stands for: one of bin, unit, goods and parcel; `location_kind` of a bin."""

    kind: str
    code: str
    location_id: int = 0
    location_kind: str = ""
    unit: UnitView | None = None
    parcel: ParcelView | None = None
    goods: list[GoodsRow] = field(default_factory=list)
    units: list[UnitView] = field(default_factory=list)


def read_site(request: PageRequest) -> UUID | None:
    """Return the site that is chosen, or the only one there is."""
    sites = request.frame_choices.sites
    return find_site_id(request) or (UUID(sites[0].id) if len(sites) == 1 else None)


def look_up(request: PageRequest, code: str) -> Found | None:
    """Return what a code means at the site of the request: a place, a unit, goods, a parcel, in this order."""
    site_id = read_site(request)
    if site_id is None or not code:
        return None
    scope = request.scope
    with transaction(scope):
        place = next(
            (found for one in dict.fromkeys((code, code.upper()))
             if (found := get_location_ids(places=[(site_id, one)]).get((site_id, one)))), None,
        )  # fmt: skip
    if place:
        return Found(
            "bin", code.upper(), place.id, place.kind,
            goods=list_goods_at(scope=scope, site_id=site_id, location_id=place.id),
            units=list_units_at(scope=scope, site_id=site_id, location_id=place.id),
        )  # fmt: skip
    parcel = find_parcel(scope=scope, site_id=site_id, code=code)
    unit = find_unit(scope=scope, site_id=site_id, code=code)
    if unit:
        return Found(
            "unit", unit.code, unit.location_id, unit=unit, parcel=parcel,
            goods=list_goods_in(scope=scope, site_id=site_id, unit_id=unit.id),
            units=list_units_in(scope=scope, site_id=site_id, unit_id=unit.id),
        )  # fmt: skip
    if parcel:
        return Found("parcel", code, parcel=parcel)
    goods = list_goods_of(scope=scope, site_id=site_id, code=code)
    return Found("goods", code, goods=goods) if goods else None

"""What a scanned code is, for pages that take anything: a bin, a unit, goods, a parcel; read by the one resolver."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.insight.queries.resolve_scan import Meaning, Resolution, resolve_scan
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
from packhaus.kernel.gs1 import Gs1, read_plate
from packhaus.outbound.queries.find_parcel import ParcelView, find_parcel
from packhaus.web.guard import PageRequest
from packhaus.web.pages import find_site_id

PLACES = frozenset({"bin", "tote", "carton", "pallet"})
_PAPERS = frozenset({"batch", "asn"})
_GOODS = frozenset({"item", "lot", "serial"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a step waits for, which settles what a code means: kinds of things, items; `mark` is what a person chose."""

    kinds: Collection[str] = ()
    sku_ids: Sequence[UUID] = ()
    mark: str = ""


ANYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Found:
    """What a code stands for: one of bin, unit, goods, parcel and several, which has `meanings` to choose from.

    `location_kind` is that of a bin; `meaning` and `said` are what goods are, and what their code says by GS1.
    """

    kind: str
    code: str
    location_id: int = 0
    location_kind: str = ""
    unit: UnitView | None = None
    parcel: ParcelView | None = None
    goods: list[GoodsRow] = field(default_factory=list)
    units: list[UnitView] = field(default_factory=list)
    meanings: Sequence[Meaning] = ()
    meaning: Meaning | None = None
    said: Gs1 | None = None
    mark: str = ""

    @property
    def query(self) -> str:
        """What finds the same thing again, for an address."""
        return urlencode({"what": self.code} | ({"as": self.mark} if self.mark else {}))


def read_site(request: PageRequest) -> UUID | None:
    """Return the site that is chosen, or the only one that is run here."""
    sites = request.frame_choices.own_sites
    return find_site_id(request) or (UUID(sites[0].id) if len(sites) == 1 else None)


def look_up(request: PageRequest, code: str, wanted: Wanted = ANYTHING) -> Found | None:
    """Return what a code means at the site of the request; what may be several things says which."""
    site_id = read_site(request)
    if site_id is None or not code:
        return None
    resolved = resolve_scan(scope=request.scope, site_id=site_id, code=code, expected=wanted.sku_ids)
    meanings = _choose(resolved, wanted)
    if len(meanings) > 1:
        return Found("several", code, meanings=meanings)
    found = _open(request.scope, site_id, resolved, meanings[0], wanted.mark) if meanings else None
    if found:
        return found
    parcel = find_parcel(scope=request.scope, site_id=site_id, code=read_plate(code))
    return Found("parcel", code, parcel=parcel) if parcel else None


def _choose(resolved: Resolution, wanted: Wanted) -> list[Meaning]:
    things = [one for one in resolved.meanings if one.kind not in _PAPERS]
    marked = [one for one in things if one.mark == wanted.mark]
    fitting = [one for one in things if one.kind in wanted.kinds]
    return marked or fitting or things


def _open(scope: Scope, site_id: UUID, resolved: Resolution, meaning: Meaning, mark: str) -> Found | None:
    if meaning.kind == "bin":
        return _open_bin(scope, site_id, meaning.code, mark)
    if meaning.kind not in _GOODS:
        return _open_unit(scope, site_id, meaning.code, mark)
    assert meaning.sku_id is not None
    said = resolved.gs1
    named = {meaning.kind: meaning.code} if meaning.kind != "item" else {}
    lots = {"lot": said.lot, "serial": said.serial} if said and not named else named
    goods = list_goods_of(scope=scope, site_id=site_id, sku_id=meaning.sku_id, **lots)
    if named:  # the label of a lot is none of goods without one
        goods = [one for one in goods if meaning.code in {one.lot_code, one.serial}]
    return Found("goods", resolved.code, goods=goods, meaning=meaning, said=said, mark=mark)


def _open_bin(scope: Scope, site_id: UUID, code: str, mark: str) -> Found:
    with transaction(scope):
        place = get_location_ids(places=[(site_id, code)])[site_id, code]
    return Found(
        "bin", code, place.id, place.kind,
        goods=list_goods_at(scope=scope, site_id=site_id, location_id=place.id),
        units=list_units_at(scope=scope, site_id=site_id, location_id=place.id), mark=mark,
    )  # fmt: skip


def _open_unit(scope: Scope, site_id: UUID, code: str, mark: str) -> Found | None:
    unit = find_unit(scope=scope, site_id=site_id, code=code)
    if unit is None:
        return None
    return Found(
        "unit", unit.code, unit.location_id, unit=unit,
        parcel=find_parcel(scope=scope, site_id=site_id, code=unit.code),
        goods=list_goods_in(scope=scope, site_id=site_id, unit_id=unit.id),
        units=list_units_in(scope=scope, site_id=site_id, unit_id=unit.id), mark=mark,
    )  # fmt: skip

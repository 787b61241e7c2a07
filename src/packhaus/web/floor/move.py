"""Move: scan what, then where to. What orders were allocated comes along, or a lead says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from packhaus.access.types import Role
from packhaus.catalog.queries.scan_codes import list_scan_codes
from packhaus.inventory.errors import ShortBalance, UnitInItself
from packhaus.inventory.queries.inquire import GoodsRow
from packhaus.inventory.services.claims import Work
from packhaus.outbound.errors import GoodsAllocated
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, get_scan_policy
from packhaus.outbound.services.haul import Haul, haul_goods
from packhaus.web.floor.approval import ask_approval, read_approval
from packhaus.web.floor.bands import LONGEST_SCAN, Band, tell_each
from packhaus.web.floor.kinds import Asked, NextWork, WorkKind, register
from packhaus.web.floor.lookup import ANYTHING, PLACES, Found, Wanted, look_up, read_site
from packhaus.web.floor.meanings import Lead, name_meaning
from packhaus.web.floor.presence import be_at
from packhaus.web.floor.question_shelf import find_question_shelf
from packhaus.web.floor.rounds import After, Rounds, Thing, build_rounds
from packhaus.web.floor.sessions import name_device, read_client_id
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.responses import lead_to, render_page

MOVERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY
VIRTUAL = frozenset({"supplier", "customer", "in_transit", "adjustment"})
FOR_TOTES = frozenset({"tote", "packing", "staging"})


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be moved: a unit or a bin with all in it, or so many units of one of its goods (0: not said yet)."""

    found: Found
    goods: GoodsRow | None = None
    units: int = 0


@open_to(*MOVERS)
def move(request: PageRequest) -> HttpResponse:
    """Take what is to be moved, then how much of loose goods, then where to."""
    load = _read_load(request)
    if request.method != "POST":
        return _draw(request, load, None)
    policy = get_scan_policy(scope=request.scope, site_id=read_site(request), operation="move")
    if load and load.goods and not load.units and not policy.counts_each:
        return _take_quantity(request, load)
    code = (request.POST.get("to") or request.POST.get("scan", "")).strip()[:LONGEST_SCAN]
    if "X-Kept" in request.headers:  # a device kept it: what it could not ask then is not asked now
        found = look_up(request, code, Wanted(PLACES))
        return _take_place(request, load, found if found and found.kind in {"bin", "unit"} else None, code)
    found = look_up(request, code, _expect(load, policy))
    if found and found.kind == "several":
        return _ask_which(request, load, found)
    if found and found.kind == "goods":
        return _take_goods(request, load, found, code, policy)
    return _take_place(request, load, found, code)


def _expect(load: Load | None, policy: ScanPolicyRow) -> Wanted:
    """Return what settles a code of several meanings: the goods that lie there, or that it must be a place."""
    if load is None:
        return ANYTHING
    own = [load.goods] if load.goods else load.found.goods
    is_place = load.goods is not None and not policy.counts_each
    return Wanted(PLACES if is_place else (), sorted({one.sku_id for one in own}))


def _ask_which(request: PageRequest, load: Load | None, found: Found) -> HttpResponse:
    """Show a big button for each thing that the code may be: to be moved, or of what lies there."""
    page = reverse("floor:move")
    if load is None:
        leads = [
            name_meaning(one, f"{page}?{urlencode({'what': found.code, 'as': one.mark})}")
            for one in found.meanings
        ]
    else:
        leads = [
            name_meaning(one, f"{page}?{load.found.query}&goods={goods.id}")
            for one in found.meanings
            for goods in load.found.goods
            if one.kind == "item" and goods.sku_id == one.sku_id
        ]
    if not leads:
        return _take_place(request, load, None, found.code)
    return _draw(request, load, Band("careful", _("Which of these?"), found.code), found.code, leads=leads)


def _take_place(request: PageRequest, load: Load | None, found: Found | None, code: str) -> HttpResponse:
    """Take the scan of a bin or unit: all in it is to be moved, or it is where the goods go."""
    if load is None:
        return _choose(request, found, code)
    if load.goods and not load.units:
        return _draw(request, load, tell_each(code), code, REFUSED)
    if load.found.kind == "goods" and not load.goods:
        band = Band("careful", _("Say from where, and how many"), load.found.code)
        return _draw(request, load, band, code, REFUSED)
    if found is None or found.kind not in {"bin", "unit"}:
        band = Band("wrong", _("That is no place"), code or _("nothing"), _("a bin, pallet or carton"))
        return _draw(request, load, band, code, REFUSED)
    return _book(request, load, found, code)


def _read_load(request: PageRequest) -> Load | None:
    wanted = Wanted(mark=request.GET.get("as", "")[:60])
    found = look_up(request, request.GET.get("what", "").strip()[:LONGEST_SCAN], wanted)
    if found is None or found.kind in {"parcel", "several"}:
        return None
    goods_id, units = request.GET.get("goods", ""), request.GET.get("units", "")
    goods = next((one for one in found.goods if str(one.id) == goods_id), None)
    count = int(units[:12]) if goods and units[:12].isdecimal() else 0
    return Load(found, goods, count if goods and 0 < count <= goods.on_hand else 0)


def _lead(request: PageRequest, found: Found, more: str = "") -> HttpResponse:
    return lead_to(request, f"{reverse('floor:move')}?{found.query}{more}")


def _choose(request: PageRequest, found: Found | None, code: str) -> HttpResponse:
    if found is None or found.kind == "parcel":
        told = _("Nobody knows this here") if read_site(request) else _("Choose a site first")
        band = Band("wrong", told, code or _("nothing"), _("a bin, unit or item"))
        return _draw(request, None, band, code, REFUSED)
    if found.kind == "goods" and not found.goods:
        band = Band("wrong", _("None of it is at this site."), code, _("a bin, unit or item"))
        return _draw(request, None, band, code, REFUSED)
    return _lead(request, found)


def _take_goods(
    request: PageRequest, load: Load | None, found: Found, code: str, policy: ScanPolicyRow
) -> HttpResponse:
    """Take the scan of an item: what is to be moved, or one more of it where each unit is scanned."""
    if load and (load.goods or load.found.kind == "goods"):
        return _count(request, load, found, code, policy)
    if load is None and not policy.is_item_only:
        band = Band("wrong", _("Scan the place first"), code, _("the bin or unit that it lies in"))
        return _draw(request, None, band, code, REFUSED)
    if policy.asks_lot and not _names_lot(found, code):
        needed = _("the code of its lot or serial number")
        band = Band("wrong", _("This code names no lot or serial number"), code, needed)
        return _draw(request, load, band, code, REFUSED)
    if load is None:
        return _choose(request, found, code)
    own = [one for one in found.goods if one.id in {each.id for each in load.found.goods}]
    if not own:
        band = Band("wrong", _("This does not lie there"), code, load.found.code)
        return _draw(request, load, band, code, REFUSED)
    units = "&units=1" if policy.counts_each else ""
    return _lead(request, load.found, f"&goods={own[0].id}{units}")


def _names_lot(found: Found, code: str) -> bool:
    """Tell whether a code is the lot or serial number of goods that have one."""
    own = {part.upper() for one in found.goods for part in (one.lot_code, one.serial) if part}
    said = {found.said.lot.upper(), found.said.serial.upper()} if found.said else set()
    return not own or bool(own & {code.upper(), *said})


def _count(request: PageRequest, load: Load, found: Found, code: str, policy: ScanPolicyRow) -> HttpResponse:
    goods = load.goods
    if not policy.counts_each or goods is None or goods.id not in {one.id for one in found.goods}:
        band = Band("wrong", _("That is no place"), code, _("a bin, pallet or carton"))
        return _draw(request, load, band, code, REFUSED)
    if load.units >= goods.on_hand:
        told = format_quantity(goods.on_hand)
        band = Band("wrong", _("Too many"), format_quantity(load.units + 1), told)
        return _draw(request, load, band, code, REFUSED)
    return _lead(request, load.found, f"&goods={goods.id}&units={load.units + 1}")


def _take_quantity(request: PageRequest, load: Load) -> HttpResponse:
    typed = request.POST.get("quantity", "").strip()[:12]
    assert load.goods is not None
    if not typed.isdecimal() or not 0 < int(typed) <= load.goods.on_hand:
        most = format_quantity(load.goods.on_hand)
        band = Band("wrong", _("How many?"), typed or _("nothing"), _("at most %(most)s") % {"most": most})
        return _draw(request, load, band, typed, REFUSED)
    return _lead(request, load.found, f"&goods={load.goods.id}&units={typed}")


def _book(request: PageRequest, load: Load, target: Found, code: str) -> HttpResponse:
    unit = load.found.unit
    allowed = FOR_TOTES if unit and unit.kind == "tote" else None
    if target.kind == "bin" and (
        target.location_kind in VIRTUAL or (allowed and target.location_kind not in allowed)
    ):
        return _draw(request, load, Band("wrong", _("This cannot go there"), code), code, REFUSED)
    approver = read_approval(request)
    try:
        _haul(request, load, target, is_lead=approver is not None, now=request.now)
    except GoodsAllocated as refusal:
        waves = ", ".join(map(str, refusal.data["waves"]))
        sent = request.POST.copy()
        sent["to"] = code
        request.POST = sent  # type: ignore[assignment]
        return ask_approval(
            request,
            what=_("Allocated to %(waves)s, a picker is on the way. Moving needs the lead.")
            % {"waves": waves},
        )
    except (UnitInItself, ShortBalance):
        return _draw(request, load, Band("wrong", _("This cannot go there"), code), code, REFUSED)
    told = {"what": load.found.code if not load.goods else load.goods.sku_name, "place": target.code}
    return _draw(request, None, Band("done", _("%(what)s is in %(place)s.") % told), code)


def _haul(request: PageRequest, load: Load, target: Found, *, is_lead: bool, now: datetime) -> None:
    into = target.unit.id if target.unit else None
    unit_ids: list[UUID] = []
    loose: dict[int, int] = {}
    if load.goods:
        loose = {load.goods.id: load.units}
    elif load.found.unit:
        unit_ids = [load.found.unit.id]
    else:
        unit_ids = [unit.id for unit in load.found.units]
        loose = {one.id: one.on_hand for one in load.found.goods if not one.unit_code}
    work = _name_work(request, load)
    haul = Haul(target.location_id, unit_ids, loose, into, claim=work.key if work else "")
    haul_goods(
        haul=haul, is_lead=is_lead, device=name_device(request),
        client_id=read_client_id(request), now=now, actor=request.actor,
    )  # fmt: skip


def _name_work(request: PageRequest, load: Load | None) -> Work | None:
    """Return the work of moving this; what it is may still be open, and then nobody has it in hand."""
    site_id = read_site(request)
    if load is None or site_id is None:
        return None
    return Work("move", f"{site_id}/{load.found.code[:40]}", load.found.code, site_id)


def _draw(
    request: PageRequest,
    load: Load | None,
    band: Band | None,
    read: str = "",
    status: int = HTTPStatus.OK,
    *,
    leads: Sequence[Lead] = (),
) -> HttpResponse:
    policy = get_scan_policy(scope=request.scope, site_id=read_site(request), operation="move")
    context: dict[str, Any] = {
        "load": load,
        "leads": leads,
        "policy": policy,
        "is_choosing": load is not None and load.found.kind == "goods" and load.goods is None,
        "band": band,
        "read": read,
        "here": request.get_full_path() if load else reverse("floor:move"),
        "plan": "" if leads else _build_plan(request, load, policy),
    }
    work = _name_work(request, load)
    if work and "aside" in request.GET:
        context["shelf"] = find_question_shelf(scope=request.scope, site_id=work.site_id)
    if work:
        context |= be_at(request, work)
    return render_page(request, "floor/move.html", context, fragment="floor/_move_step.html", status=status)


def _build_plan(request: PageRequest, load: Load | None, policy: ScanPolicyRow) -> str:
    """Write what a device may move alone: a unit or a bin, what was chosen before, or some of what lies there."""
    if policy.counts_each or policy.asks_lot:
        return ""
    page = reverse("floor:move")
    after = After(_("Where to?"), "", _("Scan a bin, pallet or carton"))
    is_chosen = load is not None and (load.found.kind != "goods" or load.units > 0)
    things = []
    if load and is_chosen and not (load.goods and not load.units):
        name = load.goods.sku_name if load.goods else load.found.code
        things = [Thing("load", name=name, url=request.get_full_path(), after=after)]
        things += _list_parts(request, load, after)
    whole = replace(
        after,
        context=_("A bin or pallet goes there with all in it. For a part of it, the network is needed."),
    )
    other = Thing("", url=f"{page}?what=CODE", after=whole)
    verb, expects = _("Scan what to move"), _("Scan a bin, pallet or carton")
    return build_rounds(Rounds(page, verb, expects, things, other=other, now="load" if things else ""))


def _list_parts(request: PageRequest, load: Load, after: After) -> list[Thing]:
    """Write the goods of a bin or unit of which some may be moved; which lot of an item is meant only we ask."""
    skus = [one.sku_id for one in load.found.goods]
    single = [one for one in load.found.goods if skus.count(one.sku_id) == 1]
    if load.goods or not single:
        return []
    codes = list_scan_codes(scope=request.scope, sku_ids=sorted({one.sku_id for one in single}))
    page = f"{reverse('floor:move')}?{load.found.query}"
    return [
        Thing(
            f"goods:{one.id}", of="load", name=one.sku_name, url=f"{page}&goods={one.id}&units=UNITS",
            codes=codes[one.sku_id].pairs, detail=format_quantity(one.on_hand), asks=["quantity"], after=after,
        )
        for one in single
    ]  # fmt: skip


def _count_none(_asked: Asked) -> None:
    return None


def _offer_none(_asked: Asked) -> NextWork | None:
    return None


register(
    WorkKind(
        "move", pgettext_lazy("floor work", "Move"), "floor:move", "arrow-right", _count_none, _offer_none,
        position=800,
    )
)  # fmt: skip

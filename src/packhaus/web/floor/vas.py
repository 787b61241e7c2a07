"""Services before packing: scan a tote, do what its order asks for, say what is done; then it goes to packing."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.outbound.queries.packing_bench import BenchOrder, find_bench_order
from packhaus.outbound.queries.vas_work import VasLine, list_open_vas
from packhaus.outbound.services.vas import claim_vas
from packhaus.web.floor.bands import LONGEST_SCAN, Band
from packhaus.web.floor.bench_vas import draw_vas, find_by_key, find_scanned, name_vas, tick, untick
from packhaus.web.floor.kinds import USUAL, Asked, NextWork, WorkKind, register
from packhaus.web.floor.sessions import read_person
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.pages import find_site_id
from packhaus.web.responses import lead_to, render_page

WORKERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@open_to(*WORKERS)
def show_totes(request: PageRequest) -> HttpResponse:
    """Ask for a tote, and list those whose orders wait for a service."""
    if request.method != "POST":
        return _draw_totes(request, None)
    code = request.POST.get("scan", "").strip().upper()[:LONGEST_SCAN]
    order = find_bench_order(scope=request.scope, tote_code=code) if code else None
    if order is not None and order.status == "picked":
        return lead_to(request, reverse("floor:vas-tote", args=[code]))
    band = Band("wrong", _("No order in this tote"), code or _("nothing"), _("a tote with picked items"))
    return _draw_totes(request, band, REFUSED)


@open_to(*WORKERS)
def show(request: PageRequest, tote: str) -> HttpResponse:
    """Show what is to be done to the order of a tote; who has it in hand has begun."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        return _draw_gone(request, tote, HTTPStatus.NOT_FOUND)
    return _draw(request, order, None)


@require_POST
@open_to(*WORKERS)
def scan(request: PageRequest, tote: str) -> HttpResponse:
    """Tick a service off by its code or by what it uses up, or open another tote."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        return _draw_gone(request, tote)
    code = request.POST.get("scan", "").strip()[:LONGEST_SCAN]
    line = find_scanned(_claim(request, order), code)
    if line is not None:
        return _draw(request, order, tick(request, line))
    if find_bench_order(scope=request.scope, tote_code=code.upper()):
        return lead_to(request, reverse("floor:vas-tote", args=[code.upper()]))
    band = Band("wrong", _("Nothing of the kind is to be done here"), code or _("nothing"))
    return _draw(request, order, band, REFUSED)


@require_POST
@open_to(*WORKERS)
def mark(request: PageRequest, tote: str) -> HttpResponse:
    """Tick a service off, or take it back."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        return _draw_gone(request, tote)
    if order.cancel_requested:
        return _draw(request, order, None, REFUSED)
    line = find_by_key(_claim(request, order), request.POST.get("vas", ""))
    if line is None:
        raise Http404
    band = untick(request, line) if request.POST.get("do") == "undo" else tick(request, line)
    return _draw(request, order, band)


def _claim(request: PageRequest, order: BenchOrder) -> list[VasLine]:
    """Take what is to be done; nothing is done any more to what is to be cancelled."""
    if order.cancel_requested:
        return []
    lines = claim_vas(
        scope=request.scope,
        fulfillment_id=order.fulfillment_id,
        person_id=read_person(request),
        now=request.now,
    )
    return [line for line in lines if line.step == "before"]


def _draw(
    request: PageRequest, order: BenchOrder, band: Band | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    card = reverse("console:pack-card", args=[order.tote_code])
    if order.cancel_requested:
        band = Band(
            "careful",
            _("This order is to be cancelled: do nothing more to it."),
            where=_("Bring its tote to packing."),
        )
    views = [draw_vas(line, card) for line in _claim(request, order)]
    context = {
        "order": order,
        "band": band,
        "vas": views,
        "next_vas": next((one for one in views if not one.line.is_done), None),
        "seen": "",
    }
    return render_page(request, "floor/vas.html", context, fragment="floor/_vas_step.html", status=status)


def _draw_gone(request: PageRequest, tote: str, status: int = REFUSED) -> HttpResponse:
    """Say that the order left the tote while somebody worked on it."""
    band = Band(
        "careful",
        _("No order in this tote any more"),
        tote,
        where=_("It was cancelled, packed or put back meanwhile."),
    )
    return _draw_totes(request, band, status)


def _draw_totes(request: PageRequest, band: Band | None, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"band": band, "waiting": _list_waiting(request)}
    return render_page(
        request, "floor/vas_totes.html", context, fragment="floor/_vas_totes_step.html", status=status
    )


def _list_waiting(request: PageRequest) -> list[tuple[VasLine, str]]:
    """Return one service of each tote that waits, with the names of all of them."""
    found = list_open_vas(scope=request.scope, site_id=find_site_id(request), step="before", is_picked=True)
    totes: dict[str, list[VasLine]] = {}
    for line in found:
        totes.setdefault(line.tote, []).append(line)
    return [
        (lines[0], ", ".join(dict.fromkeys(map(name_vas, lines)))) for tote, lines in totes.items() if tote
    ]


def count_vas(asked: Asked) -> int:
    """Return how many orders wait for a service."""
    return len({line.fulfillment_id for line in _find(asked)})


def offer_vas(asked: Asked) -> NextWork | None:
    """Offer what the person has begun, else the order that leaves first."""
    found = [line for line in _find(asked) if line.tote and line.claimed_by in {None, asked.person_id}]
    if not found:
        return None
    first = min(found, key=lambda line: line.claimed_by is None)
    return NextWork(
        label=_("%(service)s for tote %(tote)s") % {"service": name_vas(first), "tote": first.tote},
        url=reverse("floor:vas-tote", args=[first.tote]),
        priority=USUAL,
        detail=first.order_number,
        due_at=first.ship_by,
        is_mine=first.claimed_by is not None,
    )


def _find(asked: Asked) -> list[VasLine]:
    return list_open_vas(scope=asked.scope, site_id=asked.site_id, step="before", is_picked=True)


register(
    WorkKind(
        "vas",
        pgettext_lazy("floor work", "Services"),
        "floor:vas",
        "star",
        count_vas,
        offer_vas,
        position=550,
    )
)

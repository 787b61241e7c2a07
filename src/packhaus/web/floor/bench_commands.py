"""What a packer says by scanning the station's card: divide, second carton, print again, problem, pause."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.outbound.queries.packing_bench import list_packed_parcels
from packhaus.outbound.services.pack import draft_pack
from packhaus.outbound.services.print_command_card import BenchCommand
from packhaus.outbound.types import Box
from packhaus.printing.types import Document
from packhaus.shipping.services.labels import count_print
from packhaus.web.floor.bands import Band
from packhaus.web.floor.bench import AS_IS, Bench, divide_bench, draw_bench
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.printing import answer_paper, make_paper, read_station, send_here
from packhaus.web.responses import lead_to

_PAUSED = "packing_paused"
_LAST = "packed_last"
PAUSED_AT_MOST = 20


def read_command(code: str) -> BenchCommand | None:
    """Return what a scan of the station's card says; None for any other scan."""
    return next((command for command in BenchCommand if command.value == code.strip().upper()), None)


def obey(request: PageRequest, bench: Bench, command: BenchCommand) -> HttpResponse:
    """Do what a command says to an order on the bench."""
    if command == BenchCommand.PAUSE:
        return _pause(request, bench)
    if command == BenchCommand.PROBLEM:
        return lead_to(request, reverse("console:pack-problem", args=[bench.order.tote_code]))
    if command == BenchCommand.SECOND and bench.is_ready:
        return draw_bench(request, add_carton(request, bench, divide_bench(request, bench)))
    if command in {BenchCommand.SPLIT, BenchCommand.SECOND}:
        return _split(request, bench)
    refusals = {
        BenchCommand.CLOSE: _("Not everything is seen and done yet"),
        BenchCommand.REPRINT: _("No label is printed for this order yet"),
    }
    return _refuse(request, bench, refusals[command], command)


def obey_printing(request: PageRequest, command: BenchCommand) -> HttpResponse | None:
    """Print the labels of the order that this person packed last again; None for any other command."""
    shipment = request.session.get(_LAST, "")
    if command != BenchCommand.REPRINT or not shipment:
        return None
    parcels = list_packed_parcels(scope=request.scope, shipment_id=UUID(shipment))
    if not parcels:
        return None
    if read_station(request):
        return send_labels(request, UUID(shipment))
    count_print(scope=request.scope, parcel_ids=[parcel.id for parcel in parcels], now=request.now)
    return lead_to(request, reverse("console:pack-labels", args=[shipment]))


def send_labels(request: PageRequest, shipment_id: UUID) -> HttpResponse:
    """Send the labels of a shipment to this browser's station, if it has one, and lead to the packed parcels.

    Source: screens, section 6: the label prints unasked.
    """
    parcels = list_packed_parcels(scope=request.scope, shipment_id=shipment_id)
    job_id = None
    if parcels and all(parcel.tracking_number for parcel in parcels) and read_station(request):
        paper = make_paper(Document.PARCEL_LABELS, *(str(parcel.id) for parcel in parcels))
        job_id = send_here(request, paper, title=parcels[0].order_number)
    url = reverse("console:pack-done", args=[shipment_id])
    return lead_to(request, f"{url}?job={job_id}" if job_id else url)


def remember_packed(request: PageRequest, shipment_id: UUID) -> None:
    """Remember what this person packed last."""
    request.session[_LAST] = str(shipment_id)


def add_carton(request: PageRequest, bench: Bench, boxes: Sequence[Box]) -> Bench:
    """Put another, empty carton on the bench."""
    codes = list_cartons(request, bench)
    own = boxes or list_planned(request, bench)
    return replace(bench, boxes=[*own, Box(codes[0] if codes else AS_IS, ())], is_splitting=True)


def list_cartons(request: PageRequest, bench: Bench) -> tuple[str, ...]:
    """Return the codes of cartons that the order may be packed in. Queries: as `draft_pack`."""
    return draft_pack(
        scope=request.scope, fulfillment_id=bench.order.fulfillment_id, now=request.now
    ).carton_codes


def list_planned(request: PageRequest, bench: Bench) -> list[Box]:
    """Return the cartons as they are planned. Queries: as `draft_pack`."""
    planned = draft_pack(
        scope=request.scope, fulfillment_id=bench.order.fulfillment_id, now=request.now
    ).boxes
    return [Box(one.box.carton_code, one.box.items) for one in planned]


def list_paused(request: PageRequest) -> dict[str, str]:
    """Return what was seen of the totes that this person left, by tote."""
    paused = request.session.get(_PAUSED, {})
    return {str(tote): str(step) for tote, step in paused.items()}


def take_paused(request: PageRequest, tote: str) -> str:
    """Return what was seen of a tote before its pause, and end the pause."""
    paused = list_paused(request)
    step = paused.pop(tote, "")
    if step:
        request.session[_PAUSED] = paused
    return step


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def print_commands(request: PageRequest) -> HttpResponse:
    """Print the station's card of commands."""
    return answer_paper(request, make_paper(Document.COMMAND_CARD), title="")


def _pause(request: PageRequest, bench: Bench) -> HttpResponse:
    kept = list(list_paused(request).items())[-PAUSED_AT_MOST + 1 :]
    request.session[_PAUSED] = {**dict(kept), bench.order.tote_code: bench.step}
    return lead_to(request, reverse("console:pack"))


def _split(request: PageRequest, bench: Bench) -> HttpResponse:
    """Say that what was seen so far goes into one carton, and what comes now into another."""
    before = bench.cuts[-1] if bench.cuts else {}
    if bench.is_ready or dict(bench.seen) == dict(before):
        return _refuse(
            request, bench, _("Nothing new was scanned that could be divided off"), BenchCommand.SPLIT
        )
    band = Band("next", _("This carton is full. Take another one."))
    return draw_bench(request, replace(bench, cuts=[*bench.cuts, bench.seen], band=band))


def _refuse(request: PageRequest, bench: Bench, text: str, command: BenchCommand) -> HttpResponse:
    band = Band("wrong", text, command.value, bench.tell_next())
    return draw_bench(request, replace(bench, band=band), HTTPStatus.UNPROCESSABLE_ENTITY)

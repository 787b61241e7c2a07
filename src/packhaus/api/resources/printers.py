"""Stations and their printers, and license plates."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from packhaus.access.scope import transaction
from packhaus.api.answers import PageOut, answer, answer_page
from packhaus.api.keys import ApiRequest, works_on_the_floor, writes_network
from packhaus.api.lookups import find_site_id, get_site_id
from packhaus.api.once import DECLARED, do_once
from packhaus.api.problems import declare
from packhaus.api.schemas.printing import (
    PlateLabelsIn,
    PlateListIn,
    PlatesIn,
    PrinterCode,
    PrinterIn,
    StationCode,
    StationIn,
)
from packhaus.api.schemas.stock import SiteCode
from packhaus.journal.services.idempotency import Done
from packhaus.kernel.keyset import PageOf
from packhaus.printing.queries.plates import list_plates
from packhaus.printing.queries.stations import (
    get_printer,
    get_station,
    get_station_by_code,
    list_printers,
    list_stations,
)
from packhaus.printing.services.count import count_plates
from packhaus.printing.services.plates import make_plates
from packhaus.printing.services.render import render_paper, render_zpl
from packhaus.printing.services.setup import save_printer, save_station
from packhaus.printing.types import Document, Paper, PlateRow, PrinterRow, StationRow

router = Router(tags=["printing"])
Site = Annotated[SiteCode, Path()]
Station = Annotated[StationCode, Path()]
Printer = Annotated[PrinterCode, Path()]
PDF = "application/pdf"
ZPL = "application/zpl"
ANSWERS_LABELS: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                PDF: {"schema": {"type": "string", "format": "binary"}},
                ZPL: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}


@router.get(
    "/sites/{code}/stations",
    response={200: list[StationRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_stations",
)
def show_stations(request: ApiRequest, code: Site) -> HttpResponse:
    """List a site's stations, and when the agent of each was last heard of."""
    with transaction(request.auth.scope):
        return answer(list_stations(scope=request.auth.scope, site_id=get_site_id(code)))


@router.put(
    "/sites/{code}/stations/{station}",
    response={200: StationRow, **declare(404)},
    auth=writes_network,
    operation_id="set_station",
)
def set_station(request: ApiRequest, code: Site, station: Station, payload: StationIn) -> HttpResponse:
    """Set up a station, or switch it on or off."""
    key = request.auth
    station_id = save_station(
        scope=key.scope, site_id=get_site_id(code), code=station, is_active=payload.is_active, now=timezone.now(),
        actor=key.actor,
    )  # fmt: skip
    return answer(get_station(scope=key.scope, station_id=station_id))


@router.get(
    "/sites/{code}/stations/{station}/printers",
    response={200: list[PrinterRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_printers",
)
def show_printers(request: ApiRequest, code: Site, station: Station) -> HttpResponse:
    """List a station's printers, and what its agent last said of each."""
    scope = request.auth.scope
    known = get_station_by_code(scope=scope, site=code, code=station)
    return answer(list_printers(scope=scope, station_ids=[known.id]))


@router.put(
    "/sites/{code}/stations/{station}/printers/{printer}",
    response={200: PrinterRow, **declare(404)},
    auth=writes_network,
    operation_id="set_printer",
)
def set_printer(
    request: ApiRequest, code: Site, station: Station, printer: Printer, payload: PrinterIn
) -> HttpResponse:
    """Set up a printer of a station, or change it."""
    key = request.auth
    known = get_station_by_code(scope=key.scope, site=code, code=station)
    printer_id = save_printer(
        scope=key.scope, station_id=known.id, draft=payload.as_draft(printer), now=timezone.now(), actor=key.actor
    )  # fmt: skip
    return answer(get_printer(scope=key.scope, printer_id=printer_id))


@router.post(
    "/sites/{code}/plates",
    response={201: list[str], **declare(404, 409)},
    auth=works_on_the_floor,
    operation_id="make_plates",
    openapi_extra=DECLARED,
)
def add_plates(request: ApiRequest, code: Site, payload: PlatesIn) -> HttpResponse:
    """Give out new numbers for cartons and pallets of a site: SSCCs where the operator has a GS1 company prefix."""
    key = request.auth
    done = do_once(
        request,
        lambda: make_plates(
            scope=key.scope, site_id=get_site_id(code), count=payload.count, now=timezone.now(), actor=key.actor
        ),
        status=201,
        ids=lambda codes: codes,
    )  # fmt: skip
    return answer(done.result if isinstance(done, Done) else done.created_ids, 201)


@router.get(
    "/plates",
    response={200: PageOut[PlateRow], **declare(404)},
    auth=works_on_the_floor,
    operation_id="list_plates",
)
def show_plates(request: ApiRequest, wanted: Query[PlateListIn]) -> HttpResponse:
    """List plates whose labels are printed here, with how often, and whether a carton or pallet carries them."""
    page = PageOf(wanted.after, wanted.before, size=wanted.limit)
    site_id = find_site_id(wanted.site)
    return answer_page(list_plates(scope=request.auth.scope, site_id=site_id, codes=wanted.code, page=page))


@router.post(
    "/plates/labels",
    response={200: None, **declare(404)},
    auth=works_on_the_floor,
    operation_id="print_plates",
    openapi_extra=ANSWERS_LABELS,
)
def print_labels_of_plates(request: ApiRequest, payload: PlateLabelsIn) -> HttpResponse:
    """Return the labels of plates, 4 by 6 inches each, as PDF or ZPL, and count the print."""
    key, now = request.auth, timezone.now()
    codes = tuple(dict.fromkeys(payload.codes))
    paper = Paper(Document.PLATES, codes, payload.language)
    if payload.speaks == "zpl":
        labels = render_zpl(scope=key.scope, paper=paper, dots_per_mm=payload.dots_per_mm, now=now)
    else:
        labels = render_paper(scope=key.scope, paper=paper, now=now)
    count_plates(scope=key.scope, codes=codes, now=now)
    return HttpResponse(labels, content_type=ZPL if payload.speaks == "zpl" else PDF)

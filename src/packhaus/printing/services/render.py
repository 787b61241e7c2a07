"""Draw a paper when it is wanted: nothing that is printed is kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.outbound.services.print_command_card import print_command_card
from packhaus.outbound.services.print_dispatch_list import print_dispatch_list
from packhaus.outbound.services.print_gift_card import print_gift_card
from packhaus.outbound.services.print_packing_slip import print_packing_slip
from packhaus.outbound.services.print_pick_list import print_pick_list
from packhaus.printing.documents.plates import render_plate_pictures, render_plates
from packhaus.printing.documents.test_label import render_test_label, render_test_pictures
from packhaus.printing.documents.zpl import count_dots_per_inch, write_zpl
from packhaus.printing.errors import NotPrintable
from packhaus.printing.queries.plates import list_plate_labels
from packhaus.printing.types import Document, Paper
from packhaus.shipping.services.labels import render_pictures, render_printed
from packhaus.transfers.services.print_note import print_transfer_note

Draw = Callable[[Scope, Paper, datetime], bytes]


def render_paper(*, scope: Scope, paper: Paper, now: datetime) -> bytes:
    """Return a paper as PDF.

    Raises: Invalid (things that are none), NotPrintable, and what the document's own service raises: it is gone.
    """
    draw = _PDFS.get(paper.document)
    if draw is None:
        raise Invalid([FieldProblem("document", "unknown", "is no document that is printed")])
    return _drawn(draw, scope, paper, now)


def render_zpl(*, scope: Scope, paper: Paper, dots_per_mm: int, now: datetime) -> bytes:
    """Return a label in the dots of a printer that speaks ZPL. Raises: as `render_paper`."""
    density = count_dots_per_inch(dots_per_mm)
    return _drawn(
        lambda scope, paper, _: write_zpl(pages=_draw_pictures(scope, paper, density)), scope, paper, now
    )


def _drawn(draw: Draw, scope: Scope, paper: Paper, now: datetime) -> bytes:
    try:
        return draw(scope, paper, now)
    except (ValueError, IndexError) as slip:
        problem = FieldProblem("things", "format", "are not what this document is printed of")
        raise Invalid([problem]) from slip


def _draw_pictures(scope: Scope, paper: Paper, density: float) -> Sequence[bytes]:
    if paper.document == Document.PARCEL_LABELS:
        return render_pictures(scope=scope, parcel_ids=_read_ids(paper), dots_per_inch=density)
    if paper.document == Document.PLATES:
        labels = list_plate_labels(scope=scope, codes=paper.things)
        return render_plate_pictures(plates=labels, language=paper.language, dots_per_inch=density)
    if paper.document == Document.TEST_LABEL:
        return render_test_pictures(station=paper.things[0], language=paper.language, dots_per_inch=density)
    raise NotPrintable("only labels are printed in dots", document=paper.document)


def _read_ids(paper: Paper) -> list[UUID]:
    return [UUID(one) for one in paper.things]


def _draw_labels(scope: Scope, paper: Paper, _: datetime) -> bytes:
    return render_printed(scope=scope, parcel_ids=_read_ids(paper))


def _draw_plates(scope: Scope, paper: Paper, _: datetime) -> bytes:
    labels = list_plate_labels(scope=scope, codes=paper.things)
    return render_plates(plates=labels, language=paper.language)


def _draw_slip(scope: Scope, paper: Paper, _: datetime) -> bytes:
    shipment, number = paper.things
    return print_packing_slip(scope=scope, shipment_id=UUID(shipment), parcel_number=int(number))


def _draw_gift_card(scope: Scope, paper: Paper, _: datetime) -> bytes:
    fulfillment, option, line = paper.things
    return print_gift_card(
        scope=scope,
        fulfillment_id=UUID(fulfillment),
        option=option,
        line_id=int(line) if line else None,
    )


def _draw_pick_list(scope: Scope, paper: Paper, now: datetime) -> bytes:
    (number,) = paper.things
    return print_pick_list(scope=scope, number=number, language=paper.language, now=now)


def _draw_dispatch_list(scope: Scope, paper: Paper, now: datetime) -> bytes:
    (number,) = paper.things
    return print_dispatch_list(scope=scope, number=number, language=paper.language, now=now)


def _draw_note(scope: Scope, paper: Paper, now: datetime) -> bytes:
    merchant, number = paper.things
    return print_transfer_note(
        scope=scope, merchant_id=UUID(merchant), number=number, language=paper.language, now=now
    )


def _draw_card(_scope: Scope, paper: Paper, _now: datetime) -> bytes:
    return print_command_card(language=paper.language)


def _draw_test(_scope: Scope, paper: Paper, _now: datetime) -> bytes:
    return render_test_label(station=paper.things[0], language=paper.language)


_PDFS: Mapping[str, Draw] = {
    Document.PARCEL_LABELS: _draw_labels,
    Document.PLATES: _draw_plates,
    Document.PACKING_SLIP: _draw_slip,
    Document.GIFT_CARD: _draw_gift_card,
    Document.PICK_LIST: _draw_pick_list,
    Document.DISPATCH_LIST: _draw_dispatch_list,
    Document.TRANSFER_NOTE: _draw_note,
    Document.COMMAND_CARD: _draw_card,
    Document.TEST_LABEL: _draw_test,
}

"""Value-added services on the packing bench: lines of the checklist, ticked by a tap or a scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from packhaus.outbound.queries.vas_work import VasLine
from packhaus.outbound.services.vas import do_vas, take_back_vas
from packhaus.printing.types import Document
from packhaus.web.floor.bands import Band
from packhaus.web.floor.sessions import name_device, read_client_id
from packhaus.web.formats import format_quantity, pick_text
from packhaus.web.guard import PageRequest
from packhaus.web.packing_words import VAS_KINDS
from packhaus.web.printing import answer_paper, make_paper


@dataclass(frozen=True, slots=True)
class VasView:
    """A service as drawn."""

    line: VasLine
    name: str
    instruction: str
    card_url: str

    @property
    def of(self) -> str:
        """What it is done to: units of an item; nothing for the whole order."""
        if self.line.line_id is None:
            return ""
        return f"{format_quantity(self.line.quantity)} × {self.line.sku_name}"


def draw_vas(line: VasLine, card: str) -> VasView:
    """Return a service as drawn; `card` is the address of the bench's cards."""
    has_card = line.kind == "gift_message" and line.text
    url = f"{card}?{urlencode({'vas': line.key})}" if has_card else ""
    return VasView(line, name_vas(line), pick_text(line.instructions), url)


def name_vas(line: VasLine) -> str:
    """Say what a service is called."""
    return pick_text(line.names) or str(VAS_KINDS[line.kind])


def find_scanned(lines: Sequence[VasLine], code: str) -> VasLine | None:
    """Return the first service left to do that a scan names: by its own code, or by an item that it uses up."""
    return next(
        (one for one in lines if not one.is_done and code and code.casefold() in one.list_codes()), None
    )


def find_by_key(lines: Sequence[VasLine], key: str) -> VasLine | None:
    """Return the service that a form names."""
    return next((one for one in lines if one.key == key), None)


def find_left(lines: Sequence[VasLine]) -> VasLine | None:
    """Return the first service that nobody has done."""
    return next((one for one in lines if not one.is_done), None)


def tick(request: PageRequest, line: VasLine) -> Band:
    """Book a service as done, and say so."""
    do_vas(
        scope=request.scope, fulfillment_id=line.fulfillment_id, option=line.option, line_id=line.line_id,
        device=name_device(request), client_id=read_client_id(request), now=request.now, actor=request.actor,
    )  # fmt: skip
    return Band("right", _("Done: %(name)s") % {"name": name_vas(line)})


def untick(request: PageRequest, line: VasLine) -> Band:
    """Take a service back, and say so."""
    take_back_vas(
        scope=request.scope, fulfillment_id=line.fulfillment_id, option=line.option, line_id=line.line_id,
        now=request.now, actor=request.actor,
    )  # fmt: skip
    return Band("careful", _("Not done after all: %(name)s") % {"name": name_vas(line)})


def answer_card(request: PageRequest, line: VasLine) -> HttpResponse:
    """Print or show the card with the shopper's words."""
    which = "" if line.line_id is None else str(line.line_id)
    paper = make_paper(Document.GIFT_CARD, str(line.fulfillment_id), line.option, which)
    return answer_paper(request, paper, title=f"{line.fulfillment_number}-{line.option}"[:60], is_secret=True)

"""A new label at the door: a number for a carton or pallet, printed where the site prints, and put into the form."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.printing.types import Document
from packhaus.web.console.inbound import open_asn
from packhaus.web.floor.bands import Band
from packhaus.web.floor.plates import make_new_plates
from packhaus.web.floor.receive_page import RECEIVERS, draw_item
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.printing import make_paper, send_at_site


@require_POST
@open_to(*RECEIVERS)
def give(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Give out a number for what is being booked; what was entered stays."""
    known = open_asn(request, merchant, number)
    form = FormReader(request.POST)
    line_id, item = form.read_integer("line", default=0), form.read_text("item", at_most=40)
    form.check()
    [code] = make_new_plates(request, known.header.site_id, 1)
    paper = make_paper(Document.PLATES, code)
    job = send_at_site(request, paper, title=code, site_id=known.header.site_id)
    where = (
        _("It is being printed: put it on.") if job else _("No printer is known here: write the number on.")
    )
    band = Band("next", _("New label %(code)s") % {"code": code}, where=where)
    return draw_item(request, known, line_id, item, sent={**request.POST.dict(), "unit": code}, band=band)

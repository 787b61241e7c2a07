"""Photos of a delivery: kept, and shown."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.inbound.queries.list_photos import get_picture
from packhaus.inbound.services.photos import keep_photo
from packhaus.web.console.inbound import link_asn, open_asn
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.nav import A, I, L, M
from packhaus.web.photos import read_photo
from packhaus.web.toasts import tell
from packhaus.web.uploads import takes_upload


@takes_upload
@require_POST
@open_to(L, A, I)
def add_photo(request: PageRequest, merchant: str, number: str) -> HttpResponse:
    """Keep a photo of a delivery, or of one of its lines. Raises: Invalid."""
    header = open_asn(request, merchant, number).header
    keep_sent_photo(request, header.id)
    tell(request, _("The photo is kept."))
    return HttpResponseRedirect(link_asn(header))


@open_to(L, A, I, M)
def show_photo(request: PageRequest, merchant: str, number: str, photo_id: UUID) -> HttpResponse:
    """Send the picture of a photo. Raises: NotFound."""
    header = open_asn(request, merchant, number).header
    found = get_picture(scope=request.scope, asn_id=header.id, photo_id=photo_id, now=request.now)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Cache-Control"] = "private, max-age=3600"
    return response


def keep_sent_photo(request: PageRequest, asn_id: UUID) -> None:
    """Keep the photo that a form sent. Raises: Invalid."""
    line = request.POST.get("line", "")
    keep_photo(
        scope=request.scope, asn_id=asn_id,
        line_id=int(line) if line.isdecimal() and 0 < len(line) < 19 and line != "0" else None,
        picture=read_photo(request), now=request.now, actor=request.actor,
    )  # fmt: skip

"""Photos at the packing station: taken at the bench or of sealed parcels, seen on the order."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.outbound.queries.pack_photos import get_pack_picture
from packhaus.outbound.services.pack_photos import keep_pack_photo
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.photos import read_photo
from packhaus.web.responses import find_safe_url
from packhaus.web.toasts import tell
from packhaus.web.uploads import takes_upload

SEERS = (Role.ASSOCIATE, Role.LEAD, Role.ADMIN, Role.SUPPORT, Role.FINANCE, Role.MERCHANT)


@takes_upload
@require_POST
@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def add(request: PageRequest, fulfillment_id: UUID) -> HttpResponse:
    """Keep a photo, and go back to where it was taken. Raises: Invalid, FulfillmentNotFound."""
    picture = read_photo(request)
    keep_pack_photo(
        scope=request.scope,
        fulfillment_id=fulfillment_id,
        picture=picture,
        now=request.now,
        actor=request.actor,
    )
    tell(request, _("The photo is kept."))
    return HttpResponseRedirect(find_safe_url(request, request.POST.get("back"), reverse("console:pack")))


@open_to(*SEERS)
def show(request: PageRequest, photo_id: UUID) -> HttpResponse:
    """Send the picture of a photo. Raises: NotFound."""
    found = get_pack_picture(scope=request.scope, photo_id=photo_id, now=request.now)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Cache-Control"] = "private, max-age=3600"
    return response

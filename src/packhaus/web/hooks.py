"""Where providers of texts report to: no session, but a signature that only they can make."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from packhaus.kernel.errors import NotFound
from packhaus.kernel.sealing import SealBroken
from packhaus.messaging.services.reports import NotSigned, is_own_challenge, take_reports

_MOST_BYTES = 256 * 1024


# Whoever reports has no session of ours: the signature says who it is.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def take_message_reports(request: HttpRequest, gateway_id: UUID) -> HttpResponse:
    """Take in what a provider tells of its texts; 404 whenever it is not signed as it should be."""
    if request.method == "GET":
        asked = request.GET
        if is_own_challenge(gateway_id=gateway_id, token=asked.get("hub.verify_token", "")):
            return HttpResponse(asked.get("hub.challenge", "")[:200], content_type="text/plain")
        return _refuse()
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return _refuse()
    try:
        take_reports(
            gateway_id=gateway_id,
            # As the provider was told it, whatever stands before us.
            url=f"{settings.BASE_URL}{request.get_full_path()}",
            headers=request.headers,
            body=request.body,
            now=getattr(request, "now", None) or timezone.now(),
        )
    except (NotFound, NotSigned, SealBroken):
        return _refuse()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _refuse() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.NOT_FOUND)

"""The tracking page: no account and no script; whoever has the link may look."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from packhaus.insight.queries.tracking import Tracking
from packhaus.insight.services.renew_tracking import send_new_link
from packhaus.kernel.money import Money
from packhaus.web.track.accent import build_accent
from packhaus.web.track.opening import PACKHAUS, answer, read_now, with_order
from packhaus.web.track.story import tell_story

_YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def show_tracking(request: HttpRequest, token: str = "", stamp: str = "") -> HttpResponse:
    """Show an order to whoever has its link."""

    def tell(tracking: Tracking, context: dict[str, Any]) -> HttpResponse:
        order = tracking.order
        context["story"] = tell_story(tracking, now=read_now(request))
        context["due"] = Money(order.cod_minor, order.currency) if order.cod_minor else None
        return answer(request, "track/order.html", context)

    return with_order(request, token, stamp, tell)


@require_POST
def ask_for_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link to whoever ordered; the answer is the same whatever the token, the order and the contact are."""
    send_new_link(token=token, now=read_now(request))
    return answer(request, "track/asked.html", PACKHAUS)


@require_safe
def show_accent(request: HttpRequest, accent: str) -> HttpResponse:
    """Send the colours that a merchant's accent makes, for ever."""
    sheet = build_accent(accent)
    if sheet is None:
        raise Http404
    response = HttpResponse(sheet, content_type="text/css")
    response["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response

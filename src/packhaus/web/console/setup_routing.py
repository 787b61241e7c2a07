"""By what the sites of orders are chosen: the weights, and what they would have changed of the last orders."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.access.types import Role
from packhaus.kernel.errors import Invalid
from packhaus.kernel.money import get_exponent
from packhaus.orders.queries.routing import RoutingWeights, get_routing_weights
from packhaus.orders.services.routing import RoutingTrial, save_routing_weights, try_routing
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.toasts import tell

_AMOUNTS = ("day_minor", "split_minor", "full_minor")
SHOWN = 50
"""So many of the orders that would change stand on the page."""


@open_to(Role.LEAD, Role.ADMIN)
def edit(request: PageRequest) -> HttpResponse:
    """Show the weights, try others on the last orders, and save them."""
    if request.method != "POST":
        return _show(request, Draft(_read_values(get_routing_weights())))
    form = FormReader(request.POST)
    try:
        weights = _read_weights(form)
        form.check()
        if "try" in request.POST:
            trial = try_routing(scope=request.scope, weights=weights, now=request.now)
            return _show(request, Draft(request.POST.dict()), trial)
        save_routing_weights(scope=request.scope, weights=weights, now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    tell(request, _("Saved. Orders that come from now on are given to sites by it."))
    return HttpResponseRedirect(reverse("console:routing"))


def _read_weights(form: FormReader) -> RoutingWeights:
    currency = form.read_text("currency", is_required=True, at_most=3).upper()
    day, split, full = (form.read_minor(name, currency=currency) for name in _AMOUNTS)
    return RoutingWeights(
        form.read_choice("by", ("distance", "cost")) == "cost",
        currency,
        day,
        split,
        full,
        form.read_grams("parcel_grams"),
    )


def _read_values(weights: RoutingWeights) -> dict[str, Any]:
    def write(amount: int) -> str:
        return f"{Decimal(amount).scaleb(-get_exponent(weights.currency)):f}"

    return {
        "by": "cost" if weights.is_active else "distance",
        "currency": weights.currency,
        "day_minor": write(weights.day_minor),
        "split_minor": write(weights.split_minor),
        "full_minor": write(weights.full_minor),
        "parcel_grams": weights.parcel_grams,
    }


def _show(request: PageRequest, draft: Draft, trial: RoutingTrial | None = None) -> HttpResponse:
    context: dict[str, Any] = {"trial": trial}
    if trial:
        context |= {
            "changed": trial.changed[:SHOWN],
            "more": max(0, len(trial.changed) - SHOWN),
            "freight_gap": trial.freight_after - trial.freight_before,
        }
    return show_form(request, "setup/routing.html", draft, context)

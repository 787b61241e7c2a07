"""How long the units of an order must last, and what of the stock ends too early for it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.orders.queries.freshness import FreshLineRow, list_freshness
from packhaus.orders.queries.get_order import OrderDetail
from packhaus.web.formats import format_day, format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Pair


def list_shelf_life(request: PageRequest, order: OrderDetail) -> list[Pair]:
    """Return a pair for each line that a shelf-life rule holds for. Queries: 1."""
    found = list_freshness(scope=request.scope, order_id=order.header.id, now=request.now)
    return [Pair(row.sku, _tell(row)) for row in found]


def _tell(row: FreshLineRow) -> str:
    until = _("lasts until %(day)s at least (%(rule)s)") % {
        "day": format_day(row.earliest_expiry),
        "rule": row.rule or "–",
    }
    if row.transit_days is not None:
        until = f"{until}; {_tell_way(row)}"
    if not row.too_early:
        return until
    early = ngettext(
        "%(count)s unit in stock is not promised: it ends too early",
        "%(count)s units in stock are not promised: they end too early",
        row.too_early,
    ) % {"count": format_quantity(row.too_early)}
    return f"{until}; {early}"


def _tell_way(row: FreshLineRow) -> str:
    days = row.transit_days or 0
    told = (
        ngettext(
            "%(days)s day of it on the way, by the carrier's transit time",
            "%(days)s days of it on the way, by the carrier's transit time",
            days,
        )
        if row.is_by_lane
        else ngettext(
            "%(days)s day of it on the way, by the rule", "%(days)s days of it on the way, by the rule", days
        )
    )
    return told % {"days": format_quantity(days)}

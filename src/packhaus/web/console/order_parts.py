"""The parts of an order's page, from plain rows to what components draw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from packhaus.insight.queries.order_story import OrderShort
from packhaus.kernel.money import Money
from packhaus.network.queries.list_sites import list_sites
from packhaus.orders.queries.get_order import FulfillmentRow, LineRow, OrderDetail
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.formats import format_money, format_quantity
from packhaus.web.parts import Action, Holder, Pair, Step, Words
from packhaus.web.parts import LineRow as DrawnLine
from packhaus.web.words import LINE_COUNTERS, PAYMENT_TERMS, name_code

OPEN_STAGES = frozenset({"draft", "placed", "in_progress", "partially_shipped"})
FLOOR_STATUSES = frozenset({"released", "picking", "picked", "packed"})
_COUNTERS = ("promised", "allocated", "picked", "packed", "shipped")


def judge(order: OrderDetail, now: datetime) -> str:
    """Return late for an open order whose ship-by has passed, else nothing."""
    header = order.header
    return "late" if header.stage in OPEN_STAGES and header.ship_by and header.ship_by < now else ""


def list_alerts(order: OrderDetail) -> list[dict[str, Any]]:
    """Return what keeps the order from leaving, each with who holds it."""
    alerts: list[dict[str, Any]] = []
    codes = {line.id: line for line in order.lines}
    if order.open_holds:
        alerts.append(
            {
                "level": "act-now",
                "what": _("This order may not be released."),
                "why": _("Somebody has to decide about it first."),
                "holders": [Holder(name_code("hold_reason", hold.reason)) for hold in order.open_holds],
            }
        )
    if order.demands:
        units = sum(demand.quantity for demand in order.demands)
        alerts.append(
            {
                "level": "today",
                "what": ngettext("%(units)s unit waits for stock.", "%(units)s units wait for stock.", units)
                % {"units": format_quantity(units)},
                "why": _("They are promised by priority and age as soon as stock comes."),
                "holders": [
                    Holder(
                        codes[demand.line_id].sku_code,
                        format_quantity(demand.quantity),
                        reverse(
                            "console:sku-stock",
                            args=[order.header.merchant_code, codes[demand.line_id].sku_code],
                        ),
                    )
                    for demand in order.demands
                ],
                "remedies": [Action(_("Backorders"), reverse("console:backorders"))],
            }
        )
    asked = [
        part
        for part in order.fulfillments
        if part.cancel_requested and part.request_status != "cancel_requested"
    ]
    if asked:
        alerts.append(
            {
                "level": "today",
                "what": _("The floor has been asked to stop this order."),
                "why": _("It answers on its screen: stopped and put back, or too late."),
                "holders": [Holder(part.number, url=reverse("console:batches")) for part in asked],
                "remedies": [],
            }
        )
    return alerts


def list_short_alerts(order: OrderDetail, shorts: Sequence[OrderShort]) -> list[dict[str, Any]]:
    """Return what was not found on the floor, where it should have been, and what was done about it."""
    lines = {line.id: line for line in order.lines}
    alerts = []
    for short in shorts:
        line = lines.get(short.line_id)
        if line is None:
            continue
        values = {
            "units": format_quantity(short.missing),
            "name": line.sku_name,
            "bin": short.location_code,
            "reason": REASON_WORDS.get(short.reason, short.reason),
        }
        stock = reverse("console:sku-stock", args=[order.header.merchant_code, line.sku_code])
        remedies = [
            Action(_("Resolve"), f"{reverse('console:shorts')}?state=open"),
            Action(_("Stock"), stock),
        ]
        if short.to_backorder:
            remedies.append(Action(_("Backorders"), reverse("console:backorders")))
        alerts.append(
            {
                "level": "today",
                "what": ngettext(
                    "%(units)s of %(name)s is missing in %(bin)s: %(reason)s.",
                    "%(units)s of %(name)s are missing in %(bin)s: %(reason)s.",
                    short.missing,
                )
                % values,
                "why": "; ".join(_list_effects(short)),
                "holders": [],
                "remedies": remedies,
            }
        )
    return alerts


def _list_effects(short: OrderShort) -> list[str]:
    told = (
        (short.from_other_bin, _("%(units)s from another bin")),
        (short.from_other_site, _("%(units)s from another site")),
        (
            short.to_backorder,
            ngettext("%(units)s waits for stock", "%(units)s wait for stock", short.to_backorder),
        ),
    )
    return [text % {"units": format_quantity(units)} for units, text in told if units]


def list_steps(order: OrderDetail) -> list[Step]:
    """Return the way of the order with what is done, current and to come."""
    header, parts = order.header, _list_live(order)
    if header.stage == "cancelled":
        return [Step(_("Placed"), "done", header.placed_at), Step(_("Cancelled"), "stopped")]
    released = [part.released_at for part in parts if part.released_at]
    # What a partner sends is released and packed where nobody of ours looks: it shows when it has left.
    released += [part.dispatched_at for part in parts if part.dispatched_at and not part.released_at]
    packed = [at for part in parts if (at := part.packed_at or part.dispatched_at)]
    gone = [part.dispatched_at for part in parts if part.dispatched_at]
    wanted = sum(line.ordered - line.cancelled for line in order.lines if line.sku_kind == "stock")
    waiting = sum(line.backordered for line in order.lines)
    taken = sum(line.picked + line.packed + line.shipped for line in order.lines if line.sku_kind == "stock")
    ways = [
        (_("Placed"), 1, 1, header.placed_at),
        (_("Promised"), wanted - waiting, wanted, header.placed_at if not waiting else None),
        (_("Released"), len(released), len(parts), max(released, default=None)),
        (_("Picked"), taken, wanted, None),
        (_("Packed"), len(packed), len(parts), max(packed, default=None)),
        (_("Dispatched"), len(gone), len(parts), max(gone, default=None)),
    ]
    steps: list[Step] = []
    is_current = False
    for label, done, total, at in ways:
        # What waits for stock holds nothing up that is on its way already: each step stands for itself.
        is_done = bool(total) and done == total
        state = "done" if is_done else "todo" if is_current else "current"
        steps.append(
            Step(
                label,
                state,
                at if is_done else None,
                "" if is_done or not done else f"{format_quantity(done)}/{format_quantity(total)}",
            )
        )
        is_current = is_current or not is_done
    delivered = header.stage in {"delivered", "closed"}
    state = "done" if delivered else "todo" if is_current else "current"
    plan = _("planned") if header.deliver_by and not delivered else ""
    return [*steps, Step(_("Delivered"), state, header.deliver_by if plan else None, plan)]


def _list_live(order: OrderDetail) -> list[FulfillmentRow]:
    return [part for part in order.fulfillments if part.status not in {"cancelled", "rejected"}]


def list_cards(order: OrderDetail) -> list[tuple[str, FulfillmentRow | None, list[DrawnLine]]]:
    """Return one card of lines per fulfillment order, and one for units that no site does."""
    lines = {line.id: line for line in order.lines}
    live = _list_live(order)
    cards: list[tuple[str, FulfillmentRow | None, list[DrawnLine]]] = []
    for place, part in enumerate(live, 1):
        title = _("%(site)s, %(place)s of %(count)s") % {
            "site": part.site_code,
            "place": place,
            "count": len(live),
        }
        drawn = [
            _draw(order, lines[row.line_id], [(name, getattr(row, name)) for name in _COUNTERS])
            for row in order.parts
            if row.fulfillment_id == part.id and row.line_id in lines
        ]
        cards.append((title, part, drawn))
    placed = {row.line_id for row in order.parts}
    rest = [line for line in order.lines if line.id not in placed or line.backordered or line.cancelled]
    if rest:
        names = ("backordered", "cancelled", "shipped", "returned")
        cards.append(
            (
                _("At no site"),
                None,
                [_draw(order, line, [(n, getattr(line, n)) for n in names]) for line in rest],
            )
        )
    return cards


def _draw(order: OrderDetail, line: LineRow, figures: list[tuple[str, int]]) -> DrawnLine:
    wanted: list[tuple[Words, int]] = [(LINE_COUNTERS["ordered"], line.ordered)]
    return DrawnLine(
        name=line.sku_name,
        code=line.sku_code,
        figures=wanted + [(LINE_COUNTERS[name], units) for name, units in figures],
        url=reverse("console:sku-stock", args=[order.header.merchant_code, line.sku_code]),
        level="today" if line.backordered else "",
        note=format_money(Money(line.total_minor, order.header.currency))
        if line.parent_line_id is None
        else "",
    )


def list_site_reasons(order: OrderDetail) -> list[Pair]:
    """Return which site got each part, and why every other one did not."""
    sites = {str(site.id): site.code for site in list_sites()}
    skus = {str(line.sku_id): line.sku_code for line in order.lines}
    pairs: list[Pair] = []
    for part in order.fulfillments:
        if part.reject_reason:
            why = {"reason": name_code("reject_reason", part.reject_reason)}
            pairs.append(Pair(part.site_code, _("Refused: %(reason)s") % why))
        if part.status != "rejected" and part.unit_count:
            pairs.append(
                Pair(
                    part.site_code, _("Chosen: %(units)s units") % {"units": format_quantity(part.unit_count)}
                )
            )
        pairs += [
            Pair(sites.get(str(loser.get("site")), "–"), _explain(loser, skus))
            for loser in part.explanation
            if isinstance(loser, dict)
        ]
    return list(dict.fromkeys(pairs))


def _explain(loser: dict[str, Any], skus: dict[str, str]) -> str:
    words = {
        "short": _("Too little of %(sku)s: %(units)s short"),
        "farther": _("Farther away by %(km)s km"),
        "closed": _("Closed"),
        "feed_too_old": _("Its stock feed is too old"),
        "not_eligible": _("Does not serve this address"),
        "lower_priority": _("Comes later in the order of sites"),
        "dearer": _("Would cost %(money)s more: %(parts)s")
        if loser.get("cost")
        else _("Dearer to send from"),
        "full": _("Has as many orders as it sends on that day"),
        "later_id": _("As good; the other one was set up first"),
        "moved": _("Taken from it by hand: %(why)s"),
    }
    told = words.get(str(loser.get("rule")), str(loser.get("rule", "")).replace("_", " "))
    values = {
        "sku": skus.get(str(loser.get("sku")), "–"),
        "units": loser.get("units") or "–",
        "km": loser.get("km") or "–",
        "why": name_code("reject_reason", str(loser.get("why", ""))),
        **_tell_cost(loser.get("cost") or {}),
    }
    return told % values if "%(" in told else told


def _tell_cost(cost: dict[str, Any]) -> dict[str, str]:
    """Return by how much a site would have been dearer, and what that is made of."""
    currency = str(cost.get("currency", ""))

    def write(name: str, *, is_signed: bool = True) -> str:
        amount = int(cost.get(name) or 0)
        told = format_money(Money(abs(amount), currency))
        return f"{'−' if amount < 0 else '+'}{told}" if is_signed else told

    if not currency:
        return {"money": "–", "parts": "–"}
    words = {
        "freight_minor": pgettext("dearer", "freight %(money)s"),
        "time_minor": pgettext("dearer", "days until it arrives %(money)s"),
        "load_minor": pgettext("dearer", "load of the site %(money)s"),
        "split_minor": pgettext("dearer", "further parcels %(money)s"),
    }
    parts = [text % {"money": write(name)} for name, text in words.items() if cost.get(name)]
    return {"money": write("minor", is_signed=False), "parts": ", ".join(parts)}


def list_shopper(order: OrderDetail) -> list[Pair]:
    """Return who gets it and where."""
    header = order.header
    place = " ".join(part for part in (header.postal_code, header.city) if part)
    lines = [*(header.address_lines or []), place, header.region or "", header.country]
    return [
        Pair(_("Name"), header.shopper or ""),
        Pair(_("Address"), ", ".join(line for line in lines if line)),
        Pair(_("E-mail"), header.email or "", is_code=bool(header.email)),
        Pair(_("Phone"), header.phone or ""),
        Pair(_("Language"), name_code("language", header.language)),
        Pair(_("Number of the shop"), header.external_number, is_code=True),
        Pair(_("Channel"), header.channel),
    ]


def list_money(order: OrderDetail) -> list[Pair]:
    """Return the sums of the order."""
    header = order.header

    def write(amount: int) -> str:
        return format_money(Money(amount, header.currency))

    pairs = [
        Pair(_("Goods"), write(header.goods_minor)),
        Pair(_("Discount"), write(-header.discount_minor)),
        Pair(_("Shipping"), write(header.shipping_minor)),
        Pair(_("Tax"), write(header.tax_minor)),
        Pair(_("Total"), write(header.total_minor)),
        Pair(_("Payment"), PAYMENT_TERMS[header.payment_term]),
    ]
    return [*pairs, Pair(_("To collect"), write(header.cod_minor))] if header.cod_minor else pairs

"""Release chosen orders: a wave per site, and for each order that stays the reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.kernel.errors import DomainError
from packhaus.orders.queries.list_orders import OPEN_STAGES, OrderRow
from packhaus.outbound.queries.list_releasable import ReleasablePart, list_releasable
from packhaus.outbound.services.release import preview_release, release_wave
from packhaus.outbound.types import ReleaseRule
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists.definition import BulkOutcome, Dialog, Hint, Refused
from packhaus.web.order_address import link_order
from packhaus.web.refusals import describe


def release_orders(request: PageRequest, rows: Sequence[OrderRow], _values: Mapping[str, str]) -> BulkOutcome:
    """Release what may be released of these orders, and say why the others stay."""
    parts = list_releasable(request.scope, order_ids=[row.id for row in rows])
    failures: dict[UUID, str] = {}
    hints: list[Hint] = []
    for site_id, order_ids in _group(parts).items():
        rule = ReleaseRule(order_ids=tuple(order_ids))
        try:
            wave = release_wave(site_id=site_id, rule=rule, now=request.now, actor=request.actor)
        except DomainError as error:
            failures |= dict.fromkeys(order_ids, str(describe(error).why))
        else:
            hints.append(Hint(wave.number, reverse("console:wave", args=[wave.number])))
    waiting = {part.id for part in parts if part.can_be_released}
    after = list_releasable(request.scope, order_ids=[row.id for row in rows])
    released = {part.order_id for part in after if part.id in waiting and part.status != "planned"}
    known = {part.order_id: part for part in parts}
    refused = [
        _refuse(row, known.get(row.id), failures.get(row.id, "")) for row in rows if row.id not in released
    ]
    return BulkOutcome([str(row.id) for row in rows if row.id in released], refused, hints)


def _group(parts: Sequence[ReleasablePart]) -> dict[UUID, list[UUID]]:
    by_site: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for part in parts:
        if part.can_be_released and part.order_id not in by_site[part.site_id]:
            by_site[part.site_id].append(part.order_id)
    return {site_id: order_ids for site_id, order_ids in by_site.items() if order_ids}


def _refuse(row: OrderRow, part: ReleasablePart | None, failure: str) -> Refused:
    return Refused(row.number, _explain(row, part, failure), link_order(row.merchant_code, row.number))


def _explain(row: OrderRow, part: ReleasablePart | None, failure: str) -> str:
    if row.stage not in OPEN_STAGES:
        return _("It has left already, or is cancelled.")
    if row.is_held:
        return _("It is on hold.")
    if part is None:
        return _("It waits for stock: no site has any of it.")
    if part.status != "planned":
        return _("The floor has it already.")
    if part.can_be_released:
        return failure or _("No bin covers it.")
    return _("It ships everything at once and waits for stock, or its site has not accepted it.")


def ask_release(request: PageRequest, rows: Sequence[OrderRow], total: int) -> Dialog:
    """Say what a release would take and what would be short."""
    parts = list_releasable(request.scope, order_ids=[row.id for row in rows])
    fit = [part for part in parts if part.can_be_released]
    orders, missing = len({part.order_id for part in fit}), 0
    for site_id, order_ids in _group(parts).items():
        preview = preview_release(
            scope=request.scope,
            site_id=site_id,
            rule=ReleaseRule(order_ids=tuple(order_ids)),
            now=request.now,
        )
        missing += sum(short.missing for short in preview.shorts)
    shown = orders if total == len(rows) else total
    verb = ngettext("Release %(count)s order", "Release %(count)s orders", shown) % {
        "count": format_quantity(shown)
    }
    return Dialog(verb, verb, _list_effects(fit, missing, stays=len(rows) - orders))


def _list_effects(fit: Sequence[ReleasablePart], missing: int, *, stays: int) -> list[str]:
    lines = sum(part.line_count for part in fit)
    told = [
        (lines, ngettext("%(count)s line gets its bins.", "%(count)s lines get their bins.", lines)),
        (missing, ngettext("%(count)s unit is in no bin.", "%(count)s units are in no bin.", missing)),
        (
            stays,
            ngettext(
                "%(count)s order cannot be released: you see why afterwards.",
                "%(count)s orders cannot be released: you see why afterwards.",
                stays,
            ),
        ),
    ]
    return [text % {"count": format_quantity(count)} for count, text in told if count]


def tell_released(count: int) -> str:
    """Say how many orders were released."""
    return ngettext("%(count)s order released.", "%(count)s orders released.", count) % {
        "count": format_quantity(count)
    }

"""What is done with many orders at once: hold, let go, cancel, tag, reprint labels; release has its own file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.access.queries.lists import get_run
from packhaus.access.types import Role
from packhaus.insight.queries.order_labels import PARCELS_AT_MOST, list_labelled_parcels
from packhaus.kernel.errors import DomainError
from packhaus.kernel.tags import read_tag
from packhaus.orders.queries.list_orders import OPEN_STAGES, OrderRow
from packhaus.orders.services.cancel import cancel_order
from packhaus.orders.services.holds import lift_hold, place_hold
from packhaus.orders.services.tags import add_tag, remove_tag
from packhaus.printing.types import Document
from packhaus.web.console.orders_release import ask_release, release_orders, tell_released
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists.definition import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.order_address import link_order
from packhaus.web.printing import answer_paper, make_paper
from packhaus.web.refusals import describe

KEEPERS = (Role.LEAD, Role.SUPPORT, Role.ADMIN)
PRINTERS = (Role.LEAD, Role.ASSOCIATE, Role.ADMIN)
Values = Mapping[str, str]


def refuse(row: OrderRow, reason: str) -> Refused:
    """Return why nothing could be done with an order."""
    return Refused(row.number, reason, link_order(row.merchant_code, row.number))


def _name(request: PageRequest, rows: Sequence[OrderRow]) -> dict[str, Any]:
    return {
        "scope": request.scope,
        "now": request.now,
        "actor": request.actor,
        "order_ids": [row.id for row in rows],
    }


def _report(
    rows: Sequence[OrderRow], changed: Sequence[UUID], explain: Callable[[OrderRow], str]
) -> BulkOutcome:
    done = set(changed)
    refused = [refuse(row, explain(row)) for row in rows if row.id not in done]
    return BulkOutcome([str(row.id) for row in rows if row.id in done], refused)


def _hold(request: PageRequest, rows: Sequence[OrderRow], _values: Values) -> BulkOutcome:
    changed = place_hold(reason="manual", **_name(request, rows))
    return _report(rows, changed, _explain_unheld)


def _explain_unheld(row: OrderRow) -> str:
    if row.stage not in OPEN_STAGES:
        return _("It has left already, or is cancelled.")
    return _("It is held by hand already.")


def _unhold(request: PageRequest, rows: Sequence[OrderRow], _values: Values) -> BulkOutcome:
    changed = lift_hold(reason="manual", **_name(request, rows))
    return _report(rows, changed, _explain_held)


def _explain_held(row: OrderRow) -> str:
    return _("It is held for another reason: decide on its page.") if row.is_held else _("It is not on hold.")


def _cancel(request: PageRequest, rows: Sequence[OrderRow], _values: Values) -> BulkOutcome:
    refused: dict[UUID, str] = {}
    for row in rows:
        try:
            cancel_order(order_id=row.id, scope=request.scope, now=request.now, actor=request.actor)
        except DomainError as error:
            refused[row.id] = str(describe(error).why)
    return _report(rows, [row.id for row in rows if row.id not in refused], lambda row: refused[row.id])


def _ask_cancel(request: PageRequest, rows: Sequence[OrderRow], total: int) -> Dialog:
    title = ngettext("Cancel %(count)s order", "Cancel %(count)s orders", total) % {
        "count": format_quantity(total)
    }
    units = sum(row.unit_count for row in rows)
    closed = sum(row.stage not in OPEN_STAGES for row in rows)
    effect = [_("Units that wait or are planned are cancelled at once; the floor is asked to stop the rest.")]
    if total == len(rows):
        text = ngettext("%(count)s unit is in them.", "%(count)s units are in them.", units)
        effect.append(text % {"count": format_quantity(units)})
    if closed:
        text = ngettext(
            "%(count)s of them has left or is cancelled: nothing changes there.",
            "%(count)s of them have left or are cancelled: nothing changes there.",
            closed,
        )
        effect.append(text % {"count": format_quantity(closed)})
    return Dialog(title, title, effect)


def _tag(request: PageRequest, rows: Sequence[OrderRow], values: Values) -> BulkOutcome:
    tag = read_tag(values.get("tag_code", ""))
    changed = add_tag(tag=tag, **_name(request, rows))
    return _report(rows, changed, lambda row: _explain_tagged(row, tag))


def _explain_tagged(row: OrderRow, tag: str) -> str:
    return _("It has the tag already.") if tag in row.tags else _("It has as many tags as an order can have.")


def _untag(request: PageRequest, rows: Sequence[OrderRow], values: Values) -> BulkOutcome:
    tag = values.get("untag_code", "").strip()
    changed = remove_tag(tag=tag, **_name(request, rows))
    return _report(rows, changed, lambda _row: _("It does not have the tag."))


def _undo_tag(request: PageRequest, keys: Sequence[str], values: Values) -> None:
    ids = [UUID(key) for key in keys]
    remove_tag(
        order_ids=ids,
        tag=read_tag(values.get("tag_code", "")),
        scope=request.scope,
        now=request.now,
        actor=request.actor,
    )


def _undo_untag(request: PageRequest, keys: Sequence[str], values: Values) -> None:
    ids = [UUID(key) for key in keys]
    tag = values.get("untag_code", "").strip()
    add_tag(order_ids=ids, tag=tag, scope=request.scope, now=request.now, actor=request.actor)


def _gather_labels(request: PageRequest, rows: Sequence[OrderRow], _values: Values) -> BulkOutcome:
    found = {
        parcel.order_id for parcel in list_labelled_parcels(request.scope, order_ids=[row.id for row in rows])
    }
    return _report(rows, list(found), lambda _row: _("No parcel of it has a label."))


def _tell_labels(count: int) -> str:
    return ngettext(
        "Labels of %(count)s order are ready to print.",
        "Labels of %(count)s orders are ready to print.",
        count,
    ) % {"count": format_quantity(count)}


@open_to(*PRINTERS)
def print_order_labels(request: PageRequest) -> HttpResponse:
    """Print the labels of the orders that a run gathered, and count the print."""
    form = FormReader(request.POST)
    run_id = form.read_id("run")
    if request.method != "POST" or run_id is None:
        return HttpResponseRedirect(reverse("console:orders"))
    run = get_run(scope=request.scope, user_id=UUID(str(request.user.pk)), run_id=run_id)
    ids = [UUID(key) for key in run.changed][:PARCELS_AT_MOST]
    parcels = [parcel.parcel_id for parcel in list_labelled_parcels(request.scope, order_ids=ids)]
    return answer_paper(request, make_paper(Document.PARCEL_LABELS, *map(str, parcels)), title="")


def _tell_held(count: int) -> str:
    return ngettext("%(count)s order is on hold.", "%(count)s orders are on hold.", count) % {
        "count": format_quantity(count)
    }


def _tell_lifted(count: int) -> str:
    return ngettext("%(count)s order may go on.", "%(count)s orders may go on.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext(
        "%(count)s order is cancelled, or the floor is asked to stop it.",
        "%(count)s orders are cancelled, or the floor is asked to stop them.",
        count,
    ) % {"count": format_quantity(count)}


def _tell_tagged(count: int) -> str:
    return ngettext("%(count)s order is tagged.", "%(count)s orders are tagged.", count) % {
        "count": format_quantity(count)
    }


def _tell_untagged(count: int) -> str:
    return ngettext("%(count)s order lost the tag.", "%(count)s orders lost the tag.", count) % {
        "count": format_quantity(count)
    }


_KEEPERS = frozenset(KEEPERS)
ORDER_ACTIONS: tuple[BulkAction[OrderRow], ...] = (
    BulkAction(
        "release", lazy("Release {count}"), release_orders, tell_released, frozenset({Role.LEAD, Role.ADMIN}),
        icon="package-export", ask=ask_release, chunk=1_000,
    ),
    BulkAction(
        "hold", lazy("Hold {count}"), _hold, _tell_held, _KEEPERS, icon="hand-stop"
    ),
    BulkAction("unhold", lazy("Lift the hold of {count}"), _unhold, _tell_lifted, _KEEPERS, is_rare=True),
    BulkAction(
        "tag", lazy("Tag {count}"), _tag, _tell_tagged, _KEEPERS, value="tag_code", value_label=lazy("Tag"),
        undo=_undo_tag,
    ),
    BulkAction(
        "untag", lazy("Untag {count}"), _untag, _tell_untagged, _KEEPERS, value="untag_code", value_label=lazy("Tag"),
        undo=_undo_untag, is_rare=True,
    ),
    BulkAction(
        "labels", lazy("Reprint labels of {count}"), _gather_labels, _tell_labels, frozenset(PRINTERS),
        icon="printer", finish="console:order-labels", finish_label=lazy("Print the labels"), is_rare=True,
    ),
    BulkAction(
        "cancel", lazy("Cancel {count}"), _cancel, _tell_cancelled, _KEEPERS, is_danger=True, ask=_ask_cancel, chunk=25,
        is_rare=True, icon="x",
    ),
)  # fmt: skip

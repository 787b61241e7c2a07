"""What is done with many put-away tasks at once: planned anew, done first, given back, left at the door."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from packhaus.inbound.queries.put_away.list_tasks import PutAwayRow
from packhaus.inbound.services.put_away.cancel import cancel_put_away
from packhaus.inbound.services.put_away.claim import prioritise_put_away, return_put_away
from packhaus.inbound.services.put_away.plan import plan_put_away
from packhaus.inbound.states import CANCEL_PUT_AWAY
from packhaus.web.console.inbound_bulk import LEADS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import BulkAction, BulkOutcome, Dialog, Refused
from packhaus.web.lists.each import do_each

FIRST = 50


def _replan(request: PageRequest, tasks: Sequence[PutAwayRow], _values: Mapping[str, str]) -> BulkOutcome:
    """Plan the deliveries of these tasks anew; whoever has something in hand goes on."""
    over = [task for task in tasks if task.status not in {"open", "cancelled"}]
    others = [task for task in tasks if task.status in {"open", "cancelled"}]
    for asn_id in sorted({task.asn_id for task in others}):
        plan_put_away(scope=request.scope, asn_id=asn_id, now=request.now)
    why = _("It is in hand or done.")
    return BulkOutcome([str(task.id) for task in others], [_refuse(task, why) for task in over])


def _prioritise(request: PageRequest, tasks: Sequence[PutAwayRow], _values: Mapping[str, str]) -> BulkOutcome:
    waiting = [task for task in tasks if task.status in CANCEL_PUT_AWAY.sources]
    ids = [task.id for task in waiting]
    prioritise_put_away(scope=request.scope, task_ids=ids, priority=FIRST)
    over = [_refuse(task, _("It is over.")) for task in tasks if task not in waiting]
    return BulkOutcome([str(id_) for id_ in ids], over)


def _return(request: PageRequest, tasks: Sequence[PutAwayRow], _values: Mapping[str, str]) -> BulkOutcome:
    claimed = [task for task in tasks if task.status == "claimed"]
    return_put_away(scope=request.scope, task_ids=[task.id for task in claimed])
    others = [_refuse(task, _("Nobody has it in hand.")) for task in tasks if task not in claimed]
    return BulkOutcome([str(task.id) for task in claimed], others)


def _cancel(request: PageRequest, tasks: Sequence[PutAwayRow], _values: Mapping[str, str]) -> BulkOutcome:
    def cancel(task: PutAwayRow) -> None:
        cancel_put_away(scope=request.scope, task_ids=[task.id], now=request.now, actor=request.actor)

    return do_each(tasks, cancel, refuse=_refuse)


def _refuse(task: PutAwayRow, why: str) -> Refused:
    return Refused(
        task.unit_code or task.sku_code,
        why,
        reverse("console:asn", args=[task.merchant_code, task.asn_number]),
    )


def _ask_cancel(request: PageRequest, tasks: Sequence[PutAwayRow], total: int) -> Dialog:
    title = ngettext("Cancel %(count)s task", "Cancel %(count)s tasks", total) % {
        "count": format_quantity(total)
    }
    units = sum(task.quantity for task in tasks)
    effect = ngettext(
        "%(count)s unit stays at the door until it is planned anew.",
        "%(count)s units stay at the door until they are planned anew.",
        units,
    )
    return Dialog(title, title, [effect % {"count": format_quantity(units)}])


def _tell_planned(count: int) -> str:
    return ngettext("%(count)s task is planned anew.", "%(count)s tasks are planned anew.", count) % {
        "count": format_quantity(count)
    }


def _tell_first(count: int) -> str:
    return ngettext("%(count)s task comes first.", "%(count)s tasks come first.", count) % {
        "count": format_quantity(count)
    }


def _tell_returned(count: int) -> str:
    return ngettext(
        "%(count)s task waits for somebody again.", "%(count)s tasks wait for somebody again.", count
    ) % {"count": format_quantity(count)}


def _tell_cancelled(count: int) -> str:
    return ngettext("%(count)s task is cancelled.", "%(count)s tasks are cancelled.", count) % {
        "count": format_quantity(count)
    }


PUT_AWAY_ACTIONS: tuple[BulkAction[PutAwayRow], ...] = (
    BulkAction("replan", lazy("Plan {count} anew"), _replan, _tell_planned, LEADS, icon="refresh", chunk=20),
    BulkAction("first", lazy("{count} first"), _prioritise, _tell_first, LEADS, icon="arrow-up"),
    BulkAction("return", lazy("Take {count} back"), _return, _tell_returned, LEADS),
    BulkAction(
        "cancel",
        lazy("Cancel {count}"),
        _cancel,
        _tell_cancelled,
        LEADS,
        is_danger=True,
        ask=_ask_cancel,
        chunk=50,
    ),
)

"""Value-added services as work: what is left, who has it, what was done lately, and many of them at once."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_vas_tasks import (
    VasFilter,
    VasTaskRow,
    list_vas_tasks,
    measure_vas,
)
from packhaus.outbound.services.vas import assign_vas, do_vas, return_vas, take_back_vas
from packhaus.web.console.waves_bulk import LEADS, list_people
from packhaus.web.floor.sessions import name_device
from packhaus.web.formats import format_quantity, pick_text
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.each import do_each
from packhaus.web.order_address import link_order
from packhaus.web.packing_words import VAS_KINDS, VAS_STEPS
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField

STATUSES = ("open", "claimed", "done")
WORKERS = frozenset({Role.ASSOCIATE, Role.LEAD, Role.ADMIN})


@page_of("console:vas")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List services, what leaves first on top."""
    left = measure_vas(
        scope=request.scope,
        site_id=find_site_id(request),
        merchant_id=find_merchant_id(request),
        now=request.now,
    )
    primary = Action(_("Start"), reverse("floor:vas")) if request.roles & WORKERS else None
    return show_list(request, VAS_TASKS, {"left": left, "primary": primary})


def fetch_tasks(asked: Asked, page: PageOf) -> Page[VasTaskRow]:
    """Read a page of services."""
    chosen = VasFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in STATUSES],
        kinds=[kind for kind in asked.read_all("kind") if kind in VAS_KINDS],
        steps=[step for step in asked.read_all("step") if step in VAS_STEPS],
        is_picked="tote" in asked.read_all("only"),
        text=asked.state.q,
        ids=[key for key in asked.keys if read_uuid(key.partition(".")[0])],
    )
    return list_vas_tasks(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


def name_task(row: VasTaskRow) -> str:
    """Say what a service is called."""
    return pick_text(row.names) or str(VAS_KINDS[row.kind])


def _draw(_request: PageRequest, tasks: Sequence[VasTaskRow]) -> list[tuple[VasTaskRow, str]]:
    return [(task, name_task(task)) for task in tasks]


def _refuse(task: VasTaskRow, why: str) -> Refused:
    name = f"{task.order_number} {name_task(task)}"
    return Refused(name, why, f"{link_order(task.merchant_code, task.order_number)}#services")


def _assign(request: PageRequest, tasks: Sequence[VasTaskRow], values: Mapping[str, str]) -> BulkOutcome:
    people = {id_ for id_, _name in list_people(request)}

    def give(task: VasTaskRow) -> str | None:
        if values["picker"] not in people:
            return _("Nobody is chosen.")
        if task.status == "done":
            return _("It is done.")
        assign_vas(
            scope=request.scope, fulfillment_id=task.fulfillment_id, option=task.option, line_id=task.line_id,
            person_id=UUID(values["picker"]), now=request.now,
        )  # fmt: skip
        return None

    return do_each(tasks, give, refuse=_refuse)


def _unassign(request: PageRequest, keys: Sequence[str], values: Mapping[str, str]) -> None:
    for task in _read(request, keys):
        if task.status == "claimed" and str(task.claimed_by) == values["picker"]:
            _return_one(request, task)


def _read(request: PageRequest, keys: Sequence[str]) -> list[VasTaskRow]:
    page = PageOf(size=len(keys), counted_at_most=0)
    return list_vas_tasks(scope=request.scope, chosen=VasFilter(ids=keys), now=request.now, page=page).rows


def _return_one(request: PageRequest, task: VasTaskRow) -> str | None:
    had = return_vas(
        scope=request.scope, fulfillment_id=task.fulfillment_id, option=task.option, line_id=task.line_id
    )
    return None if had else _("Nobody has it in hand.")


def _return(request: PageRequest, tasks: Sequence[VasTaskRow], _values: Mapping[str, str]) -> BulkOutcome:
    return do_each(tasks, partial(_return_one, request), refuse=_refuse)


def _do(request: PageRequest, tasks: Sequence[VasTaskRow], _values: Mapping[str, str]) -> BulkOutcome:
    def do(task: VasTaskRow) -> str | None:
        if task.status == "done":
            return _("It is done.")
        do_vas(
            scope=request.scope, fulfillment_id=task.fulfillment_id, option=task.option, line_id=task.line_id,
            device=name_device(request), now=request.now, actor=request.actor,
        )  # fmt: skip
        return None

    return do_each(tasks, do, refuse=_refuse)


def _undo(request: PageRequest, keys: Sequence[str], _values: Mapping[str, str]) -> None:
    for task in _read(request, keys):
        if task.status == "done" and task.fulfillment_status == "picked":
            take_back_vas(
                scope=request.scope, fulfillment_id=task.fulfillment_id, option=task.option, line_id=task.line_id,
                now=request.now, actor=request.actor,
            )  # fmt: skip


def _tell_assigned(count: int) -> str:
    return ngettext("%(count)s service is assigned.", "%(count)s services are assigned.", count) % {
        "count": format_quantity(count)
    }


def _tell_returned(count: int) -> str:
    return ngettext(
        "%(count)s service waits for somebody again.", "%(count)s services wait for somebody again.", count
    ) % {"count": format_quantity(count)}


def _tell_done(count: int) -> str:
    return ngettext("%(count)s service is done.", "%(count)s services are done.", count) % {
        "count": format_quantity(count)
    }


VAS_ACTIONS: tuple[BulkAction[VasTaskRow], ...] = (
    BulkAction(
        "assign", lazy("Assign {count}"), _assign, _tell_assigned, LEADS, icon="user", value="picker",
        value_label=lazy("Who does it"), choices=list_people, undo=_unassign, chunk=25,
    ),
    BulkAction("done", lazy("{count} are done"), _do, _tell_done, WORKERS, icon="circle-check", undo=_undo, chunk=25),
    BulkAction("return", lazy("Take {count} back"), _return, _tell_returned, LEADS, chunk=25, is_rare=True),
)  # fmt: skip
_TO_DO = "status=open&status=claimed"
VAS_TASKS = ListPage(
    name="console:vas",
    template="outbound/vas.html",
    row_type=VasTaskRow,
    columns=(
        Column("service", pgettext_lazy("vas", "Service")),
        Column("status", lazy("Status")),
        Column("order", lazy("Order")),
        Column("of", pgettext_lazy("vas", "Of")),
        Column("step", lazy("Where")),
        Column("tote", lazy("Tote")),
        Column("minutes", lazy("Minutes"), is_number=True),
        Column("ship_by", lazy("Ship by"), is_sortable=True),
        Column("who", lazy("Who")),
    ),
    default="ship_by",
    fetch=fetch_tasks,
    fields=(
        FilterField("status", lazy("Status"), [(one, get_status("vas", one).label) for one in STATUSES]),
        FilterField("step", lazy("Where"), list(VAS_STEPS.items())),
        FilterField("kind", lazy("Kind"), list(VAS_KINDS.items())),
        FilterField("only", lazy("Only"), (("tote", lazy("Lies in its tote")),)),
    ),
    views=(
        View("left", pgettext_lazy("vas", "To do"), _TO_DO, lazy("Nothing is left to do on the floor.")),
        View("ready", lazy("In their totes"), f"only=tote&{_TO_DO}", lazy("No tote waits for a service.")),
        View(
            "before", pgettext_lazy("vas", "Before packing"), f"step=before&{_TO_DO}",
            lazy("Nothing is to be done before packing."),
        ),
        View("done", lazy("Done in 7 days"), "status=done", lazy("Nothing was done in the last 7 days.")),
        View("all", lazy("All")),
    ),
    draw=_draw,
    bulk=VAS_ACTIONS,
    words={
        "status": lambda status: get_status("vas", status).label,
        "kind": lambda kind: VAS_KINDS[kind],
        "step": lambda step: VAS_STEPS[step],
        "fulfillment_status": lambda status: get_status("fulfillment", status).label,
    },
)  # fmt: skip

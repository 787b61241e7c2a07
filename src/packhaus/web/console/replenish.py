"""Which pick face runs dry before its wave, and who brings what: moved up, taken back, planned anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.list_replenishments import (
    OPEN,
    ReplenishmentFilter,
    ReplenishmentRow,
    list_replenishments,
)
from packhaus.outbound.services.replenish import (
    cancel_replenishments,
    plan_replenishment,
    plan_sites,
    prioritise_replenishments,
)
from packhaus.web.console.shorts import REASON_WORDS
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell

LEADS = frozenset({Role.LEAD, Role.ADMIN})
FIRST, USUAL = 10, 100


@page_of("console:replenishment")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List tasks by priority, move many up or take them back."""
    primary = Action(_("Plan now"), reverse("console:replenishment-plan"), method="post", icon="refresh")
    return show_list(request, REPLENISHMENTS, {"primary": primary})


@require_POST
@page_of("console:replenishment")
def plan(request: PageRequest) -> HttpResponse:
    """Plan the faces of the chosen site, or of all, now."""
    site_id = find_site_id(request)
    planned = (
        plan_replenishment(site_id=site_id, now=request.now).planned
        if site_id
        else plan_sites(now=request.now)
    )
    told = ngettext("%(count)s task is new.", "%(count)s tasks are new.", planned)
    tell(request, told % {"count": format_quantity(planned)} if planned else _("Every pick face has enough."))
    return HttpResponseRedirect(reverse("console:replenishment"))


def fetch_tasks(asked: Asked, page: PageOf) -> Page[ReplenishmentRow]:
    """Read a page of tasks."""
    states = asked.read_all("state")
    chosen = ReplenishmentFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[state for state in states if state in {*OPEN, "done", "short", "cancelled"}],
        is_urgent=True if "yes" in asked.read_all("urgent") else None,
        ids=[int(key) for key in asked.keys if key.isdecimal()],
    )
    return list_replenishments(scope=asked.request.scope, chosen=chosen, page=page)


def _draw(_request: PageRequest, tasks: Sequence[ReplenishmentRow]) -> list[tuple[ReplenishmentRow, Any]]:
    return [(task, REASON_WORDS.get(task.short_reason, "")) for task in tasks]


def _first(
    _request: PageRequest, tasks: Sequence[ReplenishmentRow], _values: Mapping[str, str]
) -> BulkOutcome:
    return _report(tasks, prioritise_replenishments(task_ids=[task.id for task in tasks], priority=FIRST))


def _usual(
    _request: PageRequest, tasks: Sequence[ReplenishmentRow], _values: Mapping[str, str]
) -> BulkOutcome:
    return _report(tasks, prioritise_replenishments(task_ids=[task.id for task in tasks], priority=USUAL))


def _cancel(
    request: PageRequest, tasks: Sequence[ReplenishmentRow], _values: Mapping[str, str]
) -> BulkOutcome:
    return _report(tasks, cancel_replenishments(task_ids=[task.id for task in tasks], now=request.now))


def _report(tasks: Sequence[ReplenishmentRow], changed: Sequence[int]) -> BulkOutcome:
    refused = [
        Refused(
            f"{task.sku_code} {task.to_code}", _("It is closed already."), reverse("console:replenishment")
        )
        for task in tasks
        if task.id not in changed
    ]
    return BulkOutcome([str(id_) for id_ in changed], refused)


def _tell_moved(count: int) -> str:
    return ngettext("%(count)s task moved.", "%(count)s tasks moved.", count) % {
        "count": format_quantity(count)
    }


def _tell_cancelled(count: int) -> str:
    return ngettext("%(count)s task taken back.", "%(count)s tasks taken back.", count) % {
        "count": format_quantity(count)
    }


REPLENISHMENTS = ListPage(
    name="console:replenishment",
    template="stock/replenishment.html",
    row_type=ReplenishmentRow,
    columns=(
        Column("face", lazy("Pick face")),
        Column("status", lazy("Status")),
        Column("item", lazy("Item")),
        Column("in_face", lazy("Now"), is_number=True),
        Column("needed", lazy("Needed by")),
        Column("from", lazy("From")),
        Column("units", lazy("Units"), is_number=True),
        Column("person_name", lazy("Who")),
        Column("priority", lazy("Turn"), is_sortable=True),
    ),
    default="priority",
    fetch=fetch_tasks,
    draw=_draw,
    fields=(
        FilterField(
            "state",
            lazy("Status"),
            [
                ("open", pgettext_lazy("status", "Open")),
                ("claimed", pgettext_lazy("status", "Under way")),
                ("done", pgettext_lazy("status", "Done")),
                ("short", pgettext_lazy("status", "Short")),
                ("cancelled", pgettext_lazy("status", "Cancelled")),
            ],
        ),
        FilterField("urgent", lazy("Orders wait"), [("yes", lazy("Yes"))]),
    ),
    views=(
        View("open", pgettext_lazy("status", "Open"), "state=open&state=claimed", lazy("No replenishment is open.")),
        View("urgent", lazy("Before the next wave"), "state=open&state=claimed&urgent=yes",
             lazy("No order waits for a pick face.")),
        View("short", lazy("Not found"), "state=short", lazy("Every unit was found.")),
        View("all", lazy("All")),
    ),
    bulk=(
        BulkAction("first", lazy("Bring {count} first"), _first, _tell_moved, LEADS, icon="arrow-up"),
        BulkAction("usual", lazy("Usual turn for {count}"), _usual, _tell_moved, LEADS),
        BulkAction("cancel", lazy("Take back {count}"), _cancel, _tell_cancelled, LEADS),
    ),
    words={"short_reason": lambda reason: REASON_WORDS.get(reason, reason)},
)  # fmt: skip

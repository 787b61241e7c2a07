"""What still stands at the door, since when, where it goes and why; and what was put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from packhaus.inbound.queries.put_away.list_tasks import PutAwayFilter, PutAwayRow, list_put_away
from packhaus.inbound.states import PUT_AWAY_STATUSES
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.console.dock_to_stock import measure
from packhaus.web.console.put_away_bulk import PUT_AWAY_ACTIONS
from packhaus.web.floor.put_away_page import name_goods, tell_excluded
from packhaus.web.forms import read_uuid
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.status import get_status
from packhaus.web.tables import Column, FilterField
from packhaus.web.words import PUT_AWAY_WHYS, name_code

LONG = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class PutAwayLine:
    """A task as drawn."""

    task: PutAwayRow
    goods: str
    excluded: str


@page_of("console:put-away")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List put-away tasks, the longest waiting first."""
    return show_list(request, PUT_AWAY, {"figure": measure(request)})


def fetch_tasks(asked: Asked, page: PageOf) -> Page[PutAwayRow]:
    """Read a page of put-away tasks."""
    only, place = asked.read_all("only"), asked.read("place")
    chosen = PutAwayFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        statuses=[status for status in asked.read_all("status") if status in PUT_AWAY_STATUSES],
        whys=[why for why in asked.read_all("why") if why in PUT_AWAY_WHYS],
        zone=asked.read("zone"),
        waits_for=LONG if "long" in only else None,
        has_no_place="no_place" in only,
        asn_number=asked.read("asn"),
        location_id=int(place) if place.isdecimal() and len(place) < 19 else None,
        text=asked.state.q,
        ids=[task_id for task_id in map(read_uuid, asked.keys) if task_id],
    )
    return list_put_away(scope=asked.request.scope, chosen=chosen, now=asked.request.now, page=page)


def draw_tasks(_request: PageRequest, tasks: Sequence[PutAwayRow]) -> list[PutAwayLine]:
    """Return the rows as drawn."""
    return [
        PutAwayLine(task, name_goods(task, task.quantity), tell_excluded(task.excluded)) for task in tasks
    ]


_WAITING = "status=open&status=claimed"
PUT_AWAY = ListPage(
    name="console:put-away",
    template="inbound/put_away.html",
    row_type=PutAwayRow,
    columns=(
        Column("goods", lazy("Goods")),
        Column("status", lazy("Status")),
        Column("delivery", lazy("Delivery")),
        Column("units", lazy("Units"), is_number=True),
        Column("since", pgettext_lazy("put-away", "Since"), is_sortable=True),
        Column("place", lazy("Place")),
        Column("why", lazy("Why")),
        Column("who", lazy("Who")),
    ),
    default="since",
    fetch=fetch_tasks,
    fields=(
        FilterField(
            "status", lazy("Status"), [(one, get_status("put_away", one).label) for one in PUT_AWAY_STATUSES]
        ),
        FilterField("why", lazy("Why"), list(PUT_AWAY_WHYS.items())),
        FilterField(
            "only",
            lazy("Only"),
            (("long", lazy("Waiting over 2 hours")), ("no_place", lazy("Without a place"))),
        ),
        FilterField("zone", lazy("Zone")),
        FilterField("asn", lazy("Delivery")),
    ),
    views=(
        View("waiting", pgettext_lazy("put-away", "Waiting"), _WAITING, lazy("Nothing waits at the door.")),
        View(
            "long",
            lazy("Over 2 hours"),
            f"only=long&{_WAITING}",
            lazy("Nothing has waited at the door for over 2 hours."),
        ),
        View(
            "cross-dock",
            lazy("Waited for"),
            f"why=waited_for&{_WAITING}",
            lazy("No order waits for goods at the door."),
        ),
        View(
            "no-place",
            lazy("Without a place"),
            f"only=no_place&{_WAITING}",
            lazy("Everything at the door has a place."),
        ),
        View("all", lazy("All")),
    ),
    draw=draw_tasks,
    bulk=PUT_AWAY_ACTIONS,
    words={
        "status": lambda status: get_status("put_away", status).label,
        "why": lambda why: name_code("put_away_why", why),
        "to_kind": lambda kind: name_code("location_kind", kind),
        "condition": lambda condition: name_code("condition", condition),
        "cancel_reason": lambda reason: name_code("put_away_cancel", reason),
    },
)  # fmt: skip

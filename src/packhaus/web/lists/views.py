"""Views of a list: tabs that are addresses with a name, in the order that a person wants them."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from packhaus.access.queries.lists import ViewRow, list_saved_views
from packhaus.access.services.saved_views import change_view, delete_view, order_views, save_view
from packhaus.access.types import OPERATOR_ROLES
from packhaus.kernel.errors import NotFound
from packhaus.kernel.keyset import PageOf
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.lists.definition import ListPage, View, ask
from packhaus.web.parts import Words
from packhaus.web.responses import render_page
from packhaus.web.toasts import tell
from packhaus.web.undo import link_undo, undoes

Row = TypeVar("Row")
COUNTED_UP_TO = 999
LONGEST_QUERY = 1_900
LONGEST_NAME = 60
# What an address may carry without being another view.
_PASSING = frozenset({"view", "after", "before", "run", "format"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One view as drawn; `key` is the id of a saved one. Who made it may change it."""

    key: str
    label: Words
    query: str
    is_shared: bool = True
    is_mine: bool = False
    is_saved: bool = False
    is_current: bool = False
    count: str = ""
    empty: Words = ""

    @property
    def url(self) -> str:
        """Return the address of the view."""
        return f"?view={self.key}&{self.query}" if self.query else f"?view={self.key}"


@dataclass(frozen=True, slots=True)
class Strip:
    """The tabs above a list; `leads_to` is where the bare address goes, when not to the list itself.

    Who works for a merchant has the tabs that come with the list, and keeps none of their own.
    """

    tabs: list[Tab]
    current: Tab | None
    query: str
    counts_url: str
    leads_to: str
    is_kept: bool = True

    @property
    def is_changed(self) -> bool:
        """Tell whether the filter is another than the tab's."""
        return self.current is not None and self.current.query != self.query

    @property
    def can_save(self) -> bool:
        """Tell whether what is shown has no name yet."""
        return self.is_kept and (self.is_changed or (self.current is None and bool(self.query)))


def build_strip(request: PageRequest, listed: ListPage[Row]) -> Strip | None:
    """Build the tabs of a list; None for a list without views of its own. Queries: 2."""
    if not listed.views:
        return None
    query = read_query(request.GET)
    tabs = _list_tabs(request, listed, query)
    current = next((tab for tab in tabs if tab.is_current), None)
    counted = {"view": current.key if current else "", "format": "counts"}
    leads_to = tabs[0].url if not request.GET and tabs[0].query else ""
    return Strip(tabs, current, query, "?" + urlencode(counted), leads_to, may_keep_views(request))


def may_keep_views(request: PageRequest) -> bool:
    """Tell whether this person has views of her own."""
    return bool(request.roles & OPERATOR_ROLES)


def read_query(params: QueryDict) -> str:
    """Return the filter and sort of an address in one order, so that two of them can be compared."""
    names = sorted(name for name in params if name not in _PASSING)
    return urlencode([(name, value) for name in names for value in params.getlist(name) if value])


def _list_tabs(request: PageRequest, listed: ListPage[Row], query: str) -> list[Tab]:
    saved, order = list_saved_views(scope=request.scope, user_id=_person(request), page=listed.name)
    usual = sorted(listed.views, key=lambda view: not view.first_for & request.roles)
    tabs = [_draw_usual(view) for view in usual] + [_draw_saved(row) for row in saved]
    places = {key: place for place, key in enumerate(order)}
    tabs.sort(key=lambda tab: places.get(tab.key, len(places)))
    wanted = request.GET.get("view", "")
    chosen = [tab.key for tab in tabs if tab.key == wanted] or [tab.key for tab in tabs if tab.query == query]
    return [replace(tab, is_current=tab.key in chosen[:1]) for tab in tabs]


def _draw_usual(view: View) -> Tab:
    return Tab(view.key, view.label, read_query(QueryDict(view.query)), empty=view.empty)


def _draw_saved(row: ViewRow) -> Tab:
    empty = _("Nothing is in “%(name)s”.") % {"name": row.name}
    return Tab(str(row.id), row.name, row.query, row.is_shared, row.is_mine, is_saved=True, empty=empty)


def answer_counts(request: PageRequest, listed: ListPage[Row]) -> HttpResponse:
    """Answer the tabs with how many rows each has. Queries: 2, and 1 a tab."""

    def count(tab: Tab) -> Tab:
        asked = ask(request, listed, QueryDict(tab.query))
        total = listed.fetch(asked, PageOf(size=0, counted_at_most=COUNTED_UP_TO + 1)).total
        return replace(tab, count=say_count(total))

    tabs = _list_tabs(request, listed, read_query(request.GET))
    return render_page(request, "lists/_tabs.html", {"tabs": [count(tab) for tab in tabs]})


def count_view(request: PageRequest, listed: ListPage[Row], key: str) -> tuple[int, str]:
    """Return how many rows a view that comes with the list has, at most 1,000, and its address. Queries: 1."""
    [tab] = [_draw_usual(view) for view in listed.views if view.key == key]
    asked = ask(request, listed, QueryDict(tab.query))
    total = listed.fetch(asked, PageOf(size=0, counted_at_most=COUNTED_UP_TO + 1)).total
    return total, listed.url + tab.url


def say_count(total: int) -> str:
    """Return a count as tabs and cards show it: whatever is above 999 is 999+."""
    return f"{COUNTED_UP_TO}+" if total > COUNTED_UP_TO else str(total)


def answer_views(request: PageRequest, listed: ListPage[Row]) -> HttpResponse:
    """Save, change, delete or move a view, and go to it. Raises: Invalid, NameTaken, NotFound."""
    if not may_keep_views(request):
        raise NotFound("views are the operator's")
    form = FormReader(request.POST)
    do = form.read_choice("tab", _DEEDS)
    form.check()
    return HttpResponseRedirect(listed.url + _DEEDS[do](request, listed, form))


def _save_as(request: PageRequest, listed: ListPage[Any], form: FormReader) -> str:
    name = form.read_text("name", is_required=True, at_most=LONGEST_NAME)
    query = _read_query(form)
    form.check()
    key = save_view(
        scope=request.scope, user_id=_person(request), page=listed.name, name=name, query=query,
        is_shared="shared" in request.POST, now=request.now,
    )  # fmt: skip
    tell(
        request,
        _("“%(name)s” is saved.") % {"name": name},
        undo_url=link_undo(request, "save-view", id=str(key)),
    )
    return Tab(str(key), name, query).url


def _save(request: PageRequest, listed: ListPage[Any], form: FormReader) -> str:
    view_id, query, before = (
        form.read_chosen_id("key"),
        _read_query(form),
        form.sent.get("before", "")[:LONGEST_QUERY],
    )
    change_view(scope=request.scope, user_id=_person(request), view_id=view_id, query=query)
    undo_url = link_undo(request, "change-view", id=str(view_id), query=before)
    tell(request, _("The view is saved."), undo_url=undo_url)
    return Tab(str(view_id), "", query).url


def _delete(request: PageRequest, listed: ListPage[Any], form: FormReader) -> str:
    name, query, is_shared = delete_view(
        scope=request.scope, user_id=_person(request), view_id=form.read_chosen_id("key")
    )
    undo_url = link_undo(
        request, "delete-view", page=listed.name, name=name, query=query, is_shared=is_shared
    )
    tell(request, _("“%(name)s” is deleted.") % {"name": name}, undo_url=undo_url)
    return ""


def _move(request: PageRequest, listed: ListPage[Any], form: FormReader) -> str:
    key, step = (
        form.read_text("key", is_required=True, at_most=40),
        -1 if request.POST["tab"] == "left" else 1,
    )
    form.check()
    tabs = _list_tabs(request, listed, "")
    keys = [tab.key for tab in tabs]
    if key in keys:
        place = keys.index(key)
        keys.insert(min(max(place + step, 0), len(keys) - 1), keys.pop(place))
        order_views(scope=request.scope, user_id=_person(request), page=listed.name, keys=keys)
    return next((tab.url for tab in tabs if tab.key == key), "")


_DEEDS = {"save": _save, "save-as": _save_as, "delete": _delete, "left": _move, "right": _move}


@undoes("save-view")
def _unsave(request: PageRequest, data: dict[str, Any]) -> None:
    delete_view(scope=request.scope, user_id=_person(request), view_id=UUID(data["id"]))


@undoes("change-view")
def _unchange(request: PageRequest, data: dict[str, Any]) -> None:
    change_view(scope=request.scope, user_id=_person(request), view_id=UUID(data["id"]), query=data["query"])


@undoes("delete-view")
def _undelete(request: PageRequest, data: dict[str, Any]) -> None:
    save_view(scope=request.scope, user_id=_person(request), now=request.now, **data)


def _read_query(form: FormReader) -> str:
    query = read_query(QueryDict(form.sent.get("query", "")))
    if len(query) > LONGEST_QUERY:
        form.refuse("query", "too_long", _("This filter is too long to keep."))
        form.check()
    return query


def _person(request: PageRequest) -> UUID:
    return UUID(str(request.user.pk))

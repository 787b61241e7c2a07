"""List furniture: sort links, pages by key, filters; everything in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from packhaus.web.parts import Chip, Words

EXACT_UP_TO = 10_000
PAGE_SIZE = 50
_PAGE_KEYS = ("after", "before")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is what `?sort=` takes when it is sortable; `is_number` aligns it right."""

    key: str
    label: Words
    is_sortable: bool = False
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A column as drawn: with its sort link and what a screen reader hears about the order."""

    label: Words
    is_number: bool
    url: str
    order: str  # ascending, descending or nothing


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """What stands in place of rows, and where to go from there; `kind` is one of `c-empty-state`."""

    kind: str
    text: Words
    action_url: str = ""
    action_label: Words = ""


@dataclass(frozen=True, slots=True)
class ListTable:
    """All that `c-list-table` needs; `total` is capped, `total_is_exact` says whether.

    Without `empty` the list's own words stand in place of rows: that there is nothing at all.
    """

    heads: Sequence[HeadCell]
    total: int
    total_is_exact: bool
    shown: int
    newer_url: str
    older_url: str
    empty: EmptyWords | None


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address asks of a list; `sort` is a known column, `after` and `before` are opaque keys."""

    sort: str
    is_descending: bool
    after: str
    before: str
    q: str


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field of the filter bar; without choices it is a text field, `kind` may be date or number."""

    key: str
    label: Words
    choices: Sequence[tuple[str, Words]] = ()
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class FilterControl:
    """A field with what is chosen in it."""

    field: FilterField
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class FilterBar:
    """All that `c-filter-bar` needs."""

    q: str
    controls: Sequence[FilterControl]
    chips: Sequence[Chip]
    hidden: Sequence[tuple[str, str]]
    reset_url: str


def link_with(params: QueryDict, **changes: str | None) -> str:
    """Return the query string with these keys set, or left out where None; the page starts over."""
    kept = {key: params.getlist(key) for key in params if key not in changes and key not in _PAGE_KEYS}
    kept |= {key: [value] for key, value in changes.items() if value is not None}
    return "?" + urlencode(kept, doseq=True)


def read_list_state(*, params: QueryDict, columns: Sequence[Column], default: str) -> ListState:
    """Read sort, page and search from the address; `default` is a column, with a minus for descending.

    An unknown sort falls back to the default: old addresses stay good.
    """
    asked = params.get("sort", default)
    known = {column.key for column in columns if column.is_sortable} | {default.removeprefix("-")}
    sort = asked if asked.removeprefix("-") in known else default
    return ListState(
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
        after=params.get("after", ""),
        before=params.get("before", ""),
        q=params.get("q", "").strip(),
    )


def build_table(
    *,
    params: QueryDict,
    columns: Sequence[Column],
    state: ListState,
    shown: int,
    total: int,
    newer_key: str = "",
    older_key: str = "",
    empty: EmptyWords | None = None,
) -> ListTable:
    """Build the furniture of a list.

    `total` counts up to one more than EXACT_UP_TO. The keys are of the first and last row shown, empty where nothing
    is beyond them.
    """
    return ListTable(
        heads=[_build_head(params, column, state) for column in columns],
        total=min(total, EXACT_UP_TO),
        total_is_exact=total <= EXACT_UP_TO,
        shown=shown,
        newer_url=link_with(params, before=newer_key) if newer_key else "",
        older_url=link_with(params, after=older_key) if older_key else "",
        empty=empty,
    )


def _build_head(params: QueryDict, column: Column, state: ListState) -> HeadCell:
    if not column.is_sortable:
        return HeadCell(column.label, column.is_number, "", "")
    is_current = column.key == state.sort
    order = ("descending" if state.is_descending else "ascending") if is_current else ""
    turned = f"-{column.key}" if order == "ascending" else column.key
    return HeadCell(column.label, column.is_number, link_with(params, sort=turned), order)


def build_filter_bar(
    *, params: QueryDict, fields: Sequence[FilterField], reset_url: str | None = None
) -> FilterBar:
    """Build the filter bar: AND between fields, OR inside one; a chip per field in use, with the address without it.

    `reset_url` is where the filters of a person end, empty where none is set; without it that is the bare address.
    """
    controls = [
        FilterControl(field, [value for value in params.getlist(field.key) if value]) for field in fields
    ]
    hidden = [("sort", str(params["sort"]))] if "sort" in params else []
    is_set = bool(params.get("q")) or any(control.values for control in controls)
    bare = "?" + urlencode(hidden) if is_set else ""
    return FilterBar(
        q=params.get("q", ""),
        controls=controls,
        chips=[_build_chip(params, control) for control in controls if control.values],
        hidden=hidden,
        reset_url=bare if reset_url is None else reset_url,
    )


def _build_chip(params: QueryDict, control: FilterControl) -> Chip:
    names: Mapping[str, Words] = dict(control.field.choices)
    values = ", ".join(str(names.get(value, value)) for value in control.values)
    return Chip(
        f"{control.field.label}: {values}", link_with(params, **{control.field.key: None}), is_active=True
    )

"""What a list page is made of: plain frozen records that a view's module defines once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.http import QueryDict
from django.urls import reverse

from packhaus.access.types import Role
from packhaus.kernel.keyset import Page, PageOf
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField, ListState, read_list_state

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: its filters and sort, or with `keys` exactly these rows."""

    request: PageRequest
    params: QueryDict
    state: ListState
    keys: tuple[str, ...] = ()

    def read(self, name: str, *, at_most: int = 80) -> str:
        """Return one value of the address without the spaces around it."""
        return self.params.get(name, "").strip()[:at_most]

    def read_all(self, name: str) -> tuple[str, ...]:
        """Return every value that the address has for a name."""
        return tuple(value for value in self.params.getlist(name) if value)


@dataclass(frozen=True, slots=True)
class View:
    """An address with a name that comes with the list; it stands first for these roles.

    `empty` is the sentence in place of rows when the view has none; a view without a query has the words of the list.
    """

    key: str
    label: Words
    query: str = ""
    empty: Words = ""
    first_for: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row with which nothing could be done, why, and where to look."""

    label: str
    reason: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that came of it, with its page: a wave, a file."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of some rows: the keys that changed, the rows that did not with their reasons.

    `before` are figures that the changed rows had, by key, for an action that can `restore` them.
    """

    changed: Sequence[str]
    refused: Sequence[Refused] = ()
    hints: Sequence[Hint] = ()
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dialog:
    """What a person is asked before it is done: the effect in numbers, and the verb."""

    title: str
    verb: str
    effect: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class BulkAction(Generic[Row]):
    """Something that can be done with many rows at once; what could not be done is listed with its reason.

    `label` carries {count}; `tell` says what was done to how many. `finish` names the address to which a button posts a
    run that is done. `is_rare` moves it under More. `ask` makes it wait for a dialog, `value` puts a
    field of that name beside the button, `undo` takes back what changed; `restore` puts back what rows had, by key. A
    chunk must stay well below two seconds.
    `choices` make the field a choice of one value, or with `takes_many` of any, which come with commas between.
    """

    key: str
    label: Words
    apply: Callable[[PageRequest, Sequence[Row], Mapping[str, str]], BulkOutcome]
    tell: Callable[[int], str]
    roles: frozenset[Role]
    icon: str = ""
    is_danger: bool = False
    ask: Callable[[PageRequest, Sequence[Row], int], Dialog] | None = None
    value: str = ""
    value_label: Words = ""
    value_kind: str = "text"
    choices: Callable[[PageRequest], Sequence[tuple[str, Words]]] | None = None
    takes_many: bool = False
    undo: Callable[[PageRequest, Sequence[str], Mapping[str, str]], None] | None = None
    restore: Callable[[PageRequest, Mapping[str, Any], Mapping[str, str]], None] | None = None
    chunk: int = 100
    finish: str = ""
    finish_label: Words = ""
    is_rare: bool = False

    @property
    def plain_label(self) -> str:
        """Return its words without the count, for a page without script."""
        return " ".join(str(self.label).replace("{count}", "").split())

    @property
    def is_choice(self) -> bool:
        """Tell a template whether the field is a choice (it would call `choices`)."""
        return self.choices is not None

    @property
    def asks(self) -> bool:
        """Tell a template whether a dialog comes first (it would call `ask`)."""
        return self.ask is not None


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """One list. `name` is that of its address, `default` its order, with a minus for descending.

    `draw` turns rows into what the template loops over, `key` names a row in forms. `words` say what codes of a column
    are called in a file for people.
    """

    name: str
    template: str
    row_type: type[Row]
    columns: Sequence[Column]
    default: str
    fetch: Callable[[Asked, PageOf], Page[Row]]
    fields: Sequence[FilterField] | Callable[[PageRequest], Sequence[FilterField]] = ()
    views: Sequence[View] = ()
    bulk: Sequence[BulkAction[Row]] = ()
    key: Callable[[Row], str] = lambda row: str(row.id)  # type: ignore[attr-defined]
    draw: Callable[[PageRequest, Sequence[Row]], Sequence[Any]] = lambda _request, rows: rows
    words: Mapping[str, Callable[[str], Words]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.name not in _LISTS, self.name
        _LISTS[self.name] = self

    @property
    def file_name(self) -> str:
        """Name the list as a file."""
        return self.name.rpartition(":")[2]

    @property
    def url(self) -> str:
        """Return its address without any filter."""
        return reverse(self.name)

    def list_fields(self, request: PageRequest) -> Sequence[FilterField]:
        """Return the fields of its filter bar."""
        return self.fields(request) if callable(self.fields) else self.fields

    def list_actions(self, request: PageRequest) -> list[BulkAction[Row]]:
        """Return what this person may do with many rows."""
        return [action for action in self.bulk if action.roles & request.roles]


_LISTS: dict[str, ListPage[Any]] = {}


def list_lists() -> list[ListPage[Any]]:
    """Return every list that has been defined."""
    return list(_LISTS.values())


def find_list(name: str) -> ListPage[Any]:
    """Return the list that has this address."""
    return _LISTS[name]


def ask(request: PageRequest, listed: ListPage[Row], params: QueryDict, keys: tuple[str, ...] = ()) -> Asked:
    """Read what an address asks of a list."""
    state = read_list_state(params=params, columns=listed.columns, default=listed.default)
    return Asked(request, params, state, keys)

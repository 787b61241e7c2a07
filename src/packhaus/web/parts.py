"""What pages hand to the components: plain frozen rows, made by views, drawn by `templates/cotton`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.utils.functional import Promise

Words: TypeAlias = str | Promise


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: a link, a form post, or the button that opens a dialog of the page.

    With `disabled_because` it is drawn disabled and says why on focus. `name` and `value` go with a post.
    `form` names a form of the page that the button submits (a bulk action) instead of a form of its own.
    """

    label: Words
    url: str = ""
    method: str = "get"
    name: str = ""
    value: str = ""
    dialog: str = ""
    form: str = ""
    icon: str = ""
    disabled_because: Words = ""
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A status to draw: what kind of thing it belongs to, and its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an equation; `sign` stands before it (empty for the first)."""

    label: Words
    value: str
    url: str = ""
    sign: str = "−"

    @property
    def is_zero(self) -> bool:
        """Tell whether it is drawn grey."""
        return self.value.strip() in {"0", "0.00"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stage of a stage bar: parcels or orders in it, and the list of exactly those."""

    stage: str
    label: Words
    quantity: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of facts; with `is_code` it is shown in a fixed-width face and can be copied."""

    label: Words
    value: Words
    url: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stepper; `state` is done, current, todo or stopped."""

    label: Words
    state: str
    at: datetime | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who or what holds what was asked for."""

    label: Words
    units: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """One item of a lines card. `figures` are (word, number) pairs in the fixed order; zeros are left out here."""

    name: str
    code: str
    figures: Sequence[tuple[Words, int]]
    note: Words = ""
    picture_url: str = ""
    url: str = ""
    level: str = ""
    actions: Sequence[Action] = ()

    @property
    def told_figures(self) -> list[tuple[Words, int]]:
        """The figures that are not zero; all of them when nothing else is there to say."""
        return [figure for figure in self.figures if figure[1]] or list(self.figures[:1])


@dataclass(frozen=True, slots=True)
class Because:
    """What follows "because", and where that is to be seen."""

    words: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One past-tense sentence about an object, who did it, and because of what.

    `text` is what somebody wrote; it is for the operator alone (`is_internal`) or shown to the merchant (`is_shown`).
    `because` goes back step by step, the nearest first. `folded` are repeats that this entry stands for, from `since`
    on.
    """

    at: datetime
    actor: Words
    sentence: Words
    icon: str = "circle-dot"
    change: Words = ""
    url: str = ""
    link_label: Words = ""
    because: Sequence[Because] = ()
    is_internal: bool = False
    text: str = ""
    is_shown: bool = False
    folded: Sequence["TimelineEntry"] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a row of chips, or an active filter with the address that removes it."""

    label: Words
    url: str
    is_active: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """One way to move a number pad along: a packaging and its base units."""

    label: Words
    units: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A site or merchant of a picker in the top bar; `accent` colours the strip of a chosen merchant."""

    id: str
    code: str
    name: str
    accent: str = ""


@dataclass(frozen=True, slots=True)
class FrameChoices:
    """What the pickers offer, and what is chosen (nothing means all); a partner's floor is not one to work on."""

    sites: Sequence[Choice] = ()
    merchants: Sequence[Choice] = ()
    site: Choice | None = None
    merchant: Choice | None = None
    own_sites: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One count of a heat table; `level` from 0 (calm) to 4."""

    quantity: int
    level: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of a heat table."""

    label: Words
    cells: Sequence[HeatCell]

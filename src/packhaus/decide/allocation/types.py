from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from packhaus.decide.keys import Key


class Supply(NamedTuple):
    """One balance row: units of a SKU in a bin that nobody has allocated.

    `in_location` counts the free units of everything in that location (the empty-bin rule needs it); None: the
    sum of the supplies given for it. `is_doubted`: a picker found fewer there than the record says.
    """

    balance: int
    sku: Key
    free: int
    received_on: date
    expires_on: date | None = None
    location: Key = None
    zone: Key = None
    lot: Key = None
    serial: Key = None
    in_location: int | None = None
    is_doubted: bool = False


class Take(StrEnum):
    """How a rule takes units from its bins."""

    ANY = "any"
    EMPTY_BIN = "empty_bin"
    FULL_PACKAGING = "full_packaging"


class Rule(NamedTuple):
    """One step of a line's search: this zone (None: every zone), taken this way."""

    zone: Key = None
    take: Take = Take.ANY
    packagings: tuple[int, ...] = ()


class LineDemand(NamedTuple):
    """What a line wants; without rules: any bin. `zones` bounds every rule (None: the whole site)."""

    line: Key
    sku: Key
    quantity: int
    lot: Key = None
    serial: Key = None
    earliest_expiry: date | None = None
    zones: frozenset[Key] | None = None
    rules: tuple[Rule, ...] = (Rule(),)


class Allocation(NamedTuple):
    """Units of a line that come from one balance row."""

    line: Key
    balance: int
    quantity: int


class Blocker(StrEnum):
    """The first condition that left a line short, in the order in which they are asked."""

    STOCK = "stock"
    ZONE = "zone"
    LOT = "lot"
    SERIAL = "serial"
    SHELF_LIFE = "shelf_life"
    RULES = "rules"


class LineShort(NamedTuple):
    """Units of a line that found no bin, and what stood in the way."""

    line: Key
    sku: Key
    short: int
    blocker: Blocker


def rank_supply(supply: Supply) -> tuple[bool, date, date, int]:
    """Rank first expired, first out (undated last), then first in, first out, then by id; what is doubted last."""
    return (supply.is_doubted, supply.expires_on or date.max, supply.received_on, supply.balance)

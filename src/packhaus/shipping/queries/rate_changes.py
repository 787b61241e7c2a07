"""What one version of a rate card changes against another: rows by sheet, prices by service."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.decide.rating import PriceStep
from packhaus.shipping.queries.rate_cards import RateVersionRow, get_tables
from packhaus.shipping.sheets.card import read_card
from packhaus.shipping.types.rate_sheets import SHEETS, Table


class SheetChange(NamedTuple):
    """Rows of a sheet that are there before and after, and how many came and went; a changed row does both."""

    kind: str
    before: int
    after: int
    added: int
    removed: int


class PriceChange(NamedTuple):
    """Prices of a service in parts of one: the mean and the widest change of those that both versions have."""

    service: str
    compared: int
    dearer: int
    cheaper: int
    mean: float
    least: float
    most: float


class VersionChanges(NamedTuple):
    """What a version changes: its sheets, and its prices."""

    sheets: list[SheetChange]
    prices: list[PriceChange]


def get_version_changes(scope: Scope, *, version: RateVersionRow, before_id: UUID | None) -> VersionChanges:
    """Return what a version changes against another; without one everything is new. Queries: 1, or 2."""
    new = get_tables(scope, version_id=version.id)
    old = get_tables(scope, version_id=before_id) if before_id else {}
    prices = list_price_changes(before=old, after=new, currency=version.currency, measures=version.measures)
    return VersionChanges(list_sheet_changes(before=old, after=new), prices)


def list_sheet_changes(*, before: Mapping[str, Table], after: Mapping[str, Table]) -> list[SheetChange]:
    """Return what changes in each sheet that either version has."""
    changes = []
    for kind in SHEETS:
        old, new = (Counter(tuple(row) for row in tables.get(kind, [])[1:]) for tables in (before, after))
        if old or new:
            added, removed = (new - old).total(), (old - new).total()
            changes.append(SheetChange(kind, old.total(), new.total(), added, removed))
    return changes


def list_price_changes(
    *, before: Mapping[str, Table], after: Mapping[str, Table], currency: str, measures: str
) -> list[PriceChange]:
    """Return how prices of the same service, zone and weight change, by service."""
    old, new = (
        _price_steps(read_card(tables=tables, currency=currency, measures=measures).prices) if tables else {}
        for tables in (before, after)
    )
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for key in old.keys() & new.keys():
        if old[key]:
            shares[key[0]].append(new[key] / old[key] - 1)
    return [
        PriceChange(
            service,
            len(found),
            sum(share > 0 for share in found),
            sum(share < 0 for share in found),
            sum(found) / len(found),
            min(found),
            max(found),
        )
        for service, found in sorted(shares.items())
    ]


def _price_steps(prices: tuple[PriceStep, ...]) -> dict[tuple[str, str, int, int], int]:
    return {(one.service, one.zone, one.up_to_grams, one.each_grams): one.amount_minor for one in prices}

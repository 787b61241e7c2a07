"""Shelf-life rules: those that orders are judged by, and all that were ever written."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.freshness import ShelfRule
from packhaus.kernel import rows
from packhaus.kernel.kept import forgets
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.terms.errors import ShelfRuleNotFound

_FRESH_SECONDS = 10.0
_KNOWN = """
SELECT id, priority, days, transit_days, channel, country, tag, shopper, valid_from, valid_to, life_percent, sku
FROM terms_shelfrule
WHERE merchant_id = %(merchant_id)s::uuid AND withdrawn_at IS NULL ORDER BY priority, id
"""
_LIST = """
SELECT r.* FROM (
    SELECT s.id, s.merchant_id, m.code AS merchant_code, s.name, s.priority, s.channel, s.country, s.tag, s.shopper,
           s.sku, s.days, s.life_percent, s.transit_days, s.valid_from, s.valid_to,
           CASE WHEN s.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN s.valid_to < %(today)s::date THEN 'ended'
                WHEN s.valid_from > %(today)s::date THEN 'pending' ELSE 'active' END AS status
    FROM terms_shelfrule AS s JOIN access_merchant AS m ON m.id = s.merchant_id
    WHERE (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s::uuid)
      AND (%(sku)s = '' OR s.sku = %(sku)s)
      AND (%(channel)s = '' OR s.channel = %(channel)s) AND (%(country)s = '' OR s.country = %(country)s)
      AND (cardinality(%(ids)s::uuid[]) = 0 OR s.id = ANY(%(ids)s::uuid[]))
) AS r
WHERE (cardinality(%(statuses)s::text[]) = 0 OR r.status = ANY(%(statuses)s::text[]))
"""
_KEYS = (Key("merchant_code", "text"), Key("priority", "smallint"), Key("id", "uuid"))


class _Kept(NamedTuple):
    read_at: float
    rules: tuple[ShelfRule, ...]


_known: dict[UUID, _Kept] = {}


@dataclass(frozen=True, slots=True)
class ShelfRuleRow:
    """A rule; an empty condition asks nothing of an order."""

    id: UUID
    merchant_id: UUID
    merchant_code: str
    name: str
    priority: int
    channel: str
    country: str
    tag: str
    shopper: str
    sku: str
    days: int
    life_percent: int
    transit_days: int
    valid_from: date
    valid_to: date | None
    status: str


@dataclass(frozen=True, slots=True)
class ShelfRuleFilter:
    """What narrows the list; without statuses all are in it."""

    merchant_id: UUID | None = None
    channel: str = ""
    country: str = ""
    sku: str = ""
    statuses: Sequence[str] = ()
    ids: Sequence[UUID] = ()


def get_shelf_rules(scope: Scope, *, merchant_id: UUID) -> tuple[ShelfRule, ...]:
    """Return a merchant's rules that were not withdrawn, at most ten seconds old in this process.

    Queries: 1, or 0 while fresh.
    """
    kept = _known.get(merchant_id)
    if kept is None or time.monotonic() - kept.read_at > _FRESH_SECONDS:
        with transaction(scope):
            found = rows.fetch_tuples(_KNOWN, {"merchant_id": merchant_id})
        kept = _known[merchant_id] = _Kept(time.monotonic(), tuple(ShelfRule(*row) for row in found))
    return kept.rules


def list_shelf_rules(
    *, scope: Scope, chosen: ShelfRuleFilter, now: datetime, page: PageOf
) -> Page[ShelfRuleRow]:
    """Return a page of rules by merchant, those that come first first. Queries: 2."""
    parameters = {
        "merchant_id": chosen.merchant_id,
        "channel": chosen.channel,
        "country": chosen.country,
        "sku": chosen.sku,
        "statuses": list(chosen.statuses),
        "ids": list(chosen.ids),
        "today": now.date(),
    }
    with transaction(scope):
        return fetch_page(ShelfRuleRow, _LIST, parameters, keys=_KEYS, page=page)


def get_shelf_rule(*, scope: Scope, rule_id: UUID, now: datetime) -> ShelfRuleRow:
    """Return one rule. Queries: 1. Raises: ShelfRuleNotFound."""
    chosen = ShelfRuleFilter(ids=[rule_id])
    found = list_shelf_rules(scope=scope, chosen=chosen, now=now, page=PageOf(counted_at_most=0)).rows
    if not found:
        raise ShelfRuleNotFound("there is no such shelf-life rule")
    return found[0]


@forgets
def forget_shelf_rules() -> None:
    """Read the rules anew at the next call: after one was written here, and between tests."""
    _known.clear()

"""Why a fact was recorded: the fact that it is a reaction to, what that was a reaction to, and so on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

DEPTH = 8

# A cause is looked for as many days back as an entry may be parked before somebody has seen to it.
_DAYS = "ARRAY(SELECT {of} - n FROM generate_series(0, 14) AS n)"

_CAUSES = f"""
WITH RECURSIVE chain AS (
    SELECT a.entry_id, 1 AS depth, c.id, c.recorded_on, c.cause_id, c.kind, c.data, c.merchant_id, c.aggregate_kind,
           c.aggregate_id
    FROM unnest(%(entry_ids)s::bigint[], %(days)s::date[], %(cause_ids)s::bigint[]) AS a(entry_id, day, cause_id)
    JOIN journal_entry AS c ON c.id = a.cause_id AND c.recorded_on = ANY({_DAYS.format(of="a.day")})
  UNION ALL
    SELECT r.entry_id, r.depth + 1, c.id, c.recorded_on, c.cause_id, c.kind, c.data, c.merchant_id, c.aggregate_kind,
           c.aggregate_id
    FROM chain AS r
    JOIN journal_entry AS c ON c.id = r.cause_id AND c.recorded_on = ANY({_DAYS.format(of="r.recorded_on")})
    WHERE r.depth < %(depth)s
)
SELECT r.entry_id, r.depth, r.kind, r.data, coalesce(m.code, '') AS merchant_code, k.code AS sku,
       o.number AS order_number
FROM chain AS r
LEFT JOIN access_merchant AS m ON m.id = r.merchant_id
LEFT JOIN catalog_sku AS k ON k.id = CASE WHEN r.aggregate_kind = 'sku' THEN r.aggregate_id::uuid END
LEFT JOIN orders_order AS o ON o.id = CASE WHEN r.aggregate_kind = 'order' THEN r.aggregate_id::uuid END
ORDER BY r.entry_id, r.depth
"""  # noqa: S608 - made of constants


class Caused(Protocol):
    """An entry of the journal that may be a reaction to another."""

    @property
    def id(self) -> int: ...

    @property
    def recorded_on(self) -> date: ...

    @property
    def cause_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Cause:
    """One step back from an entry, 1 is what it is a reaction to; with the item or the order that it is about."""

    entry_id: int
    depth: int
    kind: str
    data: Mapping[str, Any]
    merchant_code: str
    sku: str | None
    order_number: str | None


def list_causes(scope: Scope, *, entries: Iterable[Caused]) -> Mapping[int, Sequence[Cause]]:
    """Return by entry what led to it, the nearest first, DEPTH steps at most. Queries: 1, or 0 without any."""
    caused = [entry for entry in entries if entry.cause_id is not None]
    if not caused:
        return {}
    parameters = {
        "entry_ids": [entry.id for entry in caused],
        "days": [entry.recorded_on for entry in caused],
        "cause_ids": [entry.cause_id for entry in caused],
        "depth": DEPTH,
    }
    with transaction(scope):
        found = rows.fetch_rows(Cause, _CAUSES, parameters)
    chains: defaultdict[int, list[Cause]] = defaultdict(list)
    for cause in found:
        chains[cause.entry_id].append(cause)
    return chains

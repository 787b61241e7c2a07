"""Facts into the journal, in the transaction that made them true."""

from collections.abc import Hashable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

import orjson

from packhaus.access.types import Actor
from packhaus.journal.services.causes import NOTHING_RELATED, Related, find_cause
from packhaus.journal.types import Fact
from packhaus.kernel import rows

INSERT_FACTS = """
INSERT INTO journal_entry (
    happened_at, kind, merchant_id, aggregate_kind, aggregate_id, actor_kind, actor_id, cause_id, data
)
SELECT %(fact_happened_at)s::timestamptz, f.kind, f.merchant_id, f.aggregate_kind, f.aggregate_id,
       %(fact_actor_kind)s::text, %(fact_actor_id)s::text, f.cause_id, f.data::jsonb
FROM unnest(
    %(fact_kinds)s::text[], %(fact_merchant_ids)s::uuid[], %(fact_aggregate_kinds)s::text[],
    %(fact_aggregate_ids)s::text[], %(fact_cause_ids)s::bigint[], %(fact_data)s::text[]
) WITH ORDINALITY AS f(kind, merchant_id, aggregate_kind, aggregate_id, cause_id, data, position)
ORDER BY f.position
"""
_HEADER = ("merchant_id", "aggregate_kind", "aggregate_id")


def record(
    facts: Sequence[Fact],
    *,
    happened_at: datetime,
    actor: Actor,
    related: Related = NOTHING_RELATED,
) -> None:
    """Append facts in the order given, in the running transaction; none is fine. Queries: 1 (0 without facts).

    Inside a subscriber's handler each gets the entry that caused it: `related` names, by a fact's aggregate, others
    that its cause may be about (an order, and the items that came for it).
    """
    if facts:
        rows.execute(
            INSERT_FACTS,
            list_parameters(facts, happened_at=happened_at, actor=actor, related=related),
        )


def list_parameters(
    facts: Sequence[Fact],
    *,
    happened_at: datetime,
    actor: Actor,
    related: Related = NOTHING_RELATED,
) -> dict[str, Any]:
    """Return the parameters of INSERT_FACTS, for a service that puts it into its one write statement. Queries: 0."""
    return {
        "fact_happened_at": happened_at,
        "fact_actor_kind": str(actor.kind),
        "fact_actor_id": actor.id,
        "fact_kinds": [fact.kind for fact in facts],
        "fact_merchant_ids": [fact.merchant_id for fact in facts],
        "fact_aggregate_kinds": [fact.aggregate_kind for fact in facts],
        "fact_aggregate_ids": [str(fact.aggregate_id) for fact in facts],
        "fact_cause_ids": [find_cause(fact, related=related) for fact in facts],
        "fact_data": [write_data(fact) for fact in facts],
    }


def write_data(fact: Fact) -> str:
    """Write the fact's own fields as JSON. Queries: 0."""
    names = _list_own_fields(type(fact))  # type: ignore[arg-type]  # a class hashes, whatever its instances do
    return orjson.dumps({name: getattr(fact, name) for name in names}, default=_write_value).decode()


@cache
def _list_own_fields(fact_type: Hashable) -> tuple[str, ...]:
    assert isinstance(fact_type, type)
    return tuple(field.name for field in fields(fact_type) if field.name not in _HEADER)


def _write_value(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

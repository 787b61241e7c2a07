"""Who did what: the journal as people ask it, by person, object, kind and period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_WHERE = """
WHERE e.recorded_on BETWEEN %(first)s::date AND %(last)s::date
  AND (%(actor)s::text = '' OR e.actor_id = %(actor)s::text)
  AND (%(object)s::text = '' OR e.aggregate_id = %(object)s::text)
  AND (cardinality(%(kinds)s::text[]) = 0 OR e.kind = ANY(%(kinds)s::text[]))
  AND (NOT %(by_people)s OR e.actor_kind IN ('user', 'key'))
  AND (%(merchant_id)s::uuid IS NULL OR e.merchant_id = %(merchant_id)s::uuid)
"""
_LIST = f"""
SELECT e.recorded_on, e.id, e.happened_at, e.kind, e.aggregate_kind, e.aggregate_id, e.actor_kind, e.actor_id,
       e.cause_id, e.data, coalesce(u.name, k.prefix, '') AS actor_name, coalesce(m.code, '') AS merchant_code
FROM journal_entry AS e
LEFT JOIN access_user AS u ON e.actor_kind = 'user' AND u.id::text = e.actor_id
LEFT JOIN access_apikey AS k ON e.actor_kind = 'key' AND k.id::text = e.actor_id
LEFT JOIN access_merchant AS m ON m.id = e.merchant_id
{_WHERE}"""  # noqa: S608 - our own words
_COUNT = f"SELECT e.id FROM journal_entry AS e {_WHERE}"  # noqa: S608 - our own words
_CHUNK = 1000
_KEYS = (Key("recorded_on", "date"), Key("id", "bigint"))


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to look for, on which days (as recorded, both included); nothing chosen is everything."""

    first: date
    last: date
    actor: str = ""
    object: str = ""
    kinds: tuple[str, ...] = ()
    is_by_people: bool = False
    merchant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One fact. Of people only who acted: the journal holds nobody else."""

    recorded_on: date
    id: int
    happened_at: datetime
    kind: str
    aggregate_kind: str
    aggregate_id: str
    actor_kind: str
    actor_id: str
    cause_id: int | None
    data: dict[str, Any]
    actor_name: str
    merchant_code: str


def list_audit(scope: Scope, *, wanted: AuditFilter, page: PageOf) -> Page[AuditRow]:
    """Return a page of facts, the newest first. Queries: 2, within the months asked for."""
    parameters = {
        "first": wanted.first,
        "last": wanted.last,
        "actor": wanted.actor,
        "object": wanted.object,
        "kinds": list(wanted.kinds),
        "by_people": wanted.is_by_people,
        "merchant_id": wanted.merchant_id,
    }
    with transaction(scope):
        return fetch_page(AuditRow, _LIST, parameters, keys=_KEYS, page=page, count_sql=_COUNT)


def read_audit(scope: Scope, *, wanted: AuditFilter) -> Iterator[AuditRow]:
    """Read every fact asked for, the newest first, some at a time, each time in a transaction of its own."""
    after = ""
    while True:
        asked = PageOf(after, is_descending=True, size=_CHUNK, counted_at_most=0)
        page = list_audit(scope, wanted=wanted, page=asked)
        yield from page.rows
        after = page.older_key
        if not after:
            return

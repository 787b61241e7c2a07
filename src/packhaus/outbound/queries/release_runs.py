"""What release policies did: run by run, what each released and why orders stayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page

_RUNS = """
SELECT r.id, r.ran_at, r.policy_id, r.name, s.code AS site_code, s.timezone AS zone, w.number AS wave_number, r.orders,
       r.lines, r."left"
FROM outbound_releaserun AS r
JOIN network_site AS s ON s.id = r.site_id
LEFT JOIN outbound_wave AS w ON w.id = r.wave_id
WHERE (%(site_id)s::uuid IS NULL OR r.site_id = %(site_id)s::uuid)
  AND (%(name)s = '' OR r.name = %(name)s) AND (NOT %(has_left)s OR r."left" <> '{}'::jsonb)
  AND (NOT %(has_released)s OR r.orders > 0)
  AND (cardinality(%(ids)s::bigint[]) = 0 OR r.id = ANY(%(ids)s::bigint[]))
"""
_KEYS = (Key("ran_at", "timestamptz"), Key("id", "bigint"))


@dataclass(frozen=True, slots=True)
class ReleaseRunRow:
    """One run of a policy; `left` counts orders by why they stayed, `wave_number` is what it released."""

    id: int
    ran_at: datetime
    policy_id: UUID
    name: str
    site_code: str
    zone: str
    wave_number: str | None
    orders: int
    lines: int
    left: dict[str, int]


def list_release_runs(
    *,
    scope: Scope,
    site_id: UUID | None = None,
    name: str = "",
    has_released: bool = False,
    has_left: bool = False,
    ids: Sequence[int] = (),
    page: PageOf,
) -> Page[ReleaseRunRow]:
    """Return a page of runs that released something or left other orders than the run before. Queries: 2."""
    asked = {
        "site_id": site_id,
        "name": name,
        "has_released": has_released,
        "has_left": has_left,
        "ids": list(ids),
    }
    with transaction(scope):
        return fetch_page(ReleaseRunRow, _RUNS, asked, keys=_KEYS, page=page)

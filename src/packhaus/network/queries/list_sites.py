"""Sites as people choose and read them."""

import time
from dataclasses import dataclass
from uuid import UUID

from packhaus.kernel import rows
from packhaus.kernel.kept import forgets

_FRESH_SECONDS = 5.0

_SITES = """
SELECT id, code, name, kind, run_by, stock_policy, timezone, country, postal_code, city, street, priority,
       working_weekdays, is_active
FROM network_site ORDER BY is_active DESC, priority, code
"""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site in a list or picker."""

    id: UUID
    code: str
    name: str
    kind: str
    run_by: str
    stock_policy: str
    timezone: str
    country: str
    postal_code: str
    city: str
    street: str
    priority: int
    working_weekdays: str
    is_active: bool


class _Kept:
    read_at: float = float("-inf")
    sites: tuple[SiteRow, ...] = ()


def list_sites() -> tuple[SiteRow, ...]:
    """Return every site, active ones first, at most five seconds old in this process. Queries: 1, or 0 while fresh."""
    if time.monotonic() - _Kept.read_at > _FRESH_SECONDS:
        _Kept.sites = tuple(rows.fetch_rows(SiteRow, _SITES))
        _Kept.read_at = time.monotonic()
    return _Kept.sites


@forgets
def forget_sites() -> None:
    """Read the sites anew at the next call: after one was changed here, and between tests."""
    _Kept.read_at = float("-inf")

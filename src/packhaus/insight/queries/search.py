"""The global search: whole tokens, then the start of one; equality and range only, for row-level security."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import bound_prefix

PER_KIND = 5
PREFIX_FROM = 3

_EXACT = """
SELECT s.kind, s.target, s.label, m.code AS merchant_code, s.token
FROM insight_searchkey AS s JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.token = %(token)s AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s)
ORDER BY s.kind, s.id DESC LIMIT 60
"""

_PREFIX = """
SELECT s.kind, s.target, s.label, m.code AS merchant_code, s.token
FROM insight_searchkey AS s JOIN access_merchant AS m ON m.id = s.merchant_id
WHERE s.token >= %(token)s AND s.token < %(token_end)s
  AND (%(merchant_id)s::uuid IS NULL OR s.merchant_id = %(merchant_id)s)
ORDER BY s.token, s.id LIMIT 60
"""

_LOCATIONS = """
SELECT 'location' AS kind, l.id::text AS target, l.code || ' · ' || n.code AS label, '' AS merchant_code,
       l.code AS token
FROM inventory_location AS l JOIN network_site AS n ON n.id = l.site_id
WHERE l.code = %(code)s ORDER BY n.code LIMIT 5
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One object that a search found; `target` is what its address needs."""

    kind: str
    target: str
    label: str
    merchant_code: str
    token: str


def fold_token(text: str) -> str:
    """Return how a token is stored and sought: casefolded, without outer spaces. Queries: 0."""
    return " ".join(text.split()).casefold()[:80]


def search(scope: Scope, *, text: str, merchant_id: UUID | None = None) -> list[Hit]:
    """Return what a number, code, name or bin means, at most PER_KIND of a kind. Queries: 0 to 3."""
    token = fold_token(text)
    if not token:
        return []
    parameters = {"token": token, "token_end": bound_prefix(token), "merchant_id": merchant_id}
    with transaction(scope):
        found = rows.fetch_rows(Hit, _EXACT, parameters)
        found += rows.fetch_rows(Hit, _LOCATIONS, {"code": text.strip().upper()})
        if not found and len(token) >= PREFIX_FROM:
            found = rows.fetch_rows(Hit, _PREFIX, parameters)
    return _cut(found)


def _cut(found: list[Hit]) -> list[Hit]:
    kept: dict[tuple[str, str, str], Hit] = {}
    counts: dict[str, int] = {}
    for hit in found:
        key = (hit.kind, hit.merchant_code, hit.target)
        if key not in kept and counts.get(hit.kind, 0) < PER_KIND:
            kept[key] = hit
            counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return sorted(kept.values(), key=lambda hit: hit.kind)

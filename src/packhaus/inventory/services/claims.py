"""Be at work that several may share, leave it, give it to a colleague, and end it for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.inventory.errors import ClaimOver
from packhaus.kernel import rows

# What a person has only looked at ends when she begins another of its kind. Whoever works has the goods in hand.
_CLAIM = """
WITH passed AS (
    UPDATE inventory_workclaim SET done_at = greatest(%(now)s, claimed_at)
    WHERE claimed_by = %(person_id)s AND kind = %(kind)s AND key <> %(key)s AND done_at IS NULL
      AND last_scan_at IS NULL
), taken_up AS (
    DELETE FROM inventory_parkedwork WHERE %(scanned_at)s::timestamptz IS NOT NULL AND kind = %(kind)s AND key = %(key)s
)
INSERT INTO inventory_workclaim AS c (kind, key, name, site_id, claimed_by, claimed_at, last_scan_at)
VALUES (%(kind)s, %(key)s, %(name)s, %(site_id)s, %(person_id)s, %(now)s, %(scanned_at)s::timestamptz)
ON CONFLICT (kind, key, claimed_by) WHERE done_at IS NULL
DO UPDATE SET name = excluded.name, last_scan_at = coalesce(excluded.last_scan_at, c.last_scan_at)
"""

_LEAVE = """
UPDATE inventory_workclaim SET done_at = greatest(%(now)s, claimed_at)
WHERE kind = %(kind)s AND key = %(key)s AND claimed_by = %(person_id)s AND done_at IS NULL
"""

_GIVE = """
WITH given AS (
    UPDATE inventory_workclaim SET done_at = greatest(%(now)s, claimed_at)
    WHERE kind = %(kind)s AND key = %(key)s AND claimed_by = %(from_id)s AND done_at IS NULL
    RETURNING kind, key, name, site_id
)
INSERT INTO inventory_workclaim (kind, key, name, site_id, claimed_by, claimed_at, last_scan_at)
SELECT kind, key, name, site_id, %(to_id)s, %(now)s, %(now)s FROM given
ON CONFLICT (kind, key, claimed_by) WHERE done_at IS NULL DO UPDATE SET last_scan_at = excluded.last_scan_at
RETURNING id
"""

_END = """
WITH taken_up AS (
    DELETE FROM inventory_parkedwork WHERE kind = %(kind)s AND key = ANY(%(keys)s::text[])
)
UPDATE inventory_workclaim SET done_at = greatest(%(now)s, claimed_at)
WHERE kind = %(kind)s AND key = ANY(%(keys)s::text[]) AND done_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Work:
    """Work that people can be at: `key` names it among all sites, `name` is what its page is found by."""

    kind: str
    key: str
    name: str
    site_id: UUID


def claim_work(*, work: Work, person_id: UUID, has_scanned: bool, now: datetime) -> None:
    """Note that a person is at work, whoever else is; said again, it is the same claim. Queries: 1."""
    parameters = {
        "kind": work.kind, "key": work.key, "name": work.name, "site_id": work.site_id, "person_id": person_id,
        "now": now, "scanned_at": now if has_scanned else None,
    }  # fmt: skip
    with transaction(Scope.operator()):
        rows.execute(_CLAIM, parameters)


def leave_work(*, kind: str, key: str, person_id: UUID, now: datetime) -> None:
    """Note that a person has left it; who was not there is no error. Queries: 1."""
    with transaction(Scope.operator()):
        rows.execute(_LEAVE, {"kind": kind, "key": key, "person_id": person_id, "now": now})


def hand_over_work(*, kind: str, key: str, from_id: UUID, to_id: UUID, now: datetime) -> None:
    """Give a person's claim to a colleague, who may be there already. Queries: 1.

    Raises: ClaimOver when that person is not there any more; nothing changed.
    """
    parameters = {"kind": kind, "key": key, "from_id": from_id, "to_id": to_id, "now": now}
    with transaction(Scope.operator()):
        if not rows.fetch_tuples(_GIVE, parameters):
            raise ClaimOver("this person is not at it any more", kind=kind)


def end_work(*, scope: Scope, kind: str, keys: Sequence[str], now: datetime) -> None:
    """End the claims of all who are at work that is over, and forget where it stood. Queries: 1."""
    with transaction(scope):
        rows.execute(_END, {"kind": kind, "keys": list(keys), "now": now})

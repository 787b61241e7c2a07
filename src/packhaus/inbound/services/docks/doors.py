"""Say which doors a site has, when they open, and when one of them takes no truck."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import DoorInUse, SlotNotFree
from packhaus.inbound.events import DoorClosed, DoorsSet
from packhaus.inbound.locks import lock_dock
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id

MOST_DOORS = 200

_SET = """
INSERT INTO inbound_dockdoor (site_id, code, position)
SELECT %(site_id)s, d.code, d.position FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS d(code, position)
ON CONFLICT (site_id, code) DO UPDATE SET position = excluded.position, is_active = true
"""
_DROP = """
UPDATE inbound_dockdoor SET is_active = false WHERE site_id = %(site_id)s AND NOT code = ANY(%(codes)s::text[])
"""
_BOOKED = """
SELECT d.code, count(*) FROM inbound_dockdoor AS d JOIN inbound_dockslot AS s ON s.door_id = d.id
WHERE d.site_id = %(site_id)s AND NOT d.code = ANY(%(codes)s::text[]) AND NOT s.is_over AND NOT s.is_closed
  AND (s.ends_at > %(now)s OR NOT EXISTS (SELECT FROM inbound_dockpickup AS p WHERE p.slot_id = s.id))
GROUP BY d.code ORDER BY d.code
"""
_MEETING = """
SELECT count(*) FROM inbound_dockslot
WHERE door_id = %(door_id)s AND NOT is_over AND starts_at < %(ends_at)s AND ends_at > %(starts_at)s
"""
_CLOSE = """
INSERT INTO inbound_dockslot (id, door_id, starts_at, ends_at, is_closed)
VALUES (%(id)s, %(door_id)s, %(starts_at)s, %(ends_at)s, true)
"""
_OPEN = """
UPDATE inbound_dockslot AS s SET is_over = true FROM inbound_dockdoor AS d
WHERE s.id = %(id)s AND d.id = s.door_id AND d.site_id = %(site_id)s AND s.is_closed AND NOT s.is_over
RETURNING d.code, s.starts_at, s.ends_at
"""


@again_when_busy
def set_doors(*, scope: Scope, site_id: UUID, codes: Sequence[str], now: datetime, actor: Actor) -> None:
    """Say which doors a site has, in their order; those that are not named take no truck any more.

    Locks: the doors. Emits: DoorsSet. Queries: 5. Raises: Invalid, DoorInUse naming doors that trucks are booked for.
    """
    _check(codes)
    parameters = {"site_id": site_id, "codes": list(codes), "now": now}
    with transaction(scope):
        lock_dock(site_id)
        booked = dict(rows.fetch_tuples(_BOOKED, parameters))
        if booked:
            raise DoorInUse("trucks are booked for it", doors=booked)
        rows.execute(_DROP, parameters)
        rows.execute(_SET, parameters)
        record(
            [DoorsSet(merchant_id=None, aggregate_id=site_id, count=len(codes))],
            happened_at=now,
            actor=actor,
        )


def _check(codes: Sequence[str]) -> None:
    if len(codes) > MOST_DOORS:
        raise Invalid([FieldProblem("doors", "too_many", f"are at most {MOST_DOORS} at once")])
    if any(not 0 < len(code) <= 16 or not code.isprintable() or " " in code for code in codes):
        raise Invalid([FieldProblem("doors", "format", "have codes of 1 to 16 characters without spaces")])
    if len(set(codes)) != len(codes):
        raise Invalid([FieldProblem("doors", "repeated", "stands twice")])


@again_when_busy
def close_door(
    *, scope: Scope, site_id: UUID, door_id: int, starts_at: datetime, ends_at: datetime, now: datetime, actor: Actor
) -> UUID:  # fmt: skip
    """Let a door take no truck for a while, and return the id to open it by.

    Locks: the doors. Emits: DoorClosed. Queries: 4. Raises: Invalid, NotFound, SlotNotFree when a truck is booked then.
    """
    if ends_at <= starts_at:
        raise Invalid([FieldProblem("ends_at", "range", "is later than the beginning")])
    slot_id = new_id()
    closed = {"id": slot_id, "door_id": door_id, "starts_at": starts_at, "ends_at": ends_at}
    with transaction(scope):
        codes = lock_dock(site_id)
        if door_id not in codes:
            raise NotFound("there is no such door")
        if rows.fetch_value(_MEETING, closed):
            raise SlotNotFree("a truck is booked then", why="taken", free=[])
        rows.execute(_CLOSE, closed)
        _tell_closed(site_id, codes[door_id], starts_at, ends_at, now, actor, is_closed=True)
    return slot_id


@again_when_busy
def open_door(*, scope: Scope, site_id: UUID, slot_id: UUID, now: datetime, actor: Actor) -> None:
    """Let a door take trucks again that was closed. Locks: the doors. Emits: DoorClosed. Raises: NotFound."""
    with transaction(scope):
        lock_dock(site_id)
        found = rows.fetch_tuples(_OPEN, {"id": slot_id, "site_id": site_id})
        if not found:
            raise NotFound("the door is not closed then")
        [(code, starts_at, ends_at)] = found
        _tell_closed(site_id, code, starts_at, ends_at, now, actor, is_closed=False)


def _tell_closed(
    site_id: UUID, code: str, starts_at: datetime, ends_at: datetime, now: datetime, actor: Actor, *, is_closed: bool
) -> None:  # fmt: skip
    fact = DoorClosed(
        merchant_id=None,
        aggregate_id=site_id,
        door=code,
        starts_at=starts_at.isoformat(timespec="minutes"),
        ends_at=ends_at.isoformat(timespec="minutes"),
        is_closed=is_closed,
    )
    record([fact], happened_at=now, actor=actor)

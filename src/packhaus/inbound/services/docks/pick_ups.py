"""Keep a door for a carrier that picks parcels up, today or on some days on end."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import SlotNotFree
from packhaus.inbound.events import PickUpPlanned
from packhaus.inbound.locks import lock_dock
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.kernel.ids import new_id
from packhaus.network.queries.calendars import get_calendar
from packhaus.shipping.queries.offered_carriers import list_offered_carriers

MOST_DAYS = 60
LONGEST = timedelta(hours=24)

_MEETING = """
SELECT s.starts_at FROM inbound_dockslot AS s
JOIN unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS w(starts_at, ends_at)
  ON s.starts_at < w.ends_at AND s.ends_at > w.starts_at
WHERE s.door_id = %(door_id)s AND NOT s.is_over ORDER BY s.starts_at, s.id LIMIT 1
"""
_PLAN = """
WITH wanted AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(slot_ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
                  AS w(id, slot_id, starts_at, ends_at)
), slot AS (
    INSERT INTO inbound_dockslot (id, door_id, starts_at, ends_at)
    SELECT w.slot_id, %(door_id)s, w.starts_at, w.ends_at FROM wanted AS w RETURNING id
)
INSERT INTO inbound_dockpickup (id, slot_id, carrier_code)
SELECT w.id, slot.id, %(carrier_code)s FROM slot JOIN wanted AS w ON w.slot_id = slot.id
"""
_CANCEL = """
UPDATE inbound_dockslot AS s SET is_over = true FROM inbound_dockpickup AS p, inbound_dockdoor AS d
WHERE p.id = %(id)s AND s.id = p.slot_id AND d.id = s.door_id AND d.site_id = %(site_id)s AND NOT s.is_over
RETURNING d.code, s.starts_at, s.ends_at, p.carrier_code
"""
_LEAVE = """
WITH gone AS (
    UPDATE inbound_dockpickup AS p SET left_at = %(now)s FROM inbound_dockslot AS s, inbound_dockdoor AS d
    WHERE s.id = p.slot_id AND d.id = s.door_id AND d.site_id = %(site_id)s AND p.carrier_code = %(carrier_code)s
      AND NOT s.is_over AND s.starts_at <= %(now)s AND s.ends_at > %(now)s RETURNING p.slot_id
)
UPDATE inbound_dockslot SET is_over = true WHERE id IN (SELECT slot_id FROM gone)
"""


@dataclass(frozen=True, slots=True)
class PickUpDraft:
    """Which carrier stands at which door from when until when, on how many days on end at the same site time."""

    door_id: int
    carrier_code: str
    starts_at: datetime
    ends_at: datetime
    days: int = 1


@again_when_busy
def plan_pick_ups(*, scope: Scope, site_id: UUID, draft: PickUpDraft, now: datetime, actor: Actor) -> int:
    """Keep a door for a carrier's truck and return on how many days: those on which nobody works are left out.

    Locks: the doors. Emits: PickUpPlanned, one a day. Queries: 5.
    Raises: Invalid, NotFound (no such door), SlotNotFree naming when the door is taken; nothing is kept then.
    """
    _check(scope, draft)
    spans = _list_spans(site_id, draft)
    starts, ends = [since for since, _ in spans], [until for _, until in spans]
    with transaction(scope):
        codes = lock_dock(site_id)
        if draft.door_id not in codes:
            raise NotFound("there is no such door")
        taken = rows.fetch_value(_MEETING, {"door_id": draft.door_id, "starts": starts, "ends": ends})
        if taken:
            raise SlotNotFree(
                f"the door is taken at {taken.isoformat()}", why="taken", zone=_find_zone(site_id), free=[]
            )
        parameters = {
            "ids": [new_id() for _ in spans], "slot_ids": [new_id() for _ in spans], "starts": starts, "ends": ends,
            "door_id": draft.door_id, "carrier_code": draft.carrier_code,
        }  # fmt: skip
        rows.execute(_PLAN, parameters)
        facts = [
            _tell(site_id, codes[draft.door_id], draft.carrier_code, since, until, is_active=True)
            for since, until in spans
        ]
        if facts:
            record(facts, happened_at=now, actor=actor)
    return len(spans)


@again_when_busy
def cancel_pick_up(*, scope: Scope, site_id: UUID, pick_up_id: UUID, now: datetime, actor: Actor) -> None:
    """Give the door free that is kept for a carrier. Locks: the doors. Emits: PickUpPlanned. Raises: NotFound."""
    with transaction(scope):
        lock_dock(site_id)
        found = rows.fetch_tuples(_CANCEL, {"id": pick_up_id, "site_id": site_id})
        if not found:
            raise NotFound("there is no such pick-up, or it is over")
        [(code, since, until, carrier)] = found
        fact = _tell(site_id, code, carrier, since, until, is_active=False)
        record([fact], happened_at=now, actor=actor)


def end_pick_up(*, site_id: UUID, carrier_code: str, now: datetime) -> None:
    """Give the door free at which a carrier's truck stood that has left; without one nothing happens.

    In the transaction that closes its manifest. Locks: the doors. Queries: 2.
    """
    with transaction(Scope.operator()):
        lock_dock(site_id)
        rows.execute(_LEAVE, {"site_id": site_id, "carrier_code": carrier_code, "now": now})


def _check(scope: Scope, draft: PickUpDraft) -> None:
    if not scope.is_operator:
        raise NotFound("there is no such door")
    problems = []
    if draft.carrier_code not in {carrier.code for carrier in list_offered_carriers()}:
        problems.append(FieldProblem("carrier", "unknown", "is not known"))
    if not draft.starts_at < draft.ends_at <= draft.starts_at + LONGEST:
        problems.append(FieldProblem("ends_at", "range", "is later than the beginning"))
    if not 1 <= draft.days <= MOST_DAYS:
        problems.append(FieldProblem("days", "range", f"are from 1 to {MOST_DAYS}"))
    if problems:
        raise Invalid(problems)


def _list_spans(site_id: UUID, draft: PickUpDraft) -> list[tuple[datetime, datetime]]:
    """Return the spans by the site's clock, which may go forward or back meanwhile; the first day always counts."""
    calendar = get_calendar(site_id)
    since = draft.starts_at.astimezone(calendar.zone).replace(tzinfo=None)
    length = draft.ends_at - draft.starts_at
    spans = []
    for number in range(draft.days):
        local = since + timedelta(days=number)
        if number and not calendar.is_open(local.date()):
            continue
        starts_at = local.replace(tzinfo=calendar.zone).astimezone(UTC)
        spans.append((starts_at, starts_at + length))
    return spans


def _find_zone(site_id: UUID) -> str:
    return str(get_calendar(site_id).zone)


def _tell(
    site_id: UUID, door: str, carrier: str, since: datetime, until: datetime, *, is_active: bool
) -> PickUpPlanned:
    return PickUpPlanned(
        merchant_id=None,
        aggregate_id=site_id,
        door=door,
        carrier_code=carrier,
        starts_at=since.isoformat(timespec="minutes"),
        ends_at=until.isoformat(timespec="minutes"),
        is_active=is_active,
    )

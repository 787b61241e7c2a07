"""What carriers tell of parcels, by whatever way it came: written down once, and the parcels stand where they stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.decide.tracking import (
    Standing,
    TrackedScan,
    find_standing,
    list_news,
    shorten_signature,
)
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.shipping import tracking_events as facts
from packhaus.shipping.locks import LockedParcel, lock_parcels
from packhaus.shipping.services.problems import close_moved, open_problems
from packhaus.shipping.types.tracking import (
    MOST_EVENTS,
    MOST_PLACE,
    MOST_TOLD,
    TakenEvents,
    TrackingDraft,
    TrackingSource,
    TrackingStatus,
)

# A carrier's clock may be of another zone than it says.
AHEAD_AT_MOST = timedelta(hours=26)

_KNOWN = """
SELECT parcel_id, key, code, id, happened_at, status, problem, expected_at, is_correction FROM shipping_trackingevent
WHERE parcel_id = ANY(%(ids)s::uuid[]) ORDER BY id
"""

_WRITE = """
INSERT INTO shipping_trackingevent (merchant_id, taken_at, happened_at, parcel_id, carrier_code, source, key, status,
    problem, code, told, place, country, expected_at, is_correction)
SELECT e.merchant_id, %(now)s::timestamptz, e.happened_at, e.parcel_id, e.carrier_code, %(source)s, e.key, e.status,
       e.problem, e.code, e.told, e.place, e.country, e.expected_at, e.is_correction
FROM unnest(%(merchant_ids)s::uuid[], %(happened_ats)s::timestamptz[], %(parcel_ids)s::uuid[],
            %(carrier_codes)s::text[], %(keys)s::text[], %(statuses)s::text[], %(problems)s::text[], %(codes)s::text[],
            %(tolds)s::text[], %(places)s::text[], %(countries)s::text[], %(expected_ats)s::timestamptz[],
            %(are_corrections)s::boolean[])
     WITH ORDINALITY AS e(merchant_id, happened_at, parcel_id, carrier_code, key, status, problem, code, told, place,
                          country, expected_at, is_correction, position)
ORDER BY e.position
RETURNING id, parcel_id, key
"""

_STAND = """
UPDATE shipping_parcel AS p
SET tracking_status = n.status, tracking_problem = n.problem, tracked_at = n.since, moved_at = n.moved_at,
    expected_at = n.expected_at, delivered_at = CASE WHEN n.status = 'delivered' THEN n.since END,
    signed_by = CASE WHEN n.signed_by <> '' THEN n.signed_by ELSE p.signed_by END
FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(problems)s::text[], %(sinces)s::timestamptz[],
            %(moved_ats)s::timestamptz[], %(expected_ats)s::timestamptz[], %(signatures)s::text[])
     AS n(id, status, problem, since, moved_at, expected_at, signed_by)
WHERE p.id = n.id
"""

_FACTS: Mapping[str, type[facts.ParcelFact]] = {
    "accepted": facts.ParcelAccepted,
    "out_for_delivery": facts.ParcelOutForDelivery,
    "ready_for_pickup": facts.ParcelReadyForPickup,
    "delivered": facts.ParcelDelivered,
    "attempt_failed": facts.ParcelAttemptFailed,
    "stopped": facts.ParcelStopped,
    "delayed": facts.ParcelDelayed,
    "damaged": facts.ParcelDamaged,
    "returned_to_sender": facts.ParcelReturning,
    "lost": facts.ParcelLost,
}


class _Fresh(NamedTuple):
    """An event that is news, with its parcel."""

    parcel: LockedParcel
    key: str
    draft: TrackingDraft


class _Known(NamedTuple):
    """What was told of a parcel before: its scans, and the keys and contents by which news is known."""

    scans: list[TrackedScan]
    names: set[object]


class _Moved(NamedTuple):
    """A parcel with what became of it."""

    parcel: LockedParcel
    before: Standing | None
    after: Standing
    fresh: list[TrackedScan]
    was_damaged: bool
    signed_by: str


@again_when_busy
def take_events(
    *,
    scope: Scope,
    events: Sequence[TrackingDraft],
    source: TrackingSource,
    now: datetime,
    actor: Actor,
    carrier_code: str = "",
) -> TakenEvents:
    """Take what carriers told of parcels: in any order, any number of times, by several ways at once.

    With a carrier's code only that carrier's parcels are known. A parcel of a voided shipment is unknown.
    Locks: the parcels, by id. Emits: a `ParcelFact` for each change that somebody wants to know.
    Raises: Invalid naming every event whose moment cannot be; nothing is written.
    Queries: 2, 5 more where something is news.
    """
    assert len(events) <= MOST_EVENTS
    _check_moments(events, now)
    with transaction(scope, savepoint=True):
        parcels = lock_parcels(
            numbers=sorted({event.tracking_number for event in events}), carrier_code=carrier_code
        )
        known = _read_known([parcel.id for parcel in parcels.values()])
        fresh = _choose_fresh(events, parcels, known)
        if fresh:
            _write(fresh, known, source, now, actor)
    unknown = {event.tracking_number for event in events} - set(parcels)
    repeated = sum(event.tracking_number in parcels for event in events) - len(fresh)
    return TakenEvents(len(fresh), repeated, tuple(sorted(unknown)))


def _check_moments(events: Sequence[TrackingDraft], now: datetime) -> None:
    problems = [
        FieldProblem(f"events.{index}.happened_at", "in_the_future", "lies in the future")
        for index, event in enumerate(events)
        if event.happened_at > now + AHEAD_AT_MOST
    ]
    if problems:
        raise Invalid(problems)


def _read_known(ids: Sequence[UUID]) -> defaultdict[UUID, _Known]:
    known: defaultdict[UUID, _Known] = defaultdict(lambda: _Known([], set()))
    for parcel_id, key, code, *scan in rows.fetch_tuples(_KNOWN, {"ids": list(ids)}):
        found = TrackedScan(scan[0], scan[1], scan[2], scan[3], scan[4], scan[5])
        known[parcel_id].scans.append(found)
        known[parcel_id].names.update(
            (key, _name_content(found.happened_at, code, found.status, found.problem))
        )
    return known


def _choose_fresh(
    events: Sequence[TrackingDraft],
    parcels: Mapping[str, LockedParcel],
    known: defaultdict[UUID, _Known],
) -> list[_Fresh]:
    """Return what is news; each once, also where the same came under a name and without one."""
    fresh = []
    for event in events:
        parcel = parcels.get(event.tracking_number)
        if parcel is None:
            continue
        content = _name_content(event.happened_at, event.code, event.status or "", event.problem or "")
        key = _make_key(event.event_id or repr(content))
        names = known[parcel.id].names
        if key not in names and content not in names:
            names.update((key, content))
            fresh.append(_Fresh(parcel, key, event))
    return fresh


def _name_content(happened_at: datetime, code: str, status: str, problem: str) -> object:
    return (happened_at.astimezone(UTC).isoformat(timespec="seconds"), code or (str(status), str(problem)))


def _make_key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _write(
    fresh: Sequence[_Fresh],
    known: Mapping[UUID, _Known],
    source: TrackingSource,
    now: datetime,
    actor: Actor,
) -> None:
    found = rows.fetch_tuples(_WRITE, {**_name_events(fresh), "source": source.value, "now": now})
    ids = {(parcel_id, key): id_ for id_, parcel_id, key in found}
    of_parcel: defaultdict[UUID, list[_Fresh]] = defaultdict(list)
    for one in fresh:
        of_parcel[one.parcel.id].append(one)
    found_moved = (_move(news, known[parcel_id].scans, ids) for parcel_id, news in of_parcel.items())
    moved = [one for one in found_moved if one is not None]
    if moved:
        rows.execute(_STAND, _name_standings(moved))
        told = [fact for one in moved for fact in _list_facts(one)]
        record(told, happened_at=now, actor=actor)
        open_problems(news=[(fact.merchant_id, fact.aggregate_id, fact.kind) for fact in told], now=now)
        close_moved(parcel_ids=[one.parcel.id for one in moved], now=now)


def _name_events(fresh: Sequence[_Fresh]) -> dict[str, list[object]]:
    names = (
        "merchant_ids", "happened_ats", "parcel_ids", "carrier_codes", "keys", "statuses", "problems", "codes",
        "tolds", "places", "countries", "expected_ats", "are_corrections",
    )  # fmt: skip
    records = [
        (
            parcel.merchant_id, draft.happened_at, parcel.id, parcel.carrier_code, key, draft.status or "",
            draft.problem or "", draft.code, draft.told[:MOST_TOLD], draft.place[:MOST_PLACE], draft.country,
            draft.expected_at, draft.is_correction,
        )
        for parcel, key, draft in fresh
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _move(
    news: Sequence[_Fresh], scans: Sequence[TrackedScan], ids: Mapping[tuple[UUID, str], int]
) -> _Moved | None:
    parcel = news[0].parcel
    fresh = [
        TrackedScan(
            ids[parcel.id, key],
            draft.happened_at,
            draft.status or "",
            draft.problem or "",
            draft.expected_at,
            draft.is_correction,
        )
        for _, key, draft in news
    ]
    after = find_standing([*scans, *fresh])
    if after is None:
        return None
    signatures = [
        draft.signed_by
        for _, _, draft in news
        if draft.signed_by and draft.status is TrackingStatus.DELIVERED
    ]
    return _Moved(
        parcel,
        find_standing(scans),
        after,
        fresh,
        any(scan.problem == "damaged" for scan in scans),
        shorten_signature(signatures[-1]) if signatures else "",
    )


def _name_standings(moved: Sequence[_Moved]) -> dict[str, list[object]]:
    names = ("ids", "statuses", "problems", "sinces", "moved_ats", "expected_ats", "signatures")
    records = [
        (
            one.parcel.id, one.after.status, one.after.problem, one.after.since, one.after.moved_at,
            one.after.expected_at, one.signed_by,
        )
        for one in moved
    ]  # fmt: skip
    return dict(zip(names, rows.as_columns(records, len(names)), strict=True))


def _list_facts(one: _Moved) -> list[facts.ParcelFact]:
    parcel, zone = one.parcel, ZoneInfo(one.parcel.timezone)
    expected_at = one.after.expected_at
    news = list_news(
        before=one.before,
        after=one.after,
        fresh=one.fresh,
        was_damaged=one.was_damaged,
        is_late=_is_late(one.after, parcel, zone) and not (one.before and _is_late(one.before, parcel, zone)),
    )
    return [
        _FACTS[name](
            merchant_id=parcel.merchant_id,
            aggregate_id=parcel.id,
            shipment_id=str(parcel.shipment_id),
            fulfillment_id=str(parcel.fulfillment_id),
            tracking_number=parcel.tracking_number,
            carrier_code=parcel.carrier_code,
            problem=problem,
            expected_on=expected_at.astimezone(zone).date() if expected_at else None,
        )
        for name, problem in news
    ]


def _is_late(standing: Standing, parcel: LockedParcel, zone: ZoneInfo) -> bool:
    """Tell whether its carrier expects it on a day after the promised one."""
    if standing.expected_at is None or parcel.deliver_by is None:
        return False
    return standing.expected_at.astimezone(zone).date() > parcel.deliver_by.astimezone(zone).date()

"""Note what somebody found in a bin, beside what the ledger has at that moment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.decide.counting import spread
from packhaus.inventory.errors import CountTaken
from packhaus.inventory.services.counts.known import KnownCount, lock_counts
from packhaus.inventory.services.counts.there import LineKey, There, ensure_there, lock_there, note_lines
from packhaus.inventory.services.lots import ensure_lots
from packhaus.inventory.types import CountEntry
from packhaus.journal.services.scans import take_scans
from packhaus.kernel import rows
from packhaus.kernel.errors import FieldProblem, Invalid

_CLAIMED = """
SELECT count_id, position FROM inventory_counttask
WHERE count_id = ANY(%(ids)s::uuid[]) AND status = 'claimed'
  AND (%(person_id)s::uuid IS NULL OR claimed_by = %(person_id)s)
"""
_ITEMS = "SELECT id, merchant_id, has_lots, has_serials FROM catalog_sku WHERE id = ANY(%(ids)s::uuid[])"

_UNKNOWN = """
INSERT INTO inventory_countunknown AS u (count_id, round, code, quantity)
SELECT * FROM unnest(%(count_ids)s::uuid[], %(rounds)s::smallint[], %(codes)s::text[], %(quantities)s::bigint[])
ON CONFLICT (count_id, round, code) DO UPDATE SET quantity = excluded.quantity
"""


@dataclass(frozen=True, slots=True)
class _Item:
    id: UUID
    merchant_id: UUID
    has_lots: bool
    has_serials: bool


@again_when_busy
def record_count(
    *,
    scope: Scope,
    entries: Sequence[CountEntry],
    device: str,
    person_id: UUID | None,
    now: datetime,
) -> int:
    """Note what was found, all or none, and return how many of the entries took effect.

    An entry says how many of an item lie in the bin; said again, the later one holds. What the ledger has is read under
    the balances' locks, so that what moves afterwards changes nothing of the difference. Nothing is booked yet.
    `person_id` None: whoever has the counts (a program speaks for her).
    Locks: counts, balances. Queries: 6 to 10, whatever the number. Raises: Invalid, CountNotFound, CountTaken.
    """
    _check(entries)
    with transaction(scope):
        counts = {count.id: count for count in lock_counts(sorted({entry.count_id for entry in entries}))}
        begun = _read_begun(counts, person_id)
        fresh = _take(entries, device)
        if fresh:
            _note(counts, begun, fresh, now)
    return len(fresh)


def _check(entries: Sequence[CountEntry]) -> None:
    problems = [
        FieldProblem(f"entries.{index}.units", "range", "is not negative")
        for index, entry in enumerate(entries)
        if entry.units < 0
    ]
    problems += [
        FieldProblem(f"entries.{index}.sku", "required", "is an item or a code")
        for index, entry in enumerate(entries)
        if entry.sku_id is None and not entry.code
    ]
    if problems or not entries:
        raise Invalid(problems or [FieldProblem("entries", "required", "is empty")])


def _read_begun(counts: Mapping[UUID, KnownCount], person_id: UUID | None) -> dict[UUID, int]:
    found = dict(rows.fetch_tuples(_CLAIMED, {"ids": list(counts), "person_id": person_id}))
    others = [count for count in counts.values() if count.id not in found]
    if others:
        raise CountTaken(
            "; ".join(f"{count.location_code} is not in your hands" for count in others[:5]),
            number=others[0].number, location=others[0].location_code,
        )  # fmt: skip
    return found


def _take(entries: Sequence[CountEntry], device: str) -> list[CountEntry]:
    """Leave out what took effect before; of two entries with one id the first counts."""
    named = {entry.client_id: entry for entry in reversed(entries) if entry.client_id}
    documents: dict[str, UUID | str] = {one: entry.count_id for one, entry in named.items()}
    taken = take_scans(device=device, operation="count", documents=documents) if documents else set()
    return [
        entry
        for entry in entries
        if not entry.client_id or (entry.client_id in taken and named[entry.client_id] is entry)
    ]


def _note(
    counts: Mapping[UUID, KnownCount], begun: Mapping[UUID, int], entries: Sequence[CountEntry], now: datetime
) -> None:
    items = _read_items(entries, counts)
    known = [entry for entry in entries if entry.sku_id in items]
    _note_unknown(counts, [entry for entry in entries if entry.sku_id not in items])
    if not known:
        return
    lots = _name_lots(known, items)
    # The same item, or balance, said twice in one call: the later one holds.
    said = {_match(counts, entry, lots): entry for entry in known}
    asked = [(count.location_id, sku_id) for count, sku_id, _, _ in said]
    there = lock_there(asked)
    missing = [
        LineKey(
            count.location_id, sku_id, items[sku_id].merchant_id, items[sku_id].merchant_id, lot_id, serial,
            None, "sellable",
        )
        for count, sku_id, lot_id, serial in said
        if not _choose(there, count, sku_id, lot_id, serial)
    ]  # fmt: skip
    if missing:
        ensure_there(missing, now=now)
        there = lock_there(asked)
    found: dict[int, tuple[KnownCount, There, int]] = {}
    for (count, sku_id, lot_id, serial), entry in said.items():
        chosen = _choose(there, count, sku_id, lot_id, serial)
        units = spread(entry.units, [one.on_hand for one in chosen])
        found |= {one.id: (count, one, counted) for one, counted in zip(chosen, units, strict=True)}
    note_lines(list(found.values()), begun=begun, now=now)


def _read_items(entries: Sequence[CountEntry], counts: Mapping[UUID, KnownCount]) -> dict[UUID | None, _Item]:
    ids = sorted({entry.sku_id for entry in entries if entry.sku_id})
    items: dict[UUID | None, _Item] = {
        item.id: item for item in (rows.fetch_rows(_Item, _ITEMS, {"ids": ids}) if ids else [])
    }
    problems = []
    for index, entry in enumerate(entries):
        item = items.get(entry.sku_id)
        asked = counts[entry.count_id].sku_id
        if entry.sku_id and item is None:
            problems.append(FieldProblem(f"entries.{index}.sku", "unknown", "is not known"))
        elif item and asked and asked != item.id:
            problems.append(FieldProblem(f"entries.{index}.sku", "other", "is not the item that is counted"))
        elif item and item.has_serials and (entry.units > 1 or (entry.units and not entry.serial)):
            problems.append(FieldProblem(f"entries.{index}.serial", "required", "is scanned one by one"))
        elif item and item.has_lots and entry.units and not entry.lot_code:
            problems.append(FieldProblem(f"entries.{index}.lot", "required", "is needed"))
    if problems:
        raise Invalid(problems)
    return items


def _name_lots(
    entries: Sequence[CountEntry], items: Mapping[UUID | None, _Item]
) -> dict[tuple[UUID, str], int]:
    return ensure_lots(
        {
            (items[entry.sku_id].merchant_id, items[entry.sku_id].id, entry.lot_code): None
            for entry in entries
            if entry.lot_code
        }
    )


_Match = tuple[KnownCount, UUID, int | None, str | None]


def _match(
    counts: Mapping[UUID, KnownCount], entry: CountEntry, lots: Mapping[tuple[UUID, str], int]
) -> _Match:
    assert entry.sku_id
    lot_id = lots[entry.sku_id, entry.lot_code] if entry.lot_code else None
    return counts[entry.count_id], entry.sku_id, lot_id, entry.serial or None


def _choose(
    there: Sequence[There], count: KnownCount, sku_id: UUID, lot_id: int | None, serial: str | None
) -> list[There]:
    """Return the keys of a bin that an entry is the total of; with neither lot nor serial, all of the item."""
    return [
        one
        for one in there
        if (one.location_id, one.sku_id) == (count.location_id, sku_id)
        and (lot_id is None or one.lot_id == lot_id)
        and (serial is None or one.serial == serial)
    ]


def _note_unknown(counts: Mapping[UUID, KnownCount], entries: Sequence[CountEntry]) -> None:
    units: defaultdict[tuple[UUID, str], int] = defaultdict(int)
    for entry in entries:
        units[entry.count_id, entry.code] = entry.units
    if units:
        rows.execute(
            _UNKNOWN,
            {
                "count_ids": [count_id for count_id, _ in units],
                "rounds": [counts[count_id].round for count_id, _ in units],
                "codes": [code for _, code in units],
                "quantities": list(units.values()),
            },
        )

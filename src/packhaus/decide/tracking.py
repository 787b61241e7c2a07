"""Where a parcel stands, by everything that its carrier has told: in any order, and some of it late or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

# Of two scans of the same moment the one that is further on counts.
_RANKS = (
    "pending", "picked_up", "in_transit", "delayed", "exception", "out_for_delivery", "ready_for_pickup", "lost",
    "returned_to_sender", "delivered",
)  # fmt: skip
_RANK = {status: rank for rank, status in enumerate(_RANKS)}
_LAST = frozenset({"delivered", "returned_to_sender"})


class TrackedScan(NamedTuple):
    """What a carrier told once: when by its own clock, and where the parcel stood; no status tells nothing of that.

    `id` grows with the order of arrival. `is_correction`: the carrier takes back what it said before.
    """

    id: int
    happened_at: datetime
    status: str
    problem: str = ""
    expected_at: datetime | None = None
    is_correction: bool = False


class Standing(NamedTuple):
    """Where a parcel stands since when, what is wrong with it, and when the carrier expects to deliver it.

    `scan_id` is the scan that says so. `moved_at` is the last scan of the parcel itself; None: it was only announced.
    """

    status: str
    problem: str
    since: datetime
    scan_id: int
    moved_at: datetime | None
    expected_at: datetime | None


def find_standing(scans: Iterable[TrackedScan]) -> Standing | None:
    """Return where a parcel stands; None when no scan says.

    The latest scan by the carrier's clock counts, whenever it arrived. What is delivered, or on its way back, stays so:
    scans at the depot that come after it are paperwork, and the delivery that ends a return is one to the sender. Only
    a correction leads back.
    """
    ordered = sorted(scans, key=lambda scan: (scan.happened_at, _RANK.get(scan.status, -1), scan.id))
    holder: TrackedScan | None = None
    for scan in ordered:
        if scan.status and (holder is None or _may_follow(holder, scan)):
            holder = scan
    if holder is None:
        return None
    moved = [scan.happened_at for scan in ordered if scan.status not in {"", "pending"}]
    expected = [scan.expected_at for scan in ordered if scan.expected_at]
    return Standing(
        holder.status,
        holder.problem,
        holder.happened_at,
        holder.id,
        moved[-1] if moved else None,
        expected[-1] if expected else None,
    )


def _may_follow(holder: TrackedScan, scan: TrackedScan) -> bool:
    if scan.is_correction or holder.status not in _LAST:
        return True
    return holder.status == "delivered" and scan.status == "returned_to_sender"


def shorten_signature(name: str) -> str:
    """Return the initials of who signed for a parcel, four at most: enough to recognise, too little to name."""
    return "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:4]


class News(NamedTuple):
    """What is worth telling of a parcel, by the name of its fact."""

    name: str
    problem: str


def list_news(
    *,
    before: Standing | None,
    after: Standing,
    fresh: Iterable[TrackedScan],
    was_damaged: bool,
    is_late: bool,
) -> list[News]:
    """Return what these fresh scans changed that somebody wants to know.

    Old news is none: a failed attempt that arrives after the delivery is written down and told to nobody. `is_late`:
    with these scans the carrier came to expect it after the promised day.
    """
    news = []
    is_damaged = not was_damaged and any(scan.problem == "damaged" for scan in fresh)
    if before is None or before.scan_id != after.scan_id:
        name = _name_news(before, after)
        if name and not (name == "stopped" and after.problem == "damaged"):
            news.append(News(name, after.problem))
    if is_damaged:
        news.append(News("damaged", "damaged"))
    if is_late and after.status not in _LAST and not any(one.name in {"delayed", "lost"} for one in news):
        news.append(News("delayed", after.problem))
    return news


def _name_news(before: Standing | None, after: Standing) -> str:
    is_same = before is not None and (before.status, before.problem) == (after.status, after.problem)
    if after.status in {"picked_up", "in_transit"}:
        return "accepted" if before is None or before.status == "pending" else ""
    if after.status == "exception":
        if after.problem == "attempt_failed":
            return "attempt_failed"
        return "" if is_same else "stopped"
    if before is not None and before.status == after.status:
        return ""
    return "" if after.status == "pending" else after.status

"""Prove a load right with arithmetic that knows nothing of how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from packhaus.decide.loading.types import BoxKind, Hold, Load, LoadedBox


def find_faults(*, load: Load, kinds: Sequence[BoxKind], hold: Hold, supported: bool) -> list[str]:
    """List what is wrong with a load: outside, overlapping, turned wrongly, too many, too heavy, not supported.

    Compares every box with every other. O(boxes²).
    """
    by_name = {kind.kind: kind for kind in kinds}
    faults = _find_excess(load, by_name, hold)
    for number, box in enumerate(load.boxes):
        if box.size not in by_name[box.kind].stands:
            faults.append(f"box {number} of {box.kind} stands as {box.size}")
        if not _is_within(box, hold):
            faults.append(f"box {number} of {box.kind} at {box.corner} is outside")
        faults += [f"boxes {number} and {other} overlap" for other in _list_overlaps(load.boxes, number)]
        if supported:
            faults += _find_unsupported(load.boxes, number, by_name)
    return faults


def _find_excess(load: Load, by_name: dict[object, BoxKind], hold: Hold) -> list[str]:
    counts = Counter(box.kind for box in load.boxes)
    faults = [
        f"{count} of {name} are loaded" for name, count in counts.items() if count > by_name[name].quantity
    ]
    weight = sum(by_name[box.kind].weight for box in load.boxes)
    if hold.max_weight is not None and weight > hold.max_weight:
        faults.append(f"{weight} is too heavy")
    return faults


def _is_within(box: LoadedBox, hold: Hold) -> bool:
    return all(
        low >= 0 and low + side <= room
        for low, side, room in zip(box.corner, box.size, hold.size, strict=True)
    )


def _list_overlaps(boxes: Sequence[LoadedBox], number: int) -> list[int]:
    one = boxes[number]
    return [other for other in range(number) if all(_share(one, boxes[other], axis) > 0 for axis in range(3))]


def _share(one: LoadedBox, other: LoadedBox, axis: int) -> int:
    """Measure how far two boxes share an axis; at most 0 when they do not."""
    return min(one.corner[axis] + one.size[axis], other.corner[axis] + other.size[axis]) - max(
        one.corner[axis], other.corner[axis]
    )


def _find_unsupported(boxes: Sequence[LoadedBox], number: int, by_name: dict[object, BoxKind]) -> list[str]:
    """Find a base that does not rest wholly on the floor or on tops; tops of one height never overlap."""
    box = boxes[number]
    if box.corner[2] == 0:
        return []
    rested = 0
    for other in boxes:
        if other.corner[2] + other.size[2] != box.corner[2]:
            continue
        area = max(0, _share(box, other, 0)) * max(0, _share(box, other, 1))
        if area and by_name[other.kind].carries_nothing:
            return [f"box {number} of {box.kind} stands on one that carries nothing"]
        rested += area
    if rested < box.size[0] * box.size[1]:
        return [f"box {number} of {box.kind} at {box.corner} is not supported"]
    return []

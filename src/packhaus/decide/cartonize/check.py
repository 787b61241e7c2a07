"""Prove parcels right with arithmetic that knows nothing of how they were packed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from packhaus.decide.cartonize.orient import list_orientations
from packhaus.decide.cartonize.price import PackingRules
from packhaus.decide.cartonize.types import CartonType, Item, PackedCarton, Parcel, Placement
from packhaus.decide.keys import Key
from packhaus.decide.loading.check import find_faults
from packhaus.decide.loading.types import BoxKind, Hold, Load, LoadedBox


def find_parcel_faults(
    *, parcels: Sequence[Parcel], items: Sequence[Item], cartons: Sequence[CartonType], rules: PackingRules
) -> list[str]:
    """List what is wrong with an order's parcels: units missing or double, badly placed, crushed, or ill-matched."""
    by_line = {item.line: item for item in items}
    counted = Counter[Key]()
    faults: list[str] = []
    for number, parcel in enumerate(parcels):
        counted.update(dict(parcel.packed.items))
        found = _find_misplaced(parcel.packed, by_line, cartons)
        found += _find_crushed(parcel.packed, by_line) + _find_ill_matched(parcel.packed, by_line, rules)
        faults += [f"parcel {number}: {fault}" for fault in found]
    if counted != Counter({item.line: item.quantity for item in items if item.quantity}):
        faults.append("the parcels hold something else than the order")
    return faults


def _find_misplaced(
    packed: PackedCarton, by_line: dict[Key, Item], cartons: Sequence[CartonType]
) -> list[str]:
    carton = next((one for one in cartons if one.carton == packed.carton), None)
    hold = Hold(packed.size if carton is None else carton.size)
    kinds = [
        BoxKind(line, units, list_orientations(by_line[line].size, keep_upright=by_line[line].keep_upright))
        for line, units in packed.items
    ]
    faults = find_faults(load=Load(tuple(_unfold(packed))), kinds=kinds, hold=hold, supported=True)
    weight = sum(by_line[line].weight_grams * units for line, units in packed.items)
    if carton and weight + carton.tare_grams != packed.weight_grams:
        faults.append("its weight is not that of carton and content")
    if carton and packed.weight_grams > carton.max_weight_grams:
        faults.append("it is too heavy")
    return faults


def _unfold(packed: PackedCarton) -> list[LoadedBox]:
    return [box for block in packed.placements for box in _list_units(block)]


def _list_units(block: Placement) -> list[LoadedBox]:
    return [
        LoadedBox(
            block.line,
            (block.x + i * block.dx, block.y + j * block.dy, block.z + k * block.dz),
            (block.dx, block.dy, block.dz),
        )
        for k in range(block.nz)
        for j in range(block.ny)
        for i in range(block.nx)
    ]


def _find_crushed(packed: PackedCarton, by_line: dict[Key, Item]) -> list[str]:
    """Find units under more than they carry: everything that stands on them, directly or not, counts whole."""
    boxes = sorted(_unfold(packed), key=lambda box: box.corner[2])
    above: list[set[int]] = [set() for _ in boxes]
    faults: list[str] = []
    for number in range(len(boxes) - 1, -1, -1):
        for other in range(number + 1, len(boxes)):
            if _is_on(boxes[other], boxes[number]):
                above[number] |= {other} | above[other]
        carries = by_line[boxes[number].kind].carries_grams
        load = sum(by_line[boxes[other].kind].weight_grams for other in above[number])
        if carries is not None and load > carries:
            faults.append(f"{load} g stand on a unit of {boxes[number].kind}")
    return faults


def _is_on(upper: LoadedBox, lower: LoadedBox) -> bool:
    return upper.corner[2] == lower.corner[2] + lower.size[2] and all(
        upper.corner[axis] < lower.corner[axis] + lower.size[axis]
        and lower.corner[axis] < upper.corner[axis] + upper.size[axis]
        for axis in range(2)
    )


def _find_ill_matched(packed: PackedCarton, by_line: dict[Key, Item], rules: PackingRules) -> list[str]:
    hazards = {by_line[line].hazard for line, _ in packed.items}
    return [f"{sorted(map(str, pair))} share it" for pair in rules.apart if pair <= hazards]

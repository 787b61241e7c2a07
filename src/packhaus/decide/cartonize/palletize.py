"""Put the cartons of a large order onto pallets."""

from __future__ import annotations

from collections.abc import Sequence

from packhaus.decide.cartonize.fill import Filling, Row, fill_container, lay_out_rows, measure_volume
from packhaus.decide.cartonize.orient import list_orientations
from packhaus.decide.cartonize.types import PackedCarton, PackedPallet, PalletType, Placement, Size


def palletize(*, cartons: Sequence[PackedCarton], pallet: PalletType) -> tuple[PackedPallet, ...]:
    """Put cartons upright onto pallets, largest first, within height and weight.

    Cartons of one size stand as blocks and count with the heaviest one's weight. A carton that fits no pallet
    stands alone on one, sticking out: the floor sees it by its size. Each placement's line is a carton's index.
    """
    groups = _group_by_size(cartons)
    pallets: list[PackedPallet] = []
    limit = pallet.max_weight_grams - pallet.tare_grams
    while groups:
        rows = [_make_row(cartons, size, indexes) for size, indexes in groups.items()]
        wanted = [len(indexes) for indexes in groups.values()]
        filling = fill_container(pallet.size, limit, lay_out_rows(rows), wanted)
        if not any(filling.units):
            filling = _put_alone(rows)
        pallets.append(_close(cartons, pallet, groups, filling))
        groups = {size: indexes for size, indexes in groups.items() if indexes}
    return tuple(pallets)


def _group_by_size(cartons: Sequence[PackedCarton]) -> dict[Size, list[int]]:
    """Group indexes by size, the largest size first, the heaviest carton first: it stands at the bottom."""
    groups: dict[Size, list[int]] = {}
    for index in sorted(range(len(cartons)), key=lambda index: -cartons[index].weight_grams):
        groups.setdefault(cartons[index].size, []).append(index)
    return dict(sorted(groups.items(), key=lambda item: (-measure_volume(item[0]), item[0])))


def _make_row(cartons: Sequence[PackedCarton], size: Size, indexes: list[int]) -> Row:
    weight = max(cartons[index].weight_grams for index in indexes)
    return Row(size, list_orientations(size, keep_upright=True), weight, measure_volume(size), min(size))


def _put_alone(rows: Sequence[Row]) -> Filling:
    placement = Placement(rows[0].line, 0, 0, 0, *rows[0].orientations[0], 1, 1, 1)
    return Filling((placement,), [1] + [0] * (len(rows) - 1))


def _close(
    cartons: Sequence[PackedCarton], pallet: PalletType, groups: dict[Size, list[int]], filling: Filling
) -> PackedPallet:
    """Name the cartons of each block, one placement per carton; takes them out of their groups."""
    placements: list[Placement] = []
    for block in filling.placements:
        for step in range(block.nx * block.ny * block.nz):
            above, rest = divmod(step, block.nx * block.ny)
            behind, beside = divmod(rest, block.nx)
            corner = (block.x + beside * block.dx, block.y + behind * block.dy, block.z + above * block.dz)
            index = groups[block.line].pop(0)
            placements.append(Placement(index, *corner, block.dx, block.dy, block.dz, 1, 1, 1))
    indexes = tuple(placement.line for placement in placements)
    weight = pallet.tare_grams + sum(cartons[index].weight_grams for index in indexes)
    return PackedPallet(indexes, weight, tuple(placements))

"""A site as advice takes it: slots, items and walks by their numbers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from packhaus.decide.slotting import Item, Slot, guess_golden
from packhaus.decide.tours import Grid
from packhaus.outbound.queries.slotting.house import GoodsRow, House, PlaceRow
from packhaus.outbound.queries.slotting.rules import SlottingRules


class Model(NamedTuple):
    """Slots and items by their numbers; `goods` are the first items, behind them stops whose item is gone."""

    places: Sequence[PlaceRow]
    slots: Sequence[Slot]
    items: Sequence[Item]
    goods: Sequence[GoodsRow]
    walks: Sequence[Sequence[int]]


def build_model(*, house: House, grid: Grid, rules: SlottingRules) -> Model:
    """Build it of the bins that stand in aisles; a bin that is blocked takes and gives nothing."""
    places = [place for place in house.places if place.id in grid.stops]
    number = {place.id: at for at, place in enumerate(places)}
    golden = frozenset(rules.golden_levels.split()) or guess_golden(levels=[place.level for place in places])
    taken = {one.location_id for one in house.goods}
    slots = [
        Slot(
            grid.stops[place.id], place.kind, place.zone, place.level in golden,
            not place.is_blocked and place.id not in taken, place.max_volume_mm3, place.max_weight_grams,
        )
        for place in places
    ]  # fmt: skip
    goods = [one for one in house.goods if one.location_id in number]
    items = [
        Item(
            number[one.location_id], one.can_move and not places[number[one.location_id]].is_blocked,
            one.is_alone, one.is_hazardous, one.volume_mm3, one.weight_grams,
        )
        for one in goods
    ]  # fmt: skip
    return Model(places, slots, items, goods, _follow(house, goods, items, number))


def _follow(
    house: House, goods: Sequence[GoodsRow], items: list[Item], number: Mapping[int, int]
) -> list[list[int]]:
    """Turn walks into items: where an item lies no more, its largest stock now; without any, a stop that stays."""
    known = {(one.location_id, one.sku_id): at for at, one in enumerate(goods)}
    main: dict[UUID, int] = {}
    for at, one in enumerate(goods):
        if one.sku_id not in main or one.units > goods[main[one.sku_id]].units:
            main[one.sku_id] = at
    walks = []
    for walk in house.walks:
        found = []
        for stop in walk:
            name = (stop.location_id, stop.sku_id)
            if name not in known and stop.sku_id not in main and stop.location_id in number:
                known[name] = len(items)
                items.append(_stay(number[stop.location_id]))
            item = known.get(name, main.get(stop.sku_id))
            if item is not None:
                found.append(item)
        walks.append(found)
    return walks


def _stay(slot: int) -> Item:
    return Item(slot, can_move=False, is_alone=False, is_hazardous=False, volume_mm3=0, weight_grams=0)

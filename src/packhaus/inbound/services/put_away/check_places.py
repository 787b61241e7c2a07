"""Whether the places that people chose take the goods."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from packhaus.decide.putaway.plan import list_kept
from packhaus.decide.putaway.room import Room, count_fitting, is_kept_for_others, open_room
from packhaus.decide.putaway.types import Load
from packhaus.inbound.errors import PlaceNotSuitable
from packhaus.inbound.queries.put_away.places import list_places
from packhaus.inbound.queries.put_away.rules import read_rules
from packhaus.inbound.services.put_away.moves import Doing


def check_places(doings: Sequence[Doing]) -> None:
    """Refuse places that were blocked meanwhile, and other ones than planned that are full or hold what may not mix.

    In the caller's transaction, which has locked the doors. Queries: 2 per site.
    Raises: PlaceNotSuitable naming the place and what rules it out.
    """
    by_site: defaultdict[UUID, list[Doing]] = defaultdict(list)
    for doing in doings:
        by_site[doing.task.site_id].append(doing)
    for site_id, mine in by_site.items():
        rooms = {
            place.id: open_room(place)
            for place in list_places(
                site_id=site_id, door_id=mine[0].task.from_location_id, sku_ids=[], most=0,
                without=[doing.task.id for doing in mine if doing.is_changed],
                location_ids=sorted({doing.to_location_id for doing in mine}),
            )
        }  # fmt: skip
        kept = list_kept([row.as_rule() for row in read_rules(site_id=site_id)])
        for doing in mine:
            _check(doing, rooms.get(doing.to_location_id), kept)


def _check(doing: Doing, room: Room | None, kept: dict[str, set[str]]) -> None:
    why = find_unsuitable(doing, room, kept)
    if why:
        raise PlaceNotSuitable(
            f"the place does not take the goods: {why}",
            location_id=doing.to_location_id,
            why=why,
            task=str(doing.task.id),
        )


def find_unsuitable(doing: Doing, room: Room | None, kept: dict[str, set[str]]) -> str:
    """Return what rules a place out, or nothing; a suitable one takes the goods."""
    if room is None:
        return "kind"
    if not doing.is_changed:
        return "blocked" if room.bin.is_blocked else ""
    load = make_load(doing)
    sellable = doing.task.condition == "sellable"
    if sellable == (room.bin.kind in {"quarantine", "repair", "scrap"}):
        return "kind"
    if is_kept_for_others(room.bin, load, kept):
        return "hazard_zone"
    _, why = count_fitting(room, load, doing.quantity)
    if not why:
        room.take(load, doing.quantity)
    return why


def make_load(doing: Doing) -> Load:
    """Return the goods of a task as a plan sees them, to go to one place."""
    parts = tuple(one.as_part() for one in doing.goods if one.on_hand)
    is_pallet = any(one.unit_kind == "pallet" for one in doing.goods)
    return Load(parts, doing.task.condition, is_unit=True, pallets=int(is_pallet))

"""Whether the places that people chose take the goods."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.decide.putaway.plan import list_kept
from packhaus.decide.putaway.room import Room, count_fitting, is_kept_for_others, measure, open_room
from packhaus.decide.putaway.types import Load
from packhaus.inbound.errors import PlaceNotSuitable, PutAwayTaskNotFound
from packhaus.inbound.locks import find_task
from packhaus.inbound.queries.put_away.places import list_places
from packhaus.inbound.queries.put_away.rules import read_rules
from packhaus.inbound.queries.put_away.task_goods import list_task_goods
from packhaus.inbound.services.put_away.moves import Doing
from packhaus.inventory.queries.location_ids import get_location_ids


def check_places(doings: Sequence[Doing]) -> None:
    """Refuse places that were blocked meanwhile, and other ones than planned that are full or hold what may not mix.

    In the caller's transaction, which has locked the doors. Queries: 2 per site.
    Raises: PlaceNotSuitable naming the place and what rules it out.
    """
    by_site: defaultdict[UUID, list[Doing]] = defaultdict(list)
    for doing in doings:
        by_site[doing.task.site_id].append(doing)
    for site_id, mine in by_site.items():
        rooms, kept = _read_rooms(site_id, mine)
        for doing in mine:
            _check(doing, rooms.get(doing.to_location_id), kept)


def _read_rooms(site_id: UUID, doings: Sequence[Doing]) -> tuple[dict[int, Room], dict[str, set[str]]]:
    """Return the rooms of the places by id, and the zones that rules keep for hazards."""
    places = list_places(
        site_id=site_id, door_id=doings[0].task.from_location_id, sku_ids=[], most=0,
        without=[doing.task.id for doing in doings if doing.is_changed],
        location_ids=sorted({doing.to_location_id for doing in doings}),
    )  # fmt: skip
    kept = list_kept([row.as_rule() for row in read_rules(site_id=site_id)])
    return {place.id: open_room(place) for place in places}, kept


@dataclass(frozen=True, slots=True)
class Judged:
    """A scanned place, and what rules it out for the goods of a task: nothing, or a code."""

    location_id: int
    code: str
    why_not: str


def judge_place(*, scope: Scope, task_id: UUID, code: str, units: int | None) -> Judged | None:
    """Return what a place of the task's site is for its goods, or nothing when the code is no place. Queries: 5."""
    with transaction(scope):
        task = find_task(task_id)
        if task is None:
            raise PutAwayTaskNotFound("there is no such put-away task")
        place = get_location_ids(places=[(task.site_id, code)]).get((task.site_id, code))
        if place is None:
            return None
        doing = Doing(task, units or task.quantity, place.id, "", tuple(list_task_goods([task_id])))
        rooms, kept = _read_rooms(task.site_id, [doing])
        return Judged(place.id, code, find_unsuitable(doing, rooms.get(place.id), kept))


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
    goods = measure(make_load(doing))
    sellable = doing.task.condition == "sellable"
    if sellable == (room.bin.kind in {"quarantine", "repair", "scrap"}):
        return "kind"
    if is_kept_for_others(room.bin, goods, kept):
        return "hazard_zone"
    _, why = count_fitting(room, goods, doing.quantity)
    if not why:
        room.take(goods, doing.quantity)
    return why


def make_load(doing: Doing) -> Load:
    """Return the goods of a task as a plan sees them, to go to one place."""
    parts = tuple(one.as_part() for one in doing.goods if one.on_hand)
    is_pallet = any(one.unit_kind == "pallet" for one in doing.goods)
    return Load(parts, doing.task.condition, is_unit=True, pallets=int(is_pallet))

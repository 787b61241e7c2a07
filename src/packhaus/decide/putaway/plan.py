"""Choose a place for every load: waited-for goods near the door, the others by the site's rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from packhaus.decide.putaway.failures import Failures
from packhaus.decide.putaway.pools import Pools, Wanted
from packhaus.decide.putaway.room import Measured, Room, count_fitting, is_kept_for_others, measure
from packhaus.decide.putaway.types import SHELVES, Bin, Load, Placement, Rule

_ANYWHERE: frozenset[str] = frozenset()


def plan_put_away(
    *, loads: Sequence[Load], bins: Iterable[Bin], rules: Sequence[Rule], waited_for: Mapping[UUID, int]
) -> list[Placement]:
    """Return where each load goes, in the order given; loose units may go to several places.

    `waited_for`: units by item that orders wait for and no bin has; they stay at a cross-dock place, else go to a pick
    face. Everything else goes where more of the same is, else to the nearest empty place, else to the nearest with
    room, by the first rule that finds one. What finds none has no bin and says what ruled out how many.
    """
    planner = _Planner(Pools(bins), rules, Counter(dict(waited_for)))
    return [one for number, load in enumerate(loads) for one in planner.place(number, load)]


def list_wanted(load: Load, rules: Sequence[Rule]) -> list[Wanted]:
    """Return the kinds and zones that goods go to, in order: by the rules that fit them, then by what they are."""
    wanted: list[Wanted] = []
    usual = _list_usual(load)
    for rule in rules:
        if not fits_rule(load, rule):
            continue
        kinds = [(rule.kind,)] if rule.kind else usual
        wanted += [(kind, rule.zones) for kind in kinds]
        if rule.is_final:
            return wanted
    return wanted + [(kinds, _ANYWHERE) for kinds in usual]


def fits_rule(load: Load, rule: Rule) -> bool:
    """Tell whether a rule is about all of a load."""
    if rule.condition and rule.condition != load.condition:
        return False
    return all(
        rule.sku_id in {None, part.item.sku_id}
        and (not rule.tag or rule.tag in part.item.tags)
        and (not rule.abc_class or rule.abc_class == part.item.abc_class)
        and (not rule.hazard or (part.item.hazard and rule.hazard in {"*", part.item.hazard}))
        for part in load.parts
    )


def list_kept(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """Return the zones that rules keep for hazards, each with them."""
    kept: dict[str, set[str]] = {}
    for rule in rules:
        for zone in rule.zones if rule.hazard else ():
            kept.setdefault(zone, set()).add(rule.hazard)
    return kept


def _list_usual(load: Load) -> list[tuple[str, ...]]:
    if load.condition != "sellable":
        return [("quarantine",)]
    return [("reserve",), ("pick_face",)] if load.is_unit else [SHELVES]


class _Planner:
    """One plan: the rooms that it fills, and the units that are still waited for."""

    def __init__(self, pools: Pools, rules: Sequence[Rule], waited_for: Counter[UUID]) -> None:
        self._pools, self._rules, self._waited_for = pools, rules, waited_for
        self._kept = list_kept(rules)
        self._failures = Failures()

    def place(self, number: int, load: Load) -> list[Placement]:
        """Return the places of one load."""
        goods = measure(load)
        found = self._place_waited_for(number, goods)
        left = goods.quantity - sum(one.quantity for one in found)
        wanted = list_wanted(load, self._rules)
        for one in wanted:
            if left:
                more = self._fill(number, goods, left, one)
                found += more
                left -= sum(placement.quantity for placement in more)
        if left:
            found.append(Placement(number, left, None, "", self._tell_excluded(goods, left, wanted)))
        return found

    def _place_waited_for(self, number: int, goods: Measured) -> list[Placement]:
        load = goods.load
        if load.condition != "sellable" or len(goods.sku_ids) > 1:
            return []
        if any(rule.is_final and fits_rule(load, rule) for rule in self._rules):
            return []
        (sku_id,) = goods.sku_ids
        needed = min(goods.quantity, self._waited_for[sku_id])
        if not needed:
            return []
        found: list[Placement] = []
        # A carton of which only some units are waited for is opened at a pick face.
        kinds = ("pick_face",) if load.is_unit and needed < goods.quantity else ("cross_dock", "pick_face")
        units = goods.quantity if load.is_unit else needed
        for kind in kinds:
            left = units - sum(one.quantity for one in found)
            if left:
                found += self._fill(number, goods, left, ((kind,), _ANYWHERE), why="waited_for")
        self._waited_for[sku_id] -= min(needed, sum(one.quantity for one in found))
        return found

    def _fill(
        self, number: int, goods: Measured, units: int, wanted: Wanted, why: str = ""
    ) -> list[Placement]:
        """Place as many units as places of some kinds and zones take."""
        found: list[Placement] = []
        for room in self._pools.list_same(wanted, goods.sku_ids):
            if not units:
                break
            units -= self._put(number, goods, room, units, why or "same", found)
        for name, listed in (("empty", self._pools.list_empty), ("shared", self._pools.list_shared)):
            while units and not self._failures.is_hopeless((name, wanted), goods):
                best = self._find_best(goods, units, listed(wanted))
                if best is None:
                    self._failures.note((name, wanted), goods)
                    break
                units -= self._put(number, goods, best, units, why or name, found)
        return found

    def _find_best(self, goods: Measured, units: int, rooms: Iterable[Room]) -> Room | None:
        """Return the first room that takes all of the units, else the one that takes most of them."""
        best, most = None, 0
        for room in rooms:
            fitting = self._count(room, goods, units)[0]
            if fitting == units:
                return room
            if fitting > most:
                best, most = room, fitting
        return best

    def _put(
        self, number: int, goods: Measured, room: Room, units: int, why: str, found: list[Placement]
    ) -> int:
        fitting = self._count(room, goods, units)[0]
        if fitting:
            room.take(goods, fitting)
            self._pools.note(room, goods.sku_ids)
            found.append(Placement(number, fitting, room.bin.id, why))
        return fitting

    def _count(self, room: Room, goods: Measured, units: int) -> tuple[int, str]:
        if is_kept_for_others(room.bin, goods, self._kept):
            return 0, "hazard_zone"
        return count_fitting(room, goods, units)

    def _tell_excluded(self, goods: Measured, units: int, wanted: Sequence[Wanted]) -> dict[str, int]:
        """Count the places by what ruled them out; `rule`: no rule sends these goods there."""
        key = ("excluded", tuple(wanted))
        known = self._failures.find_told(key, goods)
        if known is not None:
            return known
        asked = {room.bin.id: room for one in wanted for room in self._pools.list_all(one)}
        counts = Counter(self._count(room, goods, units)[1] for room in asked.values())
        others = sum(room.bin.kind in SHELVES and room.bin.id not in asked for room in self._pools.rooms)
        if others:
            counts["rule"] = others
        return self._failures.tell(key, goods, {code: count for code, count in counts.most_common() if code})

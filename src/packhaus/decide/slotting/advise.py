"""Which items should change places: by what the walks of the last weeks would have saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from packhaus.decide.batching.tables import Numbers
from packhaus.decide.slotting.affinity import Ways
from packhaus.decide.slotting.replay import Replay
from packhaus.decide.slotting.types import Item, Proposal, Rules, Slot, Walks, Why
from packhaus.decide.tours import Layout

Flags: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Reals: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
TRIED = 4
"""Empty slots, and as many taken ones, whose walks are replayed for an item: those that look best."""


class _Trial(NamedTuple):
    slot: int
    other: int | None
    walking_mm: int
    reaching_mm: int


def advise_slots(
    *,
    layout: Layout,
    slots: Sequence[Slot],
    items: Sequence[Item],
    walks: Walks,
    rules: Rules,
    share_spent: Callable[[], float],
    is_banned: Callable[[int, int], bool] = lambda _item, _slot: False,
) -> list[Proposal]:
    """Propose moves into empty slots and exchanges of two items that earn their moving back in time; soonest first.

    Items come in the order of their picks (an ABC of its own). For each, the slots are ranked by the way from them to
    what is picked on the same walks (affinity) or to the depot, and by the golden zone; for the best of them the walks
    of both items are replayed as shortest tours. No slot and no item is part of two proposals, so that each can be
    taken or left. What each saves is with those above it in the order of picks: the sum is the saving of all.
    Greedy by picks: J. J. Bartholdi and S. T. Hackman, Warehouse and distribution science (2019), chapter on slotting.
    """
    if not walks:
        return []
    found = list(_Adviser(layout, slots, items, walks, rules, is_banned).propose(share_spent))
    return sorted(found, key=lambda proposal: (proposal.payback_weeks, proposal.item))


class _Adviser:
    def __init__(
        self,
        layout: Layout,
        slots: Sequence[Slot],
        items: Sequence[Item],
        walks: Walks,
        rules: Rules,
        is_banned: Callable[[int, int], bool],
    ) -> None:
        self.slots, self.items, self.walks, self.rules = slots, items, walks, rules
        self.is_banned = is_banned
        stops = sorted({slot.stop for slot in slots})
        number = {stop: at for at, stop in enumerate(stops)}
        self.stop_of_slot = np.array([number[slot.stop] for slot in slots], dtype=np.int64)
        self.ways = Ways(layout=layout, stops=stops)
        self.replay = Replay(layout=layout, stops=stops, walks=walks)
        self.slot_of = np.array([item.slot for item in items], dtype=np.int64)
        self.is_golden = np.array([slot.is_golden for slot in slots])
        self.free = np.array([slot.is_free for slot in slots])
        self.alone = np.full(len(slots), -1, dtype=np.int64)
        for at, item in enumerate(items):
            if item.can_move and item.is_alone:
                self.alone[item.slot] = at
        self.walks_of: list[list[int]] = [[] for _ in items]
        for at, walk in enumerate(walks):
            for item_at in set(walk):
                self.walks_of[item_at].append(at)
        self.used = np.zeros(len(slots), dtype=np.bool_)

    def propose(self, share_spent: Callable[[], float]) -> Iterator[Proposal]:
        order = sorted(range(len(self.items)), key=lambda at: (-len(self.walks_of[at]), at))
        for item in order:
            if not self.walks_of[item] or share_spent() >= 1:
                return
            if self.items[item].can_move and not self.used[self.slot_of[item]]:
                proposal = self._judge(item)
                if proposal:
                    self._take(proposal)
                    yield proposal

    def _judge(self, item: int) -> Proposal | None:
        trials = [self._try(item, slot) for slot in self._shortlist(item)]
        if not trials:
            return None
        best = max(trials, key=lambda trial: trial.walking_mm + trial.reaching_mm)
        saved = best.walking_mm + best.reaching_mm
        if saved <= 0:
            return None
        here, there = self._stop(int(self.slot_of[item])), self._stop(best.slot)
        legs = 1 if best.other is None else 2
        cost = legs * (self.rules.handling_mm + int(self.ways.find(here)[there]))
        weeks = self.rules.weeks
        why = self._explain(best, here, there)
        proposal = Proposal(
            item, best.slot, best.other, why, best.walking_mm / weeks, best.reaching_mm / weeks, cost
        )
        return proposal if proposal.payback_weeks <= self.rules.payback_weeks else None

    def _explain(self, best: _Trial, here: int, there: int) -> Why:
        if best.reaching_mm > best.walking_mm:
            return Why.GOLDEN
        is_nearer = self.ways.from_depot[there] < self.ways.from_depot[here]
        return Why.NEARER if is_nearer else Why.TOGETHER

    def _shortlist(self, item: int) -> list[int]:
        """List slots that look best by the way to what the item is picked with: empty ones, and ones to exchange."""
        own = self.walks_of[item]
        picks = len(own)
        others = ([self._stop(int(self.slot_of[o])) for o in self.walks[walk] if o != item] for walk in own)
        detours = self.ways.sum_detours(walks=others)[self.stop_of_slot]
        score = detours + np.where(
            self.is_golden, 0, self.rules.reach_mm * picks * bool(self.is_golden.any())
        )
        gain = score[self.slot_of[item]] - score
        fits = self._list_fitting(item)
        partner_picks = np.array([len(self.walks_of[at]) if at >= 0 else picks for at in self.alone])
        empty = np.where(fits & self.free, gain, 0)
        taken = np.where(fits & ~self.free & (partner_picks < picks), gain * (1 - partner_picks / picks), 0)
        chosen = [*self._best(empty), *self._best(taken)]
        return [slot for slot in chosen if self._may_swap(item, slot) and not self.is_banned(item, slot)]

    @staticmethod
    def _best(gain: Reals) -> list[int]:
        return [int(slot) for slot in np.argsort(-gain, kind="stable")[:TRIED] if gain[slot] > 0]

    def _list_fitting(self, item: int) -> Flags:
        home = self.slots[self.items[item].slot]
        fits = np.array([self._fits(item, home, slot) for slot in self.slots])
        fits &= ~self.used
        fits[self.slot_of[item]] = False
        return fits

    def _fits(self, item: int, home: Slot, slot: Slot) -> bool:
        one = self.items[item]
        return (
            slot.kind == home.kind
            and (slot.zone == home.zone or not (self.rules.keeps_zones or one.is_hazardous))
            and (slot.max_volume_mm3 is None or one.volume_mm3 <= slot.max_volume_mm3)
            and (slot.max_weight_grams is None or one.weight_grams <= slot.max_weight_grams)
        )

    def _may_swap(self, item: int, slot: int) -> bool:
        """Tell whether a slot is empty, or what lies there fits where the item, lying alone there, is."""
        if self.free[slot]:
            return True
        other = int(self.alone[slot])
        home = self.slots[int(self.slot_of[item])]
        may_go = self.items[item].is_alone and self._fits(other, self.slots[slot], home)
        return may_go and not self.is_banned(other, int(self.slot_of[item]))

    def _try(self, item: int, slot: int) -> _Trial:
        other = None if self.free[slot] else int(self.alone[slot])
        home = int(self.slot_of[item])
        after = self.slot_of.copy()
        after[item] = slot
        walks = set(self.walks_of[item])
        reaching = self._reach(slot, home) * len(self.walks_of[item])
        if other is not None:
            after[other] = home
            walks |= set(self.walks_of[other])
            reaching += self._reach(home, slot) * len(self.walks_of[other])
        chosen = np.array(sorted(walks), dtype=np.int64)
        saved = self._measure(self.slot_of, chosen) - self._measure(after, chosen)
        return _Trial(slot, other, saved, reaching)

    def _reach(self, slot: int, before: int) -> int:
        return self.rules.reach_mm * (int(self.is_golden[slot]) - int(self.is_golden[before]))

    def _measure(self, slot_of: Numbers, walks: Numbers) -> int:
        return self.replay.measure_mm(positions=self.replay.places[self.stop_of_slot[slot_of]], walks=walks)

    def _stop(self, slot: int) -> int:
        return int(self.stop_of_slot[slot])

    def _take(self, proposal: Proposal) -> None:
        home = int(self.slot_of[proposal.item])
        self.slot_of[proposal.item] = proposal.slot
        if proposal.other is not None:
            self.slot_of[proposal.other] = home
        self.used[[home, proposal.slot]] = True

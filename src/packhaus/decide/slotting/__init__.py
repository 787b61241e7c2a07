"""Which item belongs in which bin: recent walks replayed with items moved, and only moves that pay back."""

from packhaus.decide.slotting.advise import advise_slots
from packhaus.decide.slotting.golden import REACH_MM, guess_golden
from packhaus.decide.slotting.replay import Replay
from packhaus.decide.slotting.types import Item, Proposal, Rules, Slot, Why

__all__ = [
    "REACH_MM",
    "Item",
    "Proposal",
    "Replay",
    "Rules",
    "Slot",
    "Why",
    "advise_slots",
    "guess_golden",
]

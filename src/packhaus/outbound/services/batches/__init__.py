"""Walks: one person, one cart, up to so many totes."""

from packhaus.outbound.services.batches.build import build_batches
from packhaus.outbound.services.batches.cart import assign_tote, drop_totes
from packhaus.outbound.services.batches.claim import claim_batch, return_batch
from packhaus.outbound.services.batches.hand_over import hand_over_batch
from packhaus.outbound.services.batches.pickers import add_pickers
from packhaus.outbound.services.batches.searching import (
    answer_without_waiting,
    begin_to_prepare,
    prepare_all,
)
from packhaus.outbound.services.batches.turns import DueTruck, Turn, move_waves, sort_floor

__all__ = [
    "DueTruck",
    "Turn",
    "add_pickers",
    "answer_without_waiting",
    "assign_tote",
    "begin_to_prepare",
    "build_batches",
    "claim_batch",
    "drop_totes",
    "hand_over_batch",
    "move_waves",
    "prepare_all",
    "return_batch",
    "sort_floor",
]

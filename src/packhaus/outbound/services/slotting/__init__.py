"""Items change bins where recent walks say that it pays."""

from packhaus.outbound.services.slotting.advise import advise_again, advise_site
from packhaus.outbound.services.slotting.decide import accept_proposals, reject_proposals, reopen_proposals
from packhaus.outbound.services.slotting.move import (
    claim_move,
    confirm_move,
    give_move_up,
    hand_over_move,
    return_move,
)
from packhaus.outbound.services.slotting.rules import save_slotting_rules

__all__ = [
    "accept_proposals",
    "advise_again",
    "advise_site",
    "claim_move",
    "confirm_move",
    "give_move_up",
    "hand_over_move",
    "reject_proposals",
    "reopen_proposals",
    "return_move",
    "save_slotting_rules",
]

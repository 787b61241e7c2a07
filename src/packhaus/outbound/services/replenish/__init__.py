"""Pick faces are filled from reserve before orders need them."""

from packhaus.outbound.services.replenish.claim import (
    claim_replenishment,
    hand_over_replenishment,
    return_replenishment,
)
from packhaus.outbound.services.replenish.confirm import confirm_replenishment
from packhaus.outbound.services.replenish.faces import save_faces
from packhaus.outbound.services.replenish.plan import plan_replenishment, plan_sites
from packhaus.outbound.services.replenish.steer import cancel_replenishments, prioritise_replenishments

__all__ = [
    "cancel_replenishments",
    "claim_replenishment",
    "confirm_replenishment",
    "hand_over_replenishment",
    "plan_replenishment",
    "plan_sites",
    "prioritise_replenishments",
    "return_replenishment",
    "save_faces",
]

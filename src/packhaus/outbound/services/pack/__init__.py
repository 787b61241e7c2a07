"""Into cartons, labels on: from tote to the dock."""

from packhaus.outbound.services.pack.draft import DraftBox, PackDraft, draft_pack
from packhaus.outbound.services.pack.plan import plan_boxes
from packhaus.outbound.services.pack.propose import propose_boxes
from packhaus.outbound.services.pack.service import pack_fulfillments

__all__ = ["DraftBox", "PackDraft", "draft_pack", "pack_fulfillments", "plan_boxes", "propose_boxes"]

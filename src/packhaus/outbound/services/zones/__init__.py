"""Pick and pass: a tote goes from zone to zone, each with its own people."""

from packhaus.outbound.services.zones.begin import begin_legs
from packhaus.outbound.services.zones.pass_on import arrive, hold_tote, pass_on
from packhaus.outbound.services.zones.save import PickZoneDraft, save_pick_zones

__all__ = ["PickZoneDraft", "arrive", "begin_legs", "hold_tote", "pass_on", "save_pick_zones"]

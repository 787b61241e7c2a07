"""Send fulfillment orders to the floor: choose, claim, allocate, in chunks that commit one by one."""

from packhaus.outbound.services.release.preview import preview_release
from packhaus.outbound.services.release.service import release_wave

__all__ = ["preview_release", "release_wave"]

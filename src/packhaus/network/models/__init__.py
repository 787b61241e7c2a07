"""Sites."""

from packhaus.network.models.site import Centroid, ClosedDay, CutOff, Site

__all__ = ["Centroid", "ClosedDay", "CutOff", "Site"]

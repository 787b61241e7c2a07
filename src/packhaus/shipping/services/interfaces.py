"""The carriers' interfaces, for those who choose one."""

from packhaus.shipping.gateways.interfaces import INTERFACES, Interface

__all__ = ["INTERFACES", "Interface"]

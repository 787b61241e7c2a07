"""Deliveries: announced, and received."""

from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.models.receipt import Receipt

__all__ = ["Asn", "AsnLine", "Receipt"]

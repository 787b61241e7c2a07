"""Announced deliveries."""

from packhaus.inbound.models.asn import Asn, AsnLine

__all__ = ["Asn", "AsnLine"]

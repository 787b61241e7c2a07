"""A partner's site has sent what it was asked for."""

from packhaus.outbound.services.partner_sent.service import book_partner_shipments

__all__ = ["book_partner_shipments"]

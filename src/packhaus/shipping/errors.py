"""Refusals of shipping.

NoService          no service takes these parcels to this country; says which rule excluded each
ShipmentNotFound   absent, or another merchant's
ParcelNotFound     absent, or another merchant's
ManifestNotFound   absent
ManifestClosed     it has left
PurchaseNotFound   absent, or another merchant's
PurchaseSettled    what came of it is known already
TrackingTaken      a tracking number names a parcel of another shipment already
RateCardTaken      an account has such a card, or one in use, already; or a version begins on the same day
"""

from packhaus.kernel.errors import Conflict, NotFound


class NoService(Conflict):
    code = "no_service"


class ShipmentNotFound(NotFound):
    code = "shipment_not_found"


class ParcelNotFound(NotFound):
    code = "parcel_not_found"


class ManifestNotFound(NotFound):
    code = "manifest_not_found"


class ManifestClosed(Conflict):
    code = "manifest_closed"


class TrackingTaken(Conflict):
    code = "tracking_taken"


class RateCardTaken(Conflict):
    code = "rate_card_taken"


class PurchaseNotFound(NotFound):
    code = "purchase_not_found"


class PurchaseSettled(Conflict):
    code = "purchase_settled"

"""Carriers and parcels."""

from packhaus.shipping.models.bill import BilledParcel, CarrierBill
from packhaus.shipping.models.carrier import Carrier, CartonType, Service, ServicePrice
from packhaus.shipping.models.purchase import CarrierConnection, LabelPurchase
from packhaus.shipping.models.rate_card import CarrierAccount, RateCard, RateCardVersion, RateSheet
from packhaus.shipping.models.service_choice import ServiceChoice
from packhaus.shipping.models.shipment import Manifest, Parcel, ParcelItem, Shipment
from packhaus.shipping.models.tracking import ParcelProblem, TrackingEvent
from packhaus.shipping.models.transit import TransitTime

__all__ = [
    "BilledParcel",
    "Carrier",
    "CarrierAccount",
    "CarrierBill",
    "CarrierConnection",
    "CartonType",
    "LabelPurchase",
    "Manifest",
    "Parcel",
    "ParcelItem",
    "ParcelProblem",
    "RateCard",
    "RateCardVersion",
    "RateSheet",
    "Service",
    "ServiceChoice",
    "ServicePrice",
    "Shipment",
    "TrackingEvent",
    "TransitTime",
]

"""Carriers and parcels."""

from packhaus.shipping.models.carrier import Carrier, CartonType, Service, ServicePrice
from packhaus.shipping.models.shipment import Manifest, Parcel, ParcelItem, Shipment

__all__ = ["Carrier", "CartonType", "Manifest", "Parcel", "ParcelItem", "Service", "ServicePrice", "Shipment"]

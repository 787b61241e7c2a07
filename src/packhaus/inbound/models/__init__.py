"""Deliveries: announced, received, checked and put away."""

from packhaus.inbound.models.asn import Asn, AsnLine
from packhaus.inbound.models.difference import Difference
from packhaus.inbound.models.dock import DockAppointment, DockDoor, DockHours, DockPickUp, DockSlot
from packhaus.inbound.models.photo import Photo
from packhaus.inbound.models.purchase import PurchaseLine, PurchaseOrder
from packhaus.inbound.models.put_away import PlaceReport, PutAwayRule, PutAwayTask
from packhaus.inbound.models.quality import QualityCheck, QualityRule
from packhaus.inbound.models.receipt import Receipt
from packhaus.inbound.models.setting import ReceivingSetting
from packhaus.inbound.models.sketch import AsnSketch

__all__ = [
    "Asn",
    "AsnLine",
    "AsnSketch",
    "Difference",
    "DockAppointment",
    "DockDoor",
    "DockHours",
    "DockPickUp",
    "DockSlot",
    "Photo",
    "PlaceReport",
    "PurchaseLine",
    "PurchaseOrder",
    "PutAwayRule",
    "PutAwayTask",
    "QualityCheck",
    "QualityRule",
    "Receipt",
    "ReceivingSetting",
]

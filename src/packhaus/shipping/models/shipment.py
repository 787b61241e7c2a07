"""Shipments and parcels; shipping knows addresses and references, not orders."""

from django.db import models
from django.db.models import Q

from packhaus.access.models import MerchantOwned, OperatorOwned, OwnedForeignKey
from packhaus.kernel.database.checks import is_one_of
from packhaus.kernel.ids import new_id

STATUSES = ["draft", "rated", "labelled", "manifested", "dispatched", "voided"]
TRACKING_STATUSES = [
    "pending", "picked_up", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "delayed",
    "exception", "returned_to_sender", "lost",
]  # fmt: skip


class Manifest(OperatorOwned):
    """What one carrier takes from one site at one cut-off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT)
    carrier_code = models.CharField(max_length=24)
    cut_off_at = models.DateTimeField()
    status = models.CharField(max_length=8, default="open")
    closed_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=24, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_one_of("status", ["open", "closed"]), name="manifest_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["site", "carrier_code", "cut_off_at"],
                condition=Q(status="open"),
                name="one_open_manifest_per_cut_off",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Shipment(MerchantOwned):
    """Parcels of one fulfillment order with one service. `deliver_by` is what was promised when it was packed.

    `value_minor`: what the goods are worth at most, in the order's currency; no currency: nobody said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fulfillment_id = models.UUIDField()
    order_number = models.CharField(max_length=40)
    site_id = models.UUIDField()
    address_id = models.UUIDField()
    service_code = models.CharField(max_length=24)
    carrier_code = models.CharField(max_length=24)
    status = models.CharField(max_length=10, default="draft")
    cost_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    cod_minor = models.BigIntegerField(default=0)
    cod_currency = models.CharField(max_length=3, default="")
    value_minor = models.BigIntegerField(default=0, db_default=0)
    value_currency = models.CharField(max_length=3, default="", db_default="")
    manifest_id = models.UUIDField(null=True)
    deliver_by = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fulfillment_id"],
                condition=~Q(status="voided"),
                name="fulfillment_has_one_live_shipment",
            ),
            models.CheckConstraint(condition=is_one_of("status", STATUSES), name="shipment_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["site_id", "status", "carrier_code"], name="shipment_at_the_dock"),
            models.Index(
                fields=["manifest_id"], condition=Q(manifest_id__isnull=False), name="shipment_by_manifest"
            ),
            models.Index(
                fields=["dispatched_at", "id"],
                condition=Q(dispatched_at__isnull=False),
                name="shipment_by_departure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_number} {self.status}"


class Parcel(MerchantOwned):
    """One carton that leaves: its license plate is the handling unit's code.

    One that a partner sent has no handling unit here, and measures and a weight of 0: nobody told them. One whose label
    the carrier has not sold yet has no tracking number.

    By the carrier's clock: `tracked_at` is since when it stands where it stands, `moved_at` when the carrier last had
    it in hand, `expected_at` when the carrier expects to deliver it. `signed_by` are initials.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = OwnedForeignKey(Shipment, related_name="parcels")
    handling_unit_id = models.UUIDField(null=True)
    number = models.SmallIntegerField()
    carton_code = models.CharField(max_length=16)
    sscc = models.CharField(max_length=18, default="")
    pallet_sscc = models.CharField(max_length=18, default="")
    tracking_number = models.CharField(max_length=40)
    tracking_status = models.CharField(max_length=18, default="pending")
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    weight_grams = models.IntegerField()
    cost_minor = models.BigIntegerField(null=True)
    label_printed_at = models.DateTimeField(null=True)
    label_count = models.SmallIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.UUIDField(null=True)
    tracking_problem = models.CharField(max_length=16, default="", db_default="")
    tracked_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=4, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tracking_number"],
                condition=~Q(tracking_number=""),
                name="tracking_number_is_unique",
            ),
            models.CheckConstraint(
                condition=is_one_of("tracking_status", TRACKING_STATUSES), name="tracking_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["shipment"], name="parcel_by_shipment"),
            models.Index(
                fields=["handling_unit_id"],
                condition=Q(handling_unit_id__isnull=False),
                name="parcel_by_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_number


class ParcelItem(MerchantOwned):
    """Units of one line in one parcel; `line_id` is the sender's reference, opaque here."""

    parcel_id = models.UUIDField(db_index=True)
    line_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_item_has_units")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku_id}"

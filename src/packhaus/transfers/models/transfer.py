"""Goods that go from one site to another."""

from django.db import models
from django.db.models import F, Q

from packhaus.access.models import MerchantOwned, OwnedForeignKey
from packhaus.catalog.models import Sku
from packhaus.inbound.models import Asn
from packhaus.inventory.models import Hold
from packhaus.kernel.database.checks import are_not_negative, is_one_of
from packhaus.kernel.ids import new_id
from packhaus.transfers.states import TRANSFER_STATUSES
from packhaus.transfers.types import TitlePasses


class Transfer(MerchantOwned):
    """An order to bring goods to another site.

    A hold keeps them at the source until they leave; an announced delivery is what the site where they go expects of
    them, and is received like any other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    from_site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False, related_name="+")
    to_site = models.ForeignKey("network.Site", on_delete=models.PROTECT, db_index=False, related_name="+")
    status = models.CharField(max_length=18, default="draft")
    expected_on = models.DateField()
    carrier_code = models.CharField(max_length=24, default="")
    title_passes = models.CharField(max_length=8, default="never")
    is_turned_around = models.BooleanField(default=False)
    hold = OwnedForeignKey(Hold, null=True)
    asn = OwnedForeignKey(Asn, null=True, db_index=True)
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="transfer_number_is_used_once"),
            models.CheckConstraint(
                condition=is_one_of("status", TRANSFER_STATUSES), name="transfer_status_is_known"
            ),
            models.CheckConstraint(
                condition=is_one_of("title_passes", [one.value for one in TitlePasses]),
                name="title_passes_somewhen",
            ),
            models.CheckConstraint(
                condition=~Q(from_site=F("to_site")), name="transfer_goes_to_another_site"
            ),
        ]
        indexes = [models.Index(fields=["expected_on", "id"], name="transfer_by_day")]

    def __str__(self) -> str:
        return self.number


class TransferLine(MerchantOwned):
    """Units of an item. `settled` went lost on the way; below zero, more came than left."""

    transfer = OwnedForeignKey(Transfer, related_name="lines")
    position = models.IntegerField()
    sku = OwnedForeignKey(Sku)
    ordered = models.BigIntegerField()
    picked = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)
    received = models.BigIntegerField(default=0)
    damaged = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "sku"], name="transfer_has_one_line_per_sku"),
            models.CheckConstraint(
                condition=are_not_negative("picked", "shipped", "received", "damaged") & Q(ordered__gt=0),
                name="transfer_line_counts_up",
            ),
            models.CheckConstraint(
                condition=Q(picked__lte=F("ordered")), name="no_more_is_picked_than_ordered"
            ),
            models.CheckConstraint(
                condition=Q(shipped__lte=F("picked")), name="no_more_leaves_than_was_picked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordered} of {self.sku_id}"


class TransferPicked(MerchantOwned):
    """Units of one key that were taken from a bin; put back, it stays with the moment it was."""

    line = OwnedForeignKey(TransferLine, related_name="picks", db_index=True)
    client_id = models.CharField(max_length=60)
    part = models.IntegerField()
    quantity = models.BigIntegerField()
    from_location_id = models.BigIntegerField()
    from_unit_id = models.UUIDField(null=True)
    to_location_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    serial = models.CharField(max_length=40, null=True)
    received_on = models.DateField()
    expires_on = models.DateField(null=True)
    unit_id = models.UUIDField(null=True)
    unit_code = models.CharField(max_length=20, default="")
    unit_kind = models.CharField(max_length=6, default="")
    picked_at = models.DateTimeField()
    picked_by = models.CharField(max_length=40)
    put_back_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    loaded_by = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "client_id", "part"], name="transfer_pick_is_booked_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="transfer_pick_has_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
